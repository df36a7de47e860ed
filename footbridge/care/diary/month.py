"""Which days a page of the calendar shows."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from footbridge.care.diary.entry import Entry


@dataclass(frozen=True)
class Day:
    """A day with its entries."""

    day: date
    entries: Sequence[Entry]
    now: bool


def month_asked(asked: str, today: date) -> date:
    """The first day of the month asked for as “2027-03”, else of today's."""
    try:
        year, month = asked.split("-")
        return date(int(year), int(month), 1)
    except ValueError:
        return today.replace(day=1)


def last_of(first: date, months: int = 1) -> date:
    """The last day of a stretch of months that begins with a first of the month."""
    for _ in range(months - 1):
        first = following(first)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def following(first: date) -> date:
    """The first of the next month."""
    return last_of(first) + timedelta(days=1)


def before(first: date) -> date:
    """The first of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def days_of(entries: Sequence[Entry], today: date) -> list[Day]:
    """Entries, sorted by day, as days."""
    return [Day(day, list(found), day == today) for day, found in groupby(entries, key=lambda entry: entry.day)]

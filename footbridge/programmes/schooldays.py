"""School days: weekdays that are neither a bank holiday of England nor in the school holidays of a linking year.

Bank holidays follow from the rules (Easter by Gauss, substitutes for weekends). School holidays are those that a linking year keeps as
`dates["holidays"]`, a list of [first day, last day]; where it keeps none, the usual ones of English schools are taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

DAY = timedelta(days=1)
SATURDAY = 5
Span = tuple[date, date]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays of England and Wales in a calendar year. One-off ones (a coronation) are not known to rules."""
    sunday = easter(year)
    found = {sunday - 2 * DAY, sunday + DAY, monday_from(date(year, 5, 1)), last_monday(year, 5), last_monday(year, 8)}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed in found or fixed.weekday() >= SATURDAY:
            fixed += DAY
        found.add(fixed)
    return frozenset(found)


def monday_from(day: date) -> date:
    """The first Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)


def last_monday(year: int, month: int) -> date:
    """The last Monday of a month that has 31 days."""
    day = date(year, month, 31)
    return day - timedelta(days=day.weekday())


@cache
def usual_holidays(start: int) -> tuple[Span, ...]:
    """The usual school holidays of an academic year that begins in `start`: three half-terms, Christmas, Easter, summer."""
    after = start + 1
    october = monday_from(date(start, 10, 24))
    february = monday_from(date(after, 2, 12))
    monday = easter(after) + DAY
    whitsun = last_monday(after, 5)
    return (
        (date(start, 7, 23), date(start, 9, 1)),
        (october, october + 4 * DAY),
        (date(start, 12, 21), date(after, 1, 3)),
        (february, february + 4 * DAY),
        (monday - 7 * DAY, monday + 4 * DAY),
        (whitsun, whitsun + 4 * DAY),
        (date(after, 7, 23), date(after, 9, 1)),
    )


def holidays_of(start: int, dates: Mapping[str, Any]) -> tuple[Span, ...]:
    """The school holidays of a linking year: its own where it keeps any, else the usual ones."""
    own = tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in dates.get("holidays", ()))
    return own or usual_holidays(start)


def is_school_day(day: date, holidays: tuple[Span, ...]) -> bool:
    """Whether children are at school."""
    if day.weekday() >= SATURDAY or day in bank_holidays(day.year):
        return False
    return not any(first <= day <= last for first, last in holidays)


@lru_cache(maxsize=4096)
def school_days_between(earlier: date, later: date, holidays: tuple[Span, ...]) -> int:
    """School days after `earlier` up to and with `later`."""
    days = (later - earlier).days
    return sum(is_school_day(earlier + n * DAY, holidays) for n in range(1, days + 1))


@lru_cache(maxsize=4096)
def school_day_after(day: date, count: int, holidays: tuple[Span, ...]) -> date:
    """The school day that is `count` school days after a day."""
    while count > 0:
        day += DAY
        count -= is_school_day(day, holidays)
    return day

"""The calendar of a linking year: fourteen steps, each programme's usual days, and the dates of one year made from them.

A programme keeps days without a year ("15 July"); a linking year keeps dates. Which calendar year a day falls in follows
from the step: interest opens in the spring before, visits happen in the spring after.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from collections.abc import Mapping

from footbridge.programmes.models import CALENDAR_STEPS, LinkingYear, Programme

Days = Mapping[str, tuple[int, int]]
"""Step -> (month, day)."""

LABELS = {key: label for key, label, _, _ in CALENDAR_STEPS}
NETWORK_DAYS: Days = {key: (month, day) for key, _, month, day in CALENDAR_STEPS}

OPENS, CLOSES = "second_intake", "second_intake_closes"

# The first month in which a step still belongs to the first calendar year; earlier months are those of the next.
_TURNS = {
    "interest_opens": 1,
    "interest_closes": 1,
    "brokering_opens": 1,
    "offers_by": 5,
    "agreements_by": 5,
    "training_one": 6,
    "exchange_begins": 6,
}
_TURN_OF_OTHERS = 9

# What must not come before what.
ORDER = [
    ("interest_opens", "interest_closes"),
    ("interest_opens", "brokering_opens"),
    ("brokering_opens", "offers_by"),
    ("offers_by", "agreements_by"),
    ("interest_closes", "second_intake"),
    ("training_one", "training_two"),
    ("exchange_begins", "visits_to"),
    ("visits_from", "visits_to"),
    ("training_one", "visits_to"),
    ("visits_from", "celebration"),
    ("celebration", "year_closes"),
    ("visits_to", "year_closes"),
    ("second_intake", "second_intake_closes"),
    ("second_intake_closes", "year_closes"),
    ("training_two", "year_closes"),
    ("agreements_by", "year_closes"),
]


def days_of(programme: Programme) -> dict[str, tuple[int, int]]:
    """The programme's usual days, with the network's for steps it has not set."""
    own = {key: (int(value[0]), int(value[1])) for key, value in programme.calendar.items() if key in LABELS}
    return {**NETWORK_DAYS, **own}


def date_in(start: int, step: str, month: int, day: int) -> dt.date:
    """The date of a step in the linking year that begins in `start`. 29 February becomes the 28th where it must."""
    year = start if month >= _TURNS.get(step, _TURN_OF_OTHERS) else start + 1
    return dt.date(year, month, min(day, months.monthrange(year, month)[1]))


def dates_for(days: Days, start: int) -> dict[str, dt.date]:
    """The dates of the linking year that begins in `start`, from a programme's usual days."""
    return {step: date_in(start, step, *days[step]) for step in LABELS if step in days}


def dates_of(year: LinkingYear) -> dict[str, dt.date]:
    """The dates a linking year keeps, in the order of the steps. Steps it does not keep follow from the programme."""
    kept = {step: dt.date.fromisoformat(value) for step, value in year.dates.items() if step in LABELS}
    dates = {**dates_for(days_of(year.programme), year.start), **kept}
    return {**dates, CLOSES: date_of(year, CLOSES)}


def date_of(year: LinkingYear, step: str) -> dt.date:
    """The date of one step in a linking year.

    Where a year moved its second intake and says nothing of its end, the intake lasts as long as the programme's usual one.
    """
    if step in year.dates:
        return dt.date.fromisoformat(year.dates[step])
    usual = days_of(year.programme)
    day = date_in(year.start, step, *usual[step])
    if step == CLOSES and OPENS in year.dates:
        day += dt.date.fromisoformat(year.dates[OPENS]) - date_in(year.start, OPENS, *usual[OPENS])
    return day


def stored(dates: Mapping[str, dt.date]) -> dict[str, str]:
    """Dates as a linking year stores them."""
    return {step: value.isoformat() for step, value in dates.items()}


def out_of_order(dates: Mapping[str, dt.date]) -> dict[str, str]:
    """Step -> sentence, for every step that stands before one it must follow. Empty when all is well."""
    faults: dict[str, str] = {}
    for first, second in ORDER:
        if first in dates and second in dates and dates[second] < dates[first]:
            faults.setdefault(
                second,
                f"“{LABELS[second]}” is on {say(dates[second])}, before “{LABELS[first]}” on {say(dates[first])}. "
                "Move one of them.",
            )
    return faults


def say(day: dt.date) -> str:
    """A date as people write it: 5 July 2027."""
    return f"{day.day} {months.month_name[day.month]} {day.year}"


def say_day(month: int, day: int) -> str:
    """A day without a year: 15 July."""
    return f"{day} {months.month_name[month]}"


def read_day(typed: str) -> tuple[int, int]:
    """Month and day from "15 July", "15 Jul", "July 15" or "15/7". Raises ValueError with a sentence."""
    words = re.findall(r"[a-z]+|\d+", typed.lower())
    numbers = [int(word) for word in words if word.isdigit()]
    names = [word for word in words if word.isalpha() and word not in ("st", "nd", "rd", "th", "of", "the")]
    month = next(
        (n for n in range(1, 13) for word in names if len(word) > 2 and months.month_name[n].lower().startswith(word)),
        numbers[1] if not names and len(numbers) == 2 else 0,
    )
    if not numbers or not 1 <= month <= 12 or len(numbers) > (1 if names else 2):
        raise ValueError("Write a day and a month, for example 15 July.")
    if not 1 <= numbers[0] <= months.monthrange(2028, month)[1]:
        raise ValueError(f"{months.month_name[month]} has no day {numbers[0]}. Write for example 15 July.")
    return month, numbers[0]


def ahead_in(year: LinkingYear, today: dt.date) -> list[tuple[dt.date, str]]:
    """The steps of a year from today on, soonest first, each with its date and its name."""
    return sorted((day, LABELS[step]) for step, day in dates_of(year).items() if day >= today)

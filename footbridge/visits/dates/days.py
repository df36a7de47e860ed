"""Which days a meeting may be on: school days of the linking year."""

from __future__ import annotations

import datetime as dt

from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear
from footbridge.programmes.schooldays import holidays_of, is_school_day

ONE = dt.timedelta(days=1)


def why_not(year: LinkingYear, day: dt.date) -> str:
    """Why classes cannot meet on a day, in words; empty when they can."""
    first, last = dt.date(year.start, 9, 1), calendar.date_of(year, "year_closes")
    if not first <= day <= last:
        return f"Choose a day of the linking year, from {calendar.say(first)} to {calendar.say(last)}."
    if not is_school_day(day, holidays_of(year.start, year.dates)):
        return f"{calendar.say(day)} is not a school day. Choose another day."
    return ""


def school_days(year: LinkingYear, today: dt.date) -> list[dt.date]:
    """School days from tomorrow until visits end; where visits begin later, from then."""
    holidays = holidays_of(year.start, year.dates)
    day = max(today + ONE, min(calendar.date_of(year, "visits_from"), calendar.date_of(year, "visits_to")))
    last = max(calendar.date_of(year, "visits_to"), calendar.date_of(year, "celebration"))
    found = []
    while day <= last:
        if is_school_day(day, holidays):
            found.append(day)
        day += ONE
    return found

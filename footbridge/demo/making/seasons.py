"""The day on which the demonstration stands.

The rule: the network is made as of the latest of four fixed days, 20 February, 20 May, 20 August and 20 November, that is
not after today. Every date in it is counted back from that day, so that two people who start on different days of one
season see the same world, and nothing in it is more than three months old or in the future.
"""

from __future__ import annotations

from datetime import date

FIXED_DAYS = ((2, 20), (5, 20), (8, 20), (11, 20))


def as_of(today: date) -> date:
    """The latest fixed day that is not after `today`."""
    days = [date(year, month, day) for year in (today.year - 1, today.year) for month, day in FIXED_DAYS]
    return max(day for day in days if day <= today)


def year_start(day: date) -> int:
    """The first calendar year of the linking year that a day lies in; it begins in August."""
    return day.year if day.month >= 8 else day.year - 1

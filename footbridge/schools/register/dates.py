"""When a file's facts were true, told from its name where its content does not say."""

import calendar
import re
from datetime import date

_DAY = re.compile(r"(?<!\d)(20\d{2})[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_REVERSED = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_. ]?(0[1-9]|1[0-2])[-_. ]?(20\d{2})(?!\d)")
_YEARS = re.compile(r"(?<!\d)(20\d{2})[-_. /]?(?:to[-_. ]?)?((?:20)?\d{2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d{2})[-_. ](0[1-9]|1[0-2])(?!\d)")
_MONTH_WORD = re.compile(
    r"(?<![a-z])(" + "|".join(m.lower() for m in calendar.month_abbr[1:]) + r")[a-z]*[-_. ]?(20\d{2})(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def school_year(text: str) -> int | None:
    """The first calendar year of a school year, from `202223`, `2022-2023`, `2022/23`; None where it is none."""
    for found in _YEARS.finditer(text):
        first, second = int(found.group(1)), int(found.group(2)[-2:])
        if (first + 1) % 100 == second:
            return first
    return None


def census_year(name: str) -> int | None:
    """The school year of a census file by its name: a school year, or a single year, which is that of the January."""
    found = school_year(name)
    if found is not None:
        return found
    single = _YEAR.search(name)
    return int(single.group(1)) - 1 if single else None


def census_day(year: int) -> date:
    """The third Thursday of January in the school year that starts in `year`: the school census."""
    first = date(year + 1, 1, 1)
    return date(year + 1, 1, 15 + (3 - first.weekday()) % 7)


def from_name(name: str) -> date | None:
    """The day in a file's name. A month counts from its first day, a school year from January."""
    for pattern, order in ((_DAY, (1, 2, 3)), (_DAY_REVERSED, (3, 2, 1))):
        found = pattern.search(name)
        if found:
            try:
                return date(*(int(found.group(part)) for part in order))
            except ValueError:
                pass
    year = school_year(name)
    month = _MONTH.search(name)
    if month:
        return date(int(month.group(1)), int(month.group(2)), 1)
    if year is not None:
        return date(year + 1, 1, 1)
    word = _MONTH_WORD.search(name.lower())
    if word:
        names = [m.lower() for m in calendar.month_abbr]
        return date(int(word.group(2)), names.index(word.group(1)), 1)
    return None

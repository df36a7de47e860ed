"""School days are weekdays without bank holidays and without the school holidays of the linking year."""

from datetime import date

import pytest

from footbridge.programmes.schooldays import (
    bank_holidays,
    easter,
    holidays_of,
    is_school_day,
    school_day_after,
    school_days_between,
    usual_holidays,
)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


def test_bank_holidays_as_published() -> None:
    assert bank_holidays(2026) == {
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31),
        date(2026, 12, 25), date(2026, 12, 28),
    }  # fmt: skip
    assert {date(2022, 12, 26), date(2022, 12, 27), date(2022, 1, 3)} <= bank_holidays(2022)
    assert {date(2027, 12, 27), date(2027, 12, 28)} <= bank_holidays(2027)


def test_weekends_bank_holidays_and_half_term_do_not_count() -> None:
    usual = usual_holidays(2026)
    assert is_school_day(date(2026, 10, 23), usual)
    assert not is_school_day(date(2026, 10, 24), usual)
    assert not is_school_day(date(2026, 10, 28), usual), "half-term"
    assert not is_school_day(date(2027, 5, 3), usual), "bank holiday"
    assert not is_school_day(date(2026, 12, 24), usual), "Christmas holidays"


def test_counting_over_a_half_term() -> None:
    usual = usual_holidays(2026)
    assert school_days_between(date(2026, 10, 22), date(2026, 11, 2), usual) == 2
    assert school_day_after(date(2026, 10, 22), 2, usual) == date(2026, 11, 2)
    assert school_days_between(date(2026, 10, 22), date(2026, 10, 22), usual) == 0


def test_a_years_own_holidays_take_the_place_of_the_usual_ones() -> None:
    own = holidays_of(2026, {"holidays": [["2026-10-19", "2026-10-23"]]})
    assert not is_school_day(date(2026, 10, 20), own)
    assert is_school_day(date(2026, 10, 28), own)
    assert holidays_of(2026, {}) == usual_holidays(2026)

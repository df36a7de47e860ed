"""The fourteen steps: days typed by people, dates made from them, and what may not come before what."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footbridge.programmes import calendar
from footbridge.programmes.models import CALENDAR_STEPS


def test_the_networks_days_make_a_year_in_order() -> None:
    dates = calendar.dates_for(calendar.NETWORK_DAYS, 2026)
    assert len(dates) == 14
    assert calendar.out_of_order(dates) == {}
    assert dates["interest_opens"] == dt.date(2026, 3, 1)
    assert dates["second_intake"] == dt.date(2027, 1, 8)
    assert dates["year_closes"] == dt.date(2027, 7, 31)


@pytest.mark.parametrize(
    ("step", "month", "year"),
    [
        ("interest_opens", 1, 2026),
        ("visits_from", 11, 2026),  # the neutral venue before Christmas
        ("visits_from", 3, 2027),
        ("training_one", 1, 2027),
        ("offers_by", 7, 2026),
        ("offers_by", 1, 2027),
        ("celebration", 7, 2027),
    ],
)
def test_a_day_falls_in_the_year_its_step_belongs_to(step: str, month: int, year: int) -> None:
    assert calendar.date_in(2026, step, month, 10) == dt.date(year, month, 10)


def test_29_february_becomes_the_28th_where_it_must() -> None:
    assert calendar.date_in(2026, "training_two", 2, 29) == dt.date(2027, 2, 28)
    assert calendar.date_in(2027, "training_two", 2, 29) == dt.date(2028, 2, 29)


def test_a_step_before_the_one_it_follows_is_named_in_a_sentence() -> None:
    dates = calendar.dates_for({**calendar.NETWORK_DAYS, "offers_by": (5, 20)}, 2026)
    faults = calendar.out_of_order(dates)
    assert faults == {
        "offers_by": "“Offers go out by” is on 20 May 2026, before “Pairing begins” on 1 June 2026. Move one of them."
    }


@pytest.mark.parametrize("typed", ["15 July", "15 Jul", "July 15", "15th of july", "15/7", "15-07", " 15   JULY "])
def test_days_are_read_as_people_type_them(typed: str) -> None:
    assert calendar.read_day(typed) == (7, 15)


@pytest.mark.parametrize(
    "typed", ["", "July", "15", "32 July", "31 June", "15 Juli bis 3", "15/13", "soon", "1/2/2026"]
)
def test_other_words_come_back_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="for example 15 July"):
        calendar.read_day(typed)


@given(st.sampled_from([step for step, *_ in CALENDAR_STEPS]), st.dates(dt.date(2028, 1, 1), dt.date(2028, 12, 31)))
def test_what_is_written_can_be_read_again(step: str, day: dt.date) -> None:
    assert calendar.read_day(calendar.say_day(day.month, day.day)) == (day.month, day.day)
    assert calendar.date_in(2027, step, day.month, day.day).month == day.month

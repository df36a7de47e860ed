"""One cell at a time: what it may hold, what it means, and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footbridge.schools.register import values
from footbridge.schools.register.values import Unreadable

MARKS = ["", " ", "x", "X", ">", "..", ":", "c", "SUPP", "NE", "NP", "NA", "z", "<3", "> 95%", "-", "n/a"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_for_no_number_is_unknown_and_never_zero(mark: str) -> None:
    assert values.count(mark) is None
    assert values.percent(mark) is None


def test_zero_is_zero() -> None:
    assert values.count("0") == 0
    assert values.percent("0.00%") == 0.0


@pytest.mark.parametrize(
    ("raw", "share"), [("49.5", 0.495), ("46.90%", 0.469), ("100", 1.0), ("100.0%", 1.0), (" 5 % ", 0.05)]
)
def test_percentages_with_and_without_sign(raw: str, share: float) -> None:
    assert values.percent(raw) == pytest.approx(share)


def test_a_fraction_is_not_divided_again() -> None:
    assert values.percent("0.495", fraction=True) == pytest.approx(0.495)


@pytest.mark.parametrize("raw", ["1O5", "=1+1", "12.5", "-3", "1e3", "twelve", "12 a", "٣"])
def test_what_is_no_whole_number_is_refused(raw: str) -> None:
    with pytest.raises(Unreadable):
        values.count(raw)


@pytest.mark.parametrize(("raw", "number"), [("353.0", 353), ("1,234", 1234), (" 7 ", 7), ('="12"', 12)])
def test_spellings_of_whole_numbers(raw: str, number: int) -> None:
    assert values.count(raw) == number


@pytest.mark.parametrize(
    "raw",
    [
        "01-09-2015",
        "01/09/2015",
        "2015-09-01",
        "2015-09-01 00:00:00",
        "2015-09-01T00:00:00",
        "1 September 2015",
        "01-Sep-15",
        "42248",
    ],
)
def test_one_day_in_many_spellings(raw: str) -> None:
    assert values.day(raw) == date(2015, 9, 1)


@pytest.mark.parametrize("raw", ["31-02-2015", "2015", "soon", "01-13-2015", "01/09/0015"])
def test_what_is_no_day_is_refused(raw: str) -> None:
    with pytest.raises(Unreadable):
        values.day(raw)


def test_codes_with_and_without_their_zero_are_one() -> None:
    assert {values.code(raw) for raw in ("02", "2", "2.0")} == {"2"}


@pytest.mark.parametrize("raw", ["", "NAT", "012345", "12", "123456789", "12345a", "100001.5"])
def test_what_is_no_urn_is_refused(raw: str) -> None:
    with pytest.raises(Unreadable):
        values.urn(raw)


def test_a_formula_is_refused_and_a_guarded_number_is_not() -> None:
    with pytest.raises(Unreadable, match="formula"):
        values.text('=HYPERLINK("http://example.org","x")')
    assert values.text('="02"') == "02"


@pytest.mark.parametrize("raw", ["de238df", "DE23 8DF", " de 23 8df "])
def test_a_postcode_has_one_spelling(raw: str) -> None:
    assert values.postcode(raw) == "DE23 8DF"


@given(st.text(max_size=30))
def test_no_cell_crashes_a_reader_and_none_is_invented(raw: str) -> None:
    for read in (values.count, values.percent, values.day, values.code, values.urn, values.postcode, values.text):
        try:
            value = read(raw)
        except Unreadable:
            continue
        if value is not None and read is not values.text:
            assert any(character.isdigit() for character in raw)

"""Year groups, sizes and answers as people type them: what is said comes back, and nothing typed breaks the reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.interest.sheets import values
from footbridge.interest.sheets.wishes import understand

YEARS = st.lists(st.integers(values.LOWEST, values.HIGHEST), min_size=1, max_size=4, unique=True).map(sorted)


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("Y4", [4]), ("3 and 4", [3, 4]), ("4-6", [4, 5, 6]), ("4/5", [4, 5]), ("Year 5", [5]), ("Yr 3/4", [3, 4]), ("R", [0]),
        ("Reception", [0]), ("YR", [0]), ("Year R and 1", [0, 1]), ("KS2", [3, 4, 5, 6]), ("KS1 and Y3", [1, 2, 3]),
        ("lower key stage 2", [3, 4]), ("UKS2", [5, 6]), ("three & four", [3, 4]), ("Y4 to Y6", [4, 5, 6]), ("4th", [4]),
        ("2 classes of Year 4", [4]), ("04-May", [4, 5]), ("2026-05-04", [4, 5]), ("Sixth form", [12, 13]), ("10/11", [10, 11]), ("", []),
        ("tbc", []),
    ],
)  # fmt: skip
def test_year_groups(typed: str, years: list[int]) -> None:
    meaning = values.year_groups(typed)
    assert (meaning.value, meaning.wrong) == (years, False)


@pytest.mark.parametrize("typed", ["banana", "Nursery", "Year 14", "KS9", "2019", "all"])
def test_what_is_no_year_group_gets_a_sentence(typed: str) -> None:
    meaning = values.year_groups(typed)
    assert meaning.wrong
    assert meaning.remark.endswith(".")
    assert meaning.value == []


@given(YEARS)
def test_what_we_say_we_read(years: list[int]) -> None:
    assert values.year_groups(values.say_years(years)).value == years


@given(YEARS, st.sampled_from([", ", "/", " and ", " & ", "+", "; "]), st.sampled_from(["", "Y", "Year ", "yr "]))
def test_any_usual_way_of_writing_a_list(years: list[int], between: str, before: str) -> None:
    numbers = [year for year in years if year > 0] or [1]
    assert values.year_groups(between.join(f"{before}{year}" for year in numbers)).value == numbers


@given(st.integers(1, 13), st.integers(1, 13), st.sampled_from(["-", " - ", "–", " to "]))
def test_ranges_run_upwards(low: int, high: int, between: str) -> None:
    low, high = min(low, high), max(low, high)
    assert values.year_groups(f"Y{low}{between}Y{high}").value == list(range(low, high + 1))


@settings(max_examples=400)
@given(st.text(max_size=60))
def test_no_text_breaks_the_readers_and_nothing_outside_the_limits_comes_through(text: str) -> None:
    years = values.year_groups(text)
    assert isinstance(years.value, list)
    assert all(values.LOWEST <= year <= values.HIGHEST for year in years.value)
    assert years.value == sorted(set(years.value))
    size = values.class_size(text)
    assert size.value is None or 1 <= size.value <= values.LARGEST_CLASS  # type: ignore[operator]
    for reader in (values.answer, values.yes_or_no, values.email, values.how_many_classes):
        meaning = reader(text)
        assert not meaning.wrong or meaning.remark.endswith(".")
    understand(text)
    values.urn(text)
    values.postcode(text)


@given(st.integers(1, 60), st.sampled_from(["{}", "{} pupils", "about {}", "{} children", "{}.0", "  {} "]))
def test_sizes(size: int, words: str) -> None:
    assert values.class_size(words.format(size)).value == size


@pytest.mark.parametrize("typed", ["61", "0", "2 x 28", "28 and 29", "thirty", "28.5"])
def test_what_is_no_size_gets_a_sentence(typed: str) -> None:
    assert values.class_size(typed).wrong


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Yes", "yes"),
        ("y", "yes"),
        ("Yes please!", "yes"),
        ("No.", "no"),
        ("not this year", "no"),
        ("Maybe", "maybe"),
        ("?", "maybe"),
    ],
)
def test_answers(typed: str, answer: str) -> None:
    assert values.answer(typed).value == answer


RUN = ["=1+1", "@x", "+cmd|x", "-1+SUM(A1)"]
DO_NOT_RUN = ["-5", "+44 1332 100", "- none -", "-", "Oak = class 1"]


@pytest.mark.parametrize(("typed", "runs"), [*((one, True) for one in RUN), *((one, False) for one in DO_NOT_RUN)])
def test_formulas_are_known(typed: str, runs: bool) -> None:
    assert values.is_formula(typed) is runs

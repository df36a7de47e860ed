"""The measure of difference, unknown compositions, and the sentence of every rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import OfferedClass, Problem, Refusal, Rules, School, Weights, Wishes, solve
from matching.measure import across, before_and_after, contact_gained, times, within
from matching.rules import RULES, rules_broken
from matching.scoring import Table

shares = st.lists(st.floats(0.001, 1.0), min_size=4, max_size=4).map(lambda xs: tuple(x / sum(xs) for x in xs))


@given(shares, shares)
def test_contact_gained_is_across_less_within(p: tuple[float, ...], q: tuple[float, ...]) -> None:
    gained = contact_gained(p, q)
    assert gained == pytest.approx(across(p, q) - (within(p) + within(q)) / 2, abs=1e-12)
    assert -1e-12 <= gained <= 1.0


def test_the_ends_of_the_measure() -> None:
    assert contact_gained((0.3, 0.7), (0.3, 0.7)) == 0
    assert contact_gained((1.0, 0.0), (0.0, 1.0)) == 1


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "almost never"), (0.2, "once in 5"), (0.75, "3 times in 4"), (0.5, "once in 2"), (1.0, "almost every time")],
)
def test_chances_in_words(chance: float, said: str) -> None:
    assert times(chance) == said


def test_a_sentence_for_a_head_teacher() -> None:
    said = before_and_after(0.2, 0.75, "ethnicity")
    assert "once in 5" in said
    assert "3 times in 4" in said
    assert before_and_after(0, 1, "urban_rural") == "One school is in a town and the other in the country."
    assert before_and_after(0, 0, "character") == "Both schools are of the same religious character."


def school(name: str, white: float | None, place: float = 0.0) -> School:
    return School(name, f"School {name}", place, 0.0, {"ethnicity": None if white is None else (white, 1 - white)})


def one_class(name: str, **wishes: object) -> OfferedClass:
    return OfferedClass(name, name, frozenset({4}), 28, Wishes(**wishes))  # type: ignore[arg-type]


def only_ethnicity(schools: list[School], classes: list[OfferedClass] | None = None) -> Problem:
    offered = classes or [one_class(s.id) for s in schools]
    return Problem(tuple(offered), tuple(schools), Weights({"ethnicity": 1.0}))


@given(st.lists(st.floats(0, 1), min_size=2, max_size=8), st.floats(0, 1))
def test_being_unknown_never_beats_the_average_known_school(known: list[float], own: float) -> None:
    names = [school(f"k{n}", white) for n, white in enumerate(known)]
    table = Table(only_ethnicity([school("own", own), *names, school("hidden", None)]))
    hidden = int(table.worth[0, -1])
    average = sum(int(table.worth[0, 1 + n]) for n in range(len(known))) / len(known)
    # the programme's mean counts the asking school too, which can only bring it nearer
    assert hidden <= average + 2


def test_at_equal_worth_the_known_school_is_taken() -> None:
    schools = [school("a", 1.0), school("known", 0.5), school("hidden", None), school("b", 0.0)]
    table = Table(only_ethnicity(schools))
    assert table.worth[0, 1] == table.worth[0, 2] + 1
    proposal = solve(only_ethnicity([school("a", 1.0), school("hidden", None)]))
    assert "publishes no figures" in " ".join(proposal.links[0].reasons)
    assert not proposal.links[0].contact[0].known


def test_every_rule_has_its_sentence() -> None:
    far, near = replace(school("a", 0.1), step_free=False), replace(school("b", 0.9, 30_000.0), phase="Secondary")
    rules = Rules(max_distance=10_000.0, common_day=True)
    base = Problem(
        (
            replace(
                one_class("a", needs_step_free=False, days=frozenset({"mon"}), refused_schools=frozenset({"b"})),
                size=10,
            ),
            replace(
                one_class(
                    "b", needs_step_free=True, days=frozenset({"tue"}), refused_kinds=frozenset({"phase:primary"})
                ),
                year_groups=frozenset({9}),
            ),
        ),
        (replace(far, phase="Primary"), near),
        rules=rules,
        refusals=(Refusal("b", "a", "no coach"),),
        forbidden=(("a", "b"),),
    )
    broken = dict(rules_broken(Table(base), 0, 1))
    assert set(broken) == {rule.name for rule in RULES} - {"same_school", "apart"}
    assert "18.6 miles apart" in broken["distance"]
    assert "Year 4 and Year 9" in broken["year_gap"]
    assert "has steps" in broken["step_free"]
    assert "10 and 28 children" in broken["size"]
    assert "no coach" in broken["refusal"]
    assert broken["red_line_kind"].startswith("School b has asked not to be linked with a school that is primary")
    proposal = solve(base)
    assert not proposal.links
    assert all(w.would_help for w in proposal.waiting)


def test_a_gap_of_years_is_named_and_a_wide_one_comes_last() -> None:
    """A class of Year 8: another of Year 8 out of reach, two of Year 4 near. Nobody means the two of Year 4."""
    schools = [school("a", 0.1), school("b", 0.9, 17_000.0), school("c", 0.5, 100.0), school("d", 0.5, 200.0)]
    years = {"a": 8, "b": 8, "c": 4, "d": 4}
    base = only_ethnicity(schools)
    classes = tuple(replace(one, year_groups=frozenset({years[one.school]})) for one in base.classes)
    proposal = solve(replace(base, classes=classes, rules=Rules(max_distance=10_000.0)))
    waits = next(row for row in proposal.waiting if row.class_id == classes[0].id)
    assert waits.would_help == (
        "With a limit of 10.6 miles, School b would be in reach.",
        "With year groups 4 years apart allowed, 2 schools could be a partner, the nearest School c.",
    )


def test_days_are_said_in_the_order_of_the_week() -> None:
    can = [frozenset({"Wednesday", "Friday", "Monday", "Tuesday"}), frozenset({"fri", "mon", "tue"})]
    base = only_ethnicity([school("a", 0.1), school("b", 0.9)])
    classes = tuple(replace(one, wishes=Wishes(days=days)) for one, days in zip(base.classes, can, strict=True))
    (link,) = solve(replace(base, classes=classes)).links
    assert "School a can meet on Monday, Tuesday, Wednesday, Friday" in link.wishes_unmet
    assert "School b can meet on mon, tue, fri" in link.wishes_unmet


def test_one_change_that_would_help_is_named() -> None:
    schools = [school("a", 0.1), school("b", 0.9, 12_340.0)]
    proposal = solve(replace(only_ethnicity(schools), rules=Rules(max_distance=10_000.0)))
    assert proposal.waiting[0].would_help == ("With a limit of 7.7 miles, School b would be in reach.",)

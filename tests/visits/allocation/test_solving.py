"""The sharing of slots against trying every possibility, and what it says in words."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.visits.allocation.problem import Link, Problem, School, Slot, Venue
from footbridge.visits.allocation.solving import CannotShare, Shared, share
from footbridge.visits.allocation.words import reasons, why_none

MONDAY = dt.date(2027, 3, 1)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to four links, four slots, two venues: small enough to try everything."""
    venues = tuple(
        Venue(n, f"Venue {n}", (draw(st.integers(0, 9)) * 1000, 0), draw(st.frozensets(st.sampled_from("ab"))))
        for n in range(2)
    )
    slots = tuple(
        Slot(n, draw(st.integers(0, 1)), MONDAY + dt.timedelta(draw(st.integers(0, 6))), draw(st.integers(1, 4)), 120)
        for n in range(draw(st.integers(0, 4)))
    )
    schools = tuple(
        School(
            n,
            f"School {n}",
            (draw(st.integers(0, 9)) * 1000, 0),
            frozenset(draw(st.sets(st.integers(0, 4), max_size=2))),
        )
        for n in range(4)
    )
    links = tuple(
        Link(
            n, f"Link {n}", draw(st.sampled_from([2, 2, 4])), draw(st.sampled_from([50, 60])),
            tuple(draw(st.sets(st.integers(0, 3), min_size=2, max_size=2))),
            draw(st.frozensets(st.sampled_from("ab"), max_size=1)), draw(st.frozensets(st.integers(0, 1), max_size=1)),
        )
        for n in range(draw(st.integers(0, 4)))
    )  # fmt: skip
    forbidden = draw(st.frozensets(st.tuples(st.integers(0, 3), st.integers(0, 1)), max_size=2))
    return Problem(venues, slots, schools, links, forbidden=forbidden)


def every_sharing(problem: Problem) -> Iterator[dict[int, int]]:
    """Every sharing that breaks no rule, by trying."""

    def rest(links: list[Link], chosen: dict[int, int]) -> Iterator[dict[int, int]]:
        if not links:
            yield chosen
            return
        link, *others = links
        yield from rest(others, chosen)
        for slot in problem.slots:
            there = [problem.link_by_id[one] for one, taken in chosen.items() if taken == slot.id] + [link]
            fits = sum(o.classes for o in there) <= slot.classes and sum(o.children for o in there) <= slot.children
            if fits and not problem.blocks(link, slot):
                yield from rest(others, {**chosen, link.id: slot.id})

    yield from rest(list(problem.links), {})


def worth(problem: Problem, slots: dict[int, int]) -> tuple[int, int, int]:
    """What is looked at, in this order: links placed, the worst off, all together."""
    costs = [problem.discomfort(problem.link_by_id[one], problem.slot_by_id[slot]) for one, slot in slots.items()]
    return (-len(slots), max(costs, default=0), sum(costs))


@settings(max_examples=60)
@given(problems())
def test_nothing_better_is_possible(problem: Problem) -> None:
    found = share(problem)
    assert found.proven
    assert found.slots in list(every_sharing(problem)), "a rule is broken"
    assert worth(problem, found.slots) == min(worth(problem, one) for one in every_sharing(problem))


@settings(max_examples=20)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_question_does_not_matter(problem: Problem, chance: random.Random) -> None:
    mixed = replace(
        problem,
        slots=tuple(chance.sample(problem.slots, len(problem.slots))),
        links=tuple(chance.sample(problem.links, len(problem.links))),
    )
    assert share(problem) == share(mixed)


def small(**fields: object) -> Problem:
    """Two links of two schools, one venue with two slots for one link each."""
    schools = tuple(School(n, name, (n * 1000, 0)) for n, name in enumerate(["Ash", "Birch", "Cedar", "Oak"]))
    made = Problem(
        (Venue(1, "The Museum", (0, 0), frozenset({"art"})),),
        (Slot(1, 1, MONDAY, 2, 64), Slot(2, 1, MONDAY + dt.timedelta(1), 2, 64)),
        schools,
        (Link(1, "FB-1", 2, 56, (0, 1), frozenset({"art"})), Link(2, "FB-2", 2, 56, (2, 3))),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def test_what_is_fixed_stays_and_what_is_forbidden_goes() -> None:
    assert share(small(fixed={2: 1})).slots == {2: 1, 1: 2}
    assert share(small(forbidden=frozenset({(1, 1)}))).slots.keys() == {2}
    with pytest.raises(CannotShare, match="More is fixed at The Museum"):
        share(small(fixed={1: 1, 2: 1}))
    with pytest.raises(CannotShare, match="not there any more"):
        share(small(fixed={1: 99}))


def test_nobody_gets_only_leftovers() -> None:
    # together 1 and 2 would travel least if 2 went far; then 2 would be the worst off
    venues = (Venue(1, "Near", (0, 0)), Venue(2, "Far", (9000, 0)))
    schools = (School(0, "Ash", (0, 0)), School(1, "Oak", (5000, 0)))
    links = (Link(1, "FB-1", 1, 28, (0,)), Link(2, "FB-2", 1, 28, (1,)))
    slots = (Slot(1, 1, MONDAY, 1, 30), Slot(2, 2, MONDAY, 1, 30))
    assert share(Problem(venues, slots, schools, links)) == Shared({1: 1, 2: 2}, 40, 40, True)


def test_reasons_are_words() -> None:
    problem = small()
    said = reasons(problem, problem.links[0], problem.slots[0], {"art": "Art and design"})
    assert said == [
        "Ash: under a mile away",
        "Birch: 1 mile away",
        "Offers what was wished: Art and design",
        "The day suits every school of the link",
    ]
    unknown = small(schools=tuple(replace(one, place=None) for one in small().schools))
    assert "Ash: the way is not known" in reasons(unknown, unknown.links[0], unknown.slots[0], {})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"slots": ()}, "No venue has offered a slot"),
        ({"forbidden": frozenset({(1, 1)})}, "Allow it again"),
        ({"closed": frozenset({MONDAY, MONDAY + dt.timedelta(1)})}, "schools are closed"),
        ({"slots": (Slot(1, 1, MONDAY, 1, 64),)}, "A larger slot is needed"),
    ],
)
def test_a_link_without_a_slot_hears_what_would_have_to_change(change: dict[str, object], says: str) -> None:
    problem = small(**change)
    assert says in why_none(problem, problem.links[0], {})


def test_days_and_full_slots_are_said() -> None:
    never = small(schools=(School(0, "Ash", None, frozenset(range(5))), *small().schools[1:]))
    assert "If Ash could come, The Museum on" in why_none(never, never.links[0], {})
    full = small(slots=(Slot(1, 1, MONDAY, 2, 64),))
    assert "taken by other links" in why_none(full, full.links[0], {2: 1})
    assert "One more slot for 2 classes and 56 children" in why_none(full, full.links[0], {2: 1})

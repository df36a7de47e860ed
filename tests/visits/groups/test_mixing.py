"""Mixing: everyone once, sizes even, classes spread, wishes kept as well as trying everything would, reasons in words."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.visits.groups.mixing import CannotMix, Wishes, crosswise, mix, unmet, why_not


def spread(of: list[int], placed: list[int], groups: int) -> list[list[int]]:
    """How many of each class are in each group."""
    return [
        [sum(1 for c, g in zip(of, placed, strict=True) if c == k and g == n) for k in set(of)] for n in range(groups)
    ]


@settings(max_examples=40)
@given(st.lists(st.integers(1, 33), min_size=2, max_size=3), st.integers(1, 9))
def test_everyone_stands_once_and_evenly(sizes: list[int], groups: int) -> None:
    of = [kind for kind, size in enumerate(sizes) for _ in range(size)]
    if groups > len(of):
        with pytest.raises(CannotMix, match="cannot be put into"):
            mix(of, groups)
        return
    placed = mix(of, groups)
    counts = [placed.count(n) for n in range(groups)]
    assert max(counts) - min(counts) <= 1
    for kind in range(len(sizes)):
        own = [one[kind] for one in spread(of, placed, groups)]
        assert max(own) - min(own) <= 1
    assert mix(of, groups) == placed


def test_a_usual_day_keeps_every_wish() -> None:
    of = [0] * 30 + [1] * 28
    together = ((0, 1), (2, 3), (30, 5), (31, 32), (32, 33), (40, 10))
    apart = ((0, 2), (4, 5), (4, 6), (5, 6), (30, 31), (0, 30))
    wishes = Wishes(together, apart)
    for turn in range(6):
        placed = mix(of, 8, wishes, turn)
        assert unmet(placed, wishes) == Wishes()
        assert all(abs(a - b) <= 2 for a, b in spread(of, placed, 8))
    assert mix(of, 8, wishes, 0) != mix(of, 8, wishes, 1)


def test_two_classes_of_each_school_are_spread_by_class_and_by_school() -> None:
    of = (
        [0] * 28 + [2] * 28 + [1] * 28 + [3] * 28
    )  # as the record has them: classes of a school need not stand together
    schools = {0: 0, 1: 0, 2: 1, 3: 1}
    wishes = Wishes(((0, 60), (1, 30)), ((2, 3), (28, 29)))
    for turn in range(3):
        placed = mix(of, 8, wishes, turn, schools)
        assert unmet(placed, wishes) == Wishes()
        assert all(3 <= n <= 4 for group in spread(of, placed, 8) for n in group)
        assert all(group == [7, 7] for group in spread([schools[one] for one in of], placed, 8))


pair = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda two: two[0] < two[1])


@settings(max_examples=60)
@given(st.lists(pair, max_size=4, unique=True), st.lists(pair, max_size=4, unique=True), st.integers(2, 3))
def test_as_many_wishes_are_kept_as_there_can_be(together: list, apart: list, groups: int) -> None:
    of, wishes = [0, 0, 0, 0, 1, 1, 1], Wishes(tuple(together), tuple(apart))

    def missed(placed: tuple[int, ...]) -> int:
        left = unmet(placed, wishes)
        return len(left.together) + len(left.apart)

    low = 7 // groups
    even = [p for p in product(range(groups), repeat=7) if all(p.count(n) in (low, low + 1) for n in range(groups))]
    assert missed(tuple(mix(of, groups, wishes))) == min(map(missed, even))


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (Wishes(((0, 1), (1, 2)), ((0, 2),)), "both together and apart"),
        (Wishes(tuple((n, n + 1) for n in range(5))), "6 children are to be together, but a group has 5"),
        (Wishes((), ((0, 1), (1, 2), (0, 2))), "3 children are all to be apart"),
        (Wishes(((0, 1),), ((1, 2),)), ""),
    ],
)
def test_why_a_wish_cannot_be_kept(wishes: Wishes, words: str) -> None:
    assert words in why_not([0] * 5 + [1] * 5, 2, wishes)


def test_adults_of_both_schools_stand_in_each_group() -> None:
    assert crosswise([["A", "B"], ["C", "D"]], 2) == [["A", "C"], ["B", "D"]]
    assert crosswise([["A"], ["C", "D"]], 3) == [["A"], ["C"], ["D"]]


def test_an_adult_who_is_pinned_stays_and_the_others_are_dealt_around() -> None:
    assert crosswise([["A", "B"], ["C", "D"]], 2, {(0, "A"): 1, (1, "C"): 1}) == [["B", "D"], ["A", "C"]]
    assert crosswise([["A", "B"], ["C"]], 2, {(0, "A"): 7}) == [["A", "C"], ["B"]], (
        "a group that is gone counts for nothing"
    )

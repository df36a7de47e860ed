"""Blocks and threes: the best there is by trying all, proven in whole numbers, and a bound that no price can make too low."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from matching import ALL_SHAPES, Cancelled, Problem, Rules, Weights, Wishes, solve
from matching.columns import Column, block_column, pair_column, triad_column
from matching.master import Master
from matching.pool import Pool
from matching.pricing import Pricing
from matching.scoring import Table
from matching.tree import Cases
from tests.matching.world import make_problem


def small(n: int, seed: int, **changes: object) -> Problem:
    """A programme of few classes with wishes for every shape, most of them in reach of each other."""
    dice = random.Random(seed)
    base = make_problem(n, seed, shapes=ALL_SHAPES, rules=Rules(max_distance=dice.choice([9000.0, 16000.0])), **changes)
    classes = []
    for one in base.classes:
        together = dice.choice(["any", "together", "apart"]) if seed % 2 else dice.choice(["any", "together"])
        three, never = dice.random() < 0.15, dice.random() < 0.15
        wishes = Wishes(together=together, three_schools=three, never_three=never and not three)  # type: ignore[arg-type]
        classes.append(replace(one, year_groups=frozenset({dice.choice([3, 4])}), wishes=wishes))
    return replace(base, classes=tuple(classes), time_limit=300.0)


def every_column(table: Table) -> list[Column]:
    """All links there may be, listed without the help of the engine's lists."""
    out = [pair_column(table, i, j) for i, j in combinations(range(table.n), 2) if table.allowed[i, j]]
    by_school: dict[int, list[int]] = {}
    for k in range(table.n):
        by_school.setdefault(int(table.school_of[k]), []).append(k)
    free = {s: [k for k in ks if table.classes[k].wishes.together != "apart"] for s, ks in by_school.items()}
    for (_, left), (_, right) in combinations(sorted(free.items()), 2):
        for size in (2, 3):
            for a in combinations(left, size):
                for b in combinations(right, size):
                    block = block_column(table, a, b)
                    out += [] if block is None else [block]
    for three in combinations(range(table.n), 3):
        allowed = all(table.allowed[a, b] for a, b in combinations(three, 2))
        if allowed and not any(table.classes[k].wishes.never_three for k in three):
            out.append(triad_column(table, *three))
    return out


def best_by_trying(table: Table) -> tuple[int, int]:
    """(classes, worth): most classes, then fewest threes nobody wished for above what pairs leave out, then most worth."""
    columns = every_column(table)
    found: dict[tuple[int, int], int] = {}

    first: list[list[Column]] = [[c for c in columns if min(c.classes) == k] for k in range(table.n)]

    def grow(k: int, taken: frozenset[int], between: frozenset[tuple[int, int]], threes: int, worth: int) -> None:
        if k == table.n:
            found[len(taken), threes] = max(found.get((len(taken), threes), worth), worth)
            return
        grow(k + 1, taken, between, threes, worth)
        for column in first[k]:
            if taken & set(column.classes):
                continue
            a, b = sorted(int(table.school_of[c]) for c in column.classes[:2])
            tied = len(column.classes) == 2 and bool(table.goes_apart[a] or table.goes_apart[b])
            if tied and (a, b) in between:
                continue
            kept = between | {(a, b)} if tied else between
            more = column.shape == "triad" and not column.wished
            grow(k + 1, taken | set(column.classes), kept, threes + more, worth + column.worth)

    grow(0, frozenset(), frozenset(), 0, 0)
    most = max(size for size, _ in found)
    pairs_alone = solve(replace(table.problem, shapes=frozenset({"pair"}), classes=tuple(
        replace(c, wishes=replace(c.wishes, together="any")) for c in table.problem.classes
    ))).totals.classes_linked  # fmt: skip
    needed = min(threes for size, threes in found if size == most)
    limit = max(needed, most - pairs_alone)
    return most, max(worth for (size, threes), worth in found.items() if size == most and threes <= limit)


def check_by_trying(n: int, seed: int) -> None:
    problem = small(n, seed)
    proposal = solve(problem)
    assert (proposal.totals.classes_linked, proposal.totals.worth) == best_by_trying(Table(problem))
    assert proposal.proof.optimal
    assert proposal.proof.bound == proposal.totals.worth
    assert not proposal.notes


@pytest.mark.parametrize(
    "seed", [*range(16), 73, 237]
)  # in the last two fewer pairs are kept apart than there could be
def test_shapes_are_the_best_by_trying_all(seed: int) -> None:
    check_by_trying(6 + seed % 3 if seed < 16 else 6 + seed % 5, seed)


@pytest.mark.slow
def test_hundreds_of_shapes_are_the_best_by_trying_all() -> None:
    for seed in range(24, 300):
        check_by_trying(6 + seed % 5, seed)


def priced(seed: int) -> tuple[Pricing, int]:
    """A linear program at its end, and what the best proposal at its coverage is worth."""
    problem = small(17, 2 * seed, weights=Weights(triad=0.3))
    pool = Pool(Table(problem), None)
    linked = solve(problem).totals.classes_linked
    price = Pricing(pool, [], linked, 3)
    price.to_the_end(float("inf"))
    best = Cases(price.master).dive(np.zeros(len(price.master.columns), dtype=bool), float("inf"))
    return price, sum(c.worth for c in best or [])


def test_no_price_makes_the_bound_too_low() -> None:
    """Whatever whole prices are taken, wrong ones too, the bound stays above every proposal."""
    dice = np.random.default_rng(3)
    for seed in range(4):
        price, worth = priced(seed)
        bound = price.bound()
        assert bound is not None
        assert worth
        assert bound[0] // bound[1].parts >= worth
        true = price.master.dual.copy()
        closed = np.zeros(len(price.master.columns), dtype=bool)
        for scale in (0.0, 0.5, 0.99, 1.01, 3.0):
            price.master.dual = np.maximum(0.0, true * scale + dice.normal(0, 1000.0 * (scale != 1), len(true)))
            wrong, case = price.bound(), price.master.bound(closed)
            assert wrong is not None
            assert case is not None
            assert wrong[0] // wrong[1].parts >= worth
            assert case[0] // case[1] >= worth


def test_what_cannot_be_linked_is_proven_impossible() -> None:
    problem = small(9, 4)
    pool = Pool(Table(replace(problem, shapes=frozenset({"pair"}))), None)
    price = Pricing(pool, [], 9, 0)  # nine classes in pairs
    price.to_the_end(float("inf"))
    master = Master(pool, 9, 0)
    master.add(pool.pair(k) for k in range(len(pool.i)))
    settled = Cases(master).settle([], master.nothing, 0, float("inf"))
    assert settled.impossible


def test_prices_beyond_64_bits_prove_nothing() -> None:
    price, _ = priced(1)
    price.master.dual = price.master.dual + 1e17
    assert price.master.prices() is None
    assert price.master.bound(np.zeros(len(price.master.columns), dtype=bool)) is None


def test_without_time_the_gap_is_shown() -> None:
    proposal = solve(make_problem(61, 2, shapes=ALL_SHAPES, rules=Rules(max_distance=15000.0), time_limit=0.001))
    assert proposal.proof.gap > 0
    assert not proposal.proof.optimal
    assert not proposal.proof.checked
    assert proposal.notes
    assert "Time ran out" in " ".join(proposal.notes)


@pytest.mark.slow
def test_more_classes_are_found_where_schools_go_apart() -> None:
    """An odd number of classes is linked whole by a three, though the first tries break a wish to go apart."""
    proposal = solve(make_problem(131, 1, shapes=ALL_SHAPES, rules=Rules(max_distance=15000.0), time_limit=300.0))
    assert not proposal.waiting
    seen = set()
    for link in proposal.links:
        table = proposal.session.table
        pair = frozenset(link.schools)
        if len(link.classes) == 2 and any(table.goes_apart[table.school_index[s]] for s in pair):
            assert pair not in seen
            seen.add(pair)


def test_a_floor_holds_for_shapes_and_is_proven() -> None:
    plain = solve(small(14, 8))
    fair = solve(replace(small(14, 8), weights=Weights(fairness=1.0)))
    assert fair.totals.classes_linked == plain.totals.classes_linked
    assert (fair.totals.worst or 0) >= (plain.totals.worst or 0)
    assert fair.proof.optimal
    assert fair.fairness_price == plain.totals.worth - fair.totals.worth


def test_a_long_run_tells_how_far_it_is_and_can_be_stopped() -> None:
    seen: list[tuple[float, str]] = []

    def watch(part: float, phrase: str) -> bool:
        seen.append((part, phrase))
        return phrase != "cases"

    problem = make_problem(41, 2, shapes=ALL_SHAPES, rules=Rules(max_distance=15000.0))
    with pytest.raises(Cancelled, match="stopped after"):
        solve(problem, progress=watch)
    assert {"pairs", "prices", "cases"} <= {phrase for _, phrase in seen}
    assert [part for part, _ in seen] == sorted(part for part, _ in seen)

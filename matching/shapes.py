"""Links of several shapes: columns priced into a linear program, then a mixed-integer program over those that matter.

First the most classes that can be linked, starting from the pairing (every triad links one class more than pairs
alone could). Then the linear program at that coverage: its value is a bound on every proposal. Last a mixed-integer
program over the columns whose reduced cost is within the distance of bound and best known: no other column can be in
a better proposal. Where time runs out first, the distance left is shown as the gap.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.columns import Column, pair_column, triad_column
from matching.graph import max_weight_matching
from matching.graph.matcher import Matcher, offset_for
from matching.pack import pack
from matching.pool import FORBIDDEN, Pool, apart_limits
from matching.pricing import Pricing
from matching.scoring import Bools, Table

ENOUGH = 4000
"""Columns that the first mixed-integer program may hold."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """Chosen links with the most they could be worth, and whether that is proven."""

    chosen: list[Column]
    worth: int
    bound: int
    optimal: bool
    covered: int


def breaks_apart(table: Table, chosen: Sequence[Column]) -> bool:
    """True where pairs between two schools go against a wish to go apart."""
    seen: set[tuple[int, int]] = set()
    apart = table.goes_apart
    for column in chosen:
        a, b = sorted(int(table.school_of[k]) for k in column.classes[:2])
        if len(column.classes) != 2 or not (apart[a] or apart[b]):
            continue
        if (a, b) in seen:
            return True
        seen.add((a, b))
    return False


def solve_shapes(table: Table, paired: Sequence[Column], least: int | None, seconds: float) -> Shaped:
    """The best links of all allowed shapes, starting from the best pairs `paired`."""
    end = time.perf_counter() + seconds
    pool = Pool(table, least)
    paired_classes = 2 * len(paired)
    start, covered, proven = _cover(pool, list(paired), end)
    if not table.problem.coverage_first:
        covered = 0
    triads = (
        max(0, sum(len(c.classes) for c in start) - paired_classes) if table.problem.coverage_first else len(pool.free)
    )
    start = _merge(table, pool, start)
    out = _columns_and_bound(pool, start, covered, triads, end)
    return Shaped(out.chosen, out.worth, out.bound, out.optimal and proven, sum(len(c.classes) for c in out.chosen))


def most_covered(table: Table, paired: Sequence[Column], least: int, end: float) -> int:
    """How many classes links of all shapes can reach with no link below `least`, given the best pairs at that floor."""
    return _cover(Pool(table, least), list(paired), end)[1]


def _cover(pool: Pool, paired: list[Column], end: float) -> tuple[list[Column], int, bool]:
    """Link as many classes as can be: (links, classes linked, proven)."""
    table = pool.table
    clash = bool(pool.apart) and breaks_apart(table, paired)
    waiting = len(pool.free) - 2 * len(paired)
    if not clash and (waiting == 0 or not pool.triads):
        return paired, 2 * len(paired), True
    links, proven = _kept_apart(pool, len(paired), end) if clash else (paired, True)
    if not pool.triads or not proven:
        return links, sum(len(c.classes) for c in links), proven
    while len(pool.free) > sum(len(c.classes) for c in links):
        better = _one_more(pool, links, end)
        if better is None:
            break
        links = better
    covered = sum(len(c.classes) for c in links)
    return links, covered, covered == len(pool.free) or not waiting


def _kept_apart(pool: Pool, most: int, end: float) -> tuple[list[Column], bool]:
    """As many pairs as can be, schools that want to go apart kept apart: (links, proven that no more are possible).

    First by banning, round after round, what clashes with the best link between two such schools; where that loses
    links, by a mixed-integer program.
    """
    table = pool.table
    fewer = np.zeros((table.n, table.n), dtype=bool)
    fewer[pool.i, pool.j] = True
    for _ in range(40):
        i, j = np.nonzero(fewer)
        mate, _ = max_weight_matching(table.n, i, j, table.worth[i, j], max_cardinality=True)
        links = [pair_column(table, int(k), int(mate[k])) for k in np.flatnonzero(mate >= 0) if k < mate[k]]
        if len(links) < most:
            break
        if not _ban_clashes(pool, links, fewer):
            return links, True
    members = list(zip(pool.i.tolist(), pool.j.tolist(), strict=True))
    limits = apart_limits(pool, members)
    best = pack(members, [2.0] * len(members), at_most=limits, seconds=max(0.2, (end - time.perf_counter()) / 3))
    return [pair_column(table, *members[k]) for k in best.chosen], best.optimal


def _ban_clashes(pool: Pool, links: Sequence[Column], open_pairs: Bools) -> bool:
    """Ban what goes against the best link between each two schools to be kept apart; False where nothing clashes."""
    table, kept = pool.table, {}
    clash = False
    for column in sorted(links, key=lambda c: -c.worth):
        a, b = column.classes
        row = int(pool.apart_of[a, b])
        if row < 0:
            continue
        if row not in kept:
            kept[row] = (a, b)
            continue
        clash = True
        a, b = kept[row]
        left, right = table.school_of == table.school_of[a], table.school_of == table.school_of[b]
        between = np.outer(left, right) | np.outer(right, left)
        between[a, b] = between[b, a] = False
        open_pairs &= ~between
    return clash


def _one_more(pool: Pool, links: list[Column], end: float) -> list[Column] | None:
    """One class more by a triad and new pairs around it: the best of those that the duals of the pairing favour most."""
    table = pool.table
    threes = [c for c in links if c.shape == "triad"]
    taken = {k for c in threes for k in c.classes}
    covered = sum(len(c.classes) for c in links)
    matcher = Matcher(table.n, pool.i, pool.j, pool.pair_worth, offset_for(table.n, pool.pair_worth, True))
    for v in range(table.n):
        if v in taken or not table.available[v]:
            matcher.take_out(v)
    matcher.solve()
    best: tuple[int, list[Column]] | None = None
    for key in _favoured(pool, matcher, taken):
        trial = matcher.copy()
        for k in key:
            trial.take_out(k)
        trial.search()
        mate = trial.mate
        if len(taken) + 3 + int((mate >= 0).sum()) <= covered:
            continue
        pairs = [pair_column(table, int(k), int(mate[k])) for k in np.flatnonzero(mate >= 0) if k < mate[k]]
        found = [*threes, triad_column(table, *key), *pairs]
        worth = sum(c.worth for c in found)
        if (best is None or worth > best[0]) and (not pool.apart or not breaks_apart(table, pairs)):
            best = (worth, found)
        if time.perf_counter() > end:
            break
    return None if best is None else best[1]


def _favoured(pool: Pool, matcher: Matcher, taken: set[int], most: int = 80) -> list[tuple[int, int, int]]:
    """Triads in descending order of how much they could add by the duals of the pairing."""
    y = matcher.duals()
    found: list[tuple[int, int, int, int]] = []
    free = [int(a) for a in pool.free if int(a) not in taken]
    for a in free:
        worth = pool.triad_worth(a)
        gain = np.where(worth > FORBIDDEN, 2 * worth + 3 * matcher.offset - y[a] - y[:, None] - y[None, :], FORBIDDEN)
        gain[list(taken)] = FORBIDDEN
        gain[:, list(taken)] = FORBIDDEN
        flat = gain.ravel()
        count = min(most, len(flat) - 1)
        for k in np.argpartition(-flat, count)[:count].tolist():
            if flat[k] > FORBIDDEN:
                found.append((-int(flat[k]), a, k // pool.table.n, k % pool.table.n))
        found = heapq.nsmallest(most, found)
    return [key[1:] for key in found]


def _merge(table: Table, pool: Pool, links: list[Column]) -> list[Column]:
    """Pairs between the same two schools become a block where there is one and it is worth more."""
    by_classes = {frozenset(c.classes): c for c in pool.blocks}
    groups: dict[tuple[int, ...], list[Column]] = {}
    for column in links:
        key = tuple(sorted({int(table.school_of[k]) for k in column.classes}))
        groups.setdefault(key, []).append(column)
    out: list[Column] = []
    for group in groups.values():
        together = by_classes.get(frozenset(k for c in group for k in c.classes)) if len(group) > 1 else None
        worth = sum(c.worth for c in group)
        out += [together] if together is not None and together.worth >= worth else group
    return out


def _columns_and_bound(pool: Pool, start: list[Column], covered: int, triads: int, end: float) -> Shaped:
    """Column generation, then mixed-integer programs over ever more columns until nothing left out could help."""
    price = Pricing(pool, start, covered, triads)
    relaxed = price.to_the_end(end + (end - time.perf_counter()) + 10.0)
    bound = int(np.floor(relaxed.value + 0.1)) if price.complete else sum(max(0, int(x)) for x in pool.pair_worth) * 3
    best, worth = start, sum(c.worth for c in start)
    optimal = False
    limit = 0.0
    first = True
    while first or time.perf_counter() < end:
        first = False
        spare = bound - worth
        limit = min(float(spare), max(limit * 4, price.limit_for(ENOUGH)))
        columns = price.within(limit, best)
        members = [c.classes for c in columns]
        number = {frozenset(c.classes): k for k, c in enumerate(columns)}
        packed = pack(
            members,
            [c.worth for c in columns],
            at_most=apart_limits(pool, members) + _triad_limit(columns, triads),
            at_least=[(range(len(columns)), [len(c.classes) for c in columns], covered)] if covered else (),
            start=[number[frozenset(c.classes)] for c in best],
            seconds=max(0.5, end - time.perf_counter()),
        )
        if packed.chosen or not best:
            best = [columns[k] for k in packed.chosen]
            worth = sum(c.worth for c in best)
        if worth >= bound or (packed.optimal and limit >= bound - worth):
            optimal = True
            break
        if not packed.optimal:
            if limit >= spare and np.isfinite(packed.bound):
                bound = min(bound, int(packed.bound))
            break
    return Shaped(best, worth, worth if optimal else max(bound, worth), optimal, 0)


def _triad_limit(columns: Sequence[Column], triads: int) -> list[tuple[list[int], int]]:
    unwished = [k for k, c in enumerate(columns) if c.shape == "triad" and not c.wished]
    return [(unwished, triads)] if len(unwished) > triads else []

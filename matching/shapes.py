"""Links of several shapes: columns priced into a linear program, then proof by cases over those that matter.

First the most classes that can be linked, starting from the pairing (every three could link one class more than pairs alone).
Then the linear program at that coverage, with odd sets; its whole prices bound every proposal. Last a proof by cases over the
columns that lack less than the distance of bound and best known: no other column can be in a better proposal. All bounds are
made in whole numbers. Where time runs out first, the distance left is shown as the gap.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.columns import Column, pair_column, triad_column
from matching.graph import max_weight_matching
from matching.graph.matcher import Matcher, offset_for
from matching.master import Master, OddSet, Prices
from matching.pack import pack
from matching.pool import Counting, Pool, Tell, apart_limits, silent
from matching.pricing import Pricing
from matching.scoring import Bools, Table
from matching.tree import Cases, Proven

ENOUGH = 800
"""Columns that the first mixed-integer program holds."""
MOST_COLUMNS = 6000
"""Columns that a proof by cases may hold."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """Chosen links with the most they could be worth and the most classes that could be linked.

    `optimal` is True where worth meets `bound` and the classes linked, where they come first, meet `reach`.
    """

    chosen: list[Column]
    worth: int
    bound: int
    optimal: bool
    covered: int
    reach: int
    method: str = "linear programs and cases"
    checked: bool = True


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


def solve_shapes(
    table: Table, paired: Sequence[Column], least: int | None, seconds: float, tell: Tell = silent
) -> Shaped:
    """The best links of all allowed shapes, starting from the best pairs `paired`."""
    end = time.perf_counter() + seconds
    pool = Pool(table, least, tell)
    start = _merge(table, pool, _cover(pool, list(paired), end))
    if not table.problem.coverage_first:
        out = _best_at(pool, start, 0, len(pool.free), end)
        return _shaped(out, 0)
    covered = sum(len(c.classes) for c in start)
    reach = _reach(pool, start, end, near=1)
    while reach > covered:  # more classes than were found: look for them, or prove that they cannot be linked
        most = time.perf_counter() + 0.8 * (end - time.perf_counter())
        odd = reach % 2 == 1
        out = _best_at(pool, [], reach, max(0, reach - 2 * len(paired)), most, odd=odd)
        if out.chosen:
            return _shaped(out, reach)
        if out.impossible:
            out = _best_at(pool, [], reach, len(pool.free), most, odd=odd)
        if out.chosen:
            start, covered = out.chosen, reach
        elif out.impossible:
            reach -= 1
        else:
            break
    return _shaped(_fewest_threes(pool, start, covered, covered - 2 * len(paired), end, reach == covered), reach)


def _fewest_threes(pool: Pool, start: list[Column], covered: int, threes: int, end: float, most: bool) -> Proven:
    """The best links of `covered` classes with no more than `threes` unwished threes, or as few more as there must be.

    `most` says that no more classes can be linked, so that their number is even or odd for certain.
    """
    odd = most and covered % 2 == 1
    threes = max(0, threes)
    have = sum(c.shape == "triad" and not c.wished for c in start)
    while threes < have:
        out = _best_at(pool, [], covered, threes, end, odd=odd)
        if not out.impossible:
            break
        threes += 1
    else:
        out = _best_at(pool, start, covered, threes, end, odd=odd)
    return out if out.chosen else _best_at(pool, start, covered, have, end, odd=odd)


def _shaped(out: Proven, reach: int) -> Shaped:
    linked = sum(len(c.classes) for c in out.chosen)
    return Shaped(out.chosen, out.worth, out.bound, out.optimal and reach <= linked, linked, max(reach, linked))


def most_covered(
    table: Table, paired: Sequence[Column], least: int, end: float, tell: Tell = silent
) -> tuple[int, int]:
    """How many classes links of all shapes reach with no link below `least`, given the best pairs at that floor, and the
    most they could."""
    pool = Pool(table, least, tell)
    links = _cover(pool, list(paired), end)
    return sum(len(c.classes) for c in links), _reach(pool, links, end)


def _reach(pool: Pool, links: Sequence[Column], end: float, *, near: int = 0) -> int:
    """The most classes that can be linked, proven: by counting, else by the linear program over numbers of classes.

    Where `links` come within `near` of the count, the count is the answer: to look for links of one class more costs no more than
    the linear program, and settles what that would often leave open.
    """
    reach = len(np.unique(np.concatenate([pool.i, pool.j])))
    if reach <= sum(len(c.classes) for c in links) + near:
        return reach
    counted = [replace(c, worth=len(c.classes), wished=True) for c in links]
    price = Pricing(Counting(pool), counted, 0, len(pool.free))
    price.to_the_end(end)
    bound = price.bound()
    return reach if bound is None else min(reach, bound[0] // bound[1].parts)


def _cover(pool: Pool, paired: list[Column], end: float) -> list[Column]:
    """Links of as many classes as are found, by pairs and one three after another."""
    table = pool.table
    links = paired
    if pool.apart and breaks_apart(table, paired):
        links = _kept_apart(pool, len(paired), end)
    while pool.triads and len(pool.free) > sum(len(c.classes) for c in links):
        better = _one_more(pool, links, end)
        if better is None:
            break
        links = better
    return links


def _kept_apart(pool: Pool, most: int, end: float) -> list[Column]:
    """As many pairs as are found, schools that want to go apart kept apart.

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
            return links
    members = list(zip(pool.i.tolist(), pool.j.tolist(), strict=True))
    limits = apart_limits(pool, members)
    best = pack(members, [2.0] * len(members), at_most=limits, seconds=max(0.2, (end - time.perf_counter()) / 3))
    return [pair_column(table, *members[k]) for k in best.chosen]


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
        pool.tell("threes")
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
    for a in (int(a) for a in pool.free if int(a) not in taken):
        near, worth, _ = pool.threes_of(a)
        keep = np.array([int(b) not in taken for b in near], dtype=bool)
        fine = (worth > pool.NONE) & keep[:, None] & keep[None, :]
        b, c = np.nonzero(fine)
        gain = 2 * worth[b, c] + 3 * matcher.offset - y[a] - y[near[b]] - y[near[c]]
        for k in np.argsort(-gain, kind="stable")[:most].tolist():
            found.append((-int(gain[k]), a, int(near[b[k]]), int(near[c[k]])))
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


def _best_at(pool: Pool, start: list[Column], covered: int, threes: int, end: float, *, odd: bool = False) -> Proven:
    """The best links of `covered` classes: linear program, good links by following it down, proof by cases.

    `start` are such links, or empty where none are known. `odd`: their number is odd, so that there is a three.
    """
    begun = time.perf_counter()
    price = Pricing(pool, start, covered, threes, odd=odd)
    price.to_the_end(end - 0.3 * (end - begun))
    bound = price.bound()
    found = Proven(start, sum(c.worth for c in start) if start or not covered else price.master.nothing, 0, 0)
    if bound is None:
        return replace(found, bound=pool.most_worth * pool.table.n)
    total, prices = bound
    found = replace(found, bound=max(found.worth, total // prices.parts))
    dive = Cases(price.master).dive(np.zeros(len(price.master.columns), dtype=bool), end)
    for count in (0, ENOUGH):
        better = dive if not count else _packed(price, prices, found.chosen, count, end)
        if better and sum(c.worth for c in better) > found.worth:
            found = Proven(better, sum(c.worth for c in better), found.bound, 0)
        if found.optimal or time.perf_counter() > end:
            break
        columns = price.within(prices, (found.worth + 1) * prices.parts - total, MOST_COLUMNS)
        if columns is not None:
            master = Master(pool, covered, threes, odd=odd)
            master.add([*found.chosen, *columns])
            master.add_sets([odd for odd, paid in prices.sets if paid])
            return Cases(master).settle(found.chosen, found.worth, found.bound, end)
    return found


def _packed(price: Pricing, prices: Prices, best: list[Column], count: int, end: float) -> list[Column]:
    """Better links among the `count` columns that lack least, if a mixed-integer program finds some in time.

    Of the odd sets it hears of those that have a price: with all of them it takes three times as long.
    """
    near = price.nearest(prices, count)
    known = {frozenset(c.classes) for c in near}
    columns = near + [c for c in best if frozenset(c.classes) not in known]
    members = [c.classes for c in columns]
    number = {frozenset(c.classes): k for k, c in enumerate(columns)}
    covered = price.covered
    packed = pack(
        members,
        [c.worth for c in columns],
        at_most=apart_limits(price.pool, members) + _triad_limit(columns, price.threes),
        at_least=[
            *([(range(len(columns)), [len(c.classes) for c in columns], covered)] if covered else ()),
            *_odd_limits(columns, [odd for odd, paid in prices.sets if paid]),
        ],
        start=[number[frozenset(c.classes)] for c in best],
        seconds=max(0.2, 0.7 * (end - time.perf_counter())),
    )
    found = [columns[k] for k in packed.chosen]
    if sum(len(c.classes) for c in found) < covered:
        return best
    return found if not best or sum(c.worth for c in found) > sum(c.worth for c in best) else best


def _triad_limit(columns: Sequence[Column], triads: int) -> list[tuple[list[int], int]]:
    unwished = [k for k, c in enumerate(columns) if c.shape == "triad" and not c.wished]
    return [(unwished, triads)] if len(unwished) > triads else []


def _odd_limits(columns: Sequence[Column], sets: Sequence[OddSet]) -> list[tuple[list[int], list[int], int]]:
    """Of an odd set no more than half can be taken two by two. Whole links keep that anyway; said to the solver, it need not
    find it out by cases."""
    out: list[tuple[list[int], list[int], int]] = []
    for odd in sets:
        twice = {k: -n for k, c in enumerate(columns) if (n := sum(m in odd for m in c.classes) // 2)}
        if twice:
            out.append((list(twice), list(twice.values()), -(len(odd) // 2)))
    return out

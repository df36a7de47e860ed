"""Links of every shape as columns: the classes they take, what they are worth, and who meets whom inside.

A pair takes two classes. A block takes k classes of one school and k of another: the coach is shared, so travel
counts once, and a wish to go together is met. A triad takes one class of each of three schools: every class meets
two partners, so each of its three pairs counts half, which keeps worth per class comparable; one that nobody
wished for costs `weights.triad`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np

from matching.model import MICRO
from matching.scoring import Ints, Table


@dataclass(frozen=True, slots=True)
class Column:
    """One possible link: class numbers, worth in micro-units by named part, who meets whom, and its shape."""

    classes: tuple[int, ...]
    worth: int
    shape: str
    pairs: tuple[tuple[int, int], ...]
    parts: tuple[tuple[str, int], ...]
    wished: bool = True

    @property
    def floor_worth(self) -> int:
        """Worth for two classes, by which the worst link is judged."""
        return self.worth * 2 // len(self.classes)


def pair_column(table: Table, i: int, j: int) -> Column:
    """The link of two classes."""
    return Column((i, j), int(table.worth[i, j]), "pair", ((i, j),), tuple(table.parts(i, j)))


def _sum_parts(table: Table, pairs: tuple[tuple[int, int], ...]) -> dict[str, int]:
    total: dict[str, int] = {}
    for i, j in pairs:
        for name, worth in table.parts(i, j):
            total[name] = total.get(name, 0) + worth
    return total


def block_column(table: Table, left: tuple[int, ...], right: tuple[int, ...]) -> Column | None:
    """The best block of k classes of one school with k of another, or None where no pairing inside is allowed."""
    best: tuple[int, tuple[tuple[int, int], ...]] | None = None
    for order in permutations(right):
        pairs = tuple(zip(left, order, strict=True))
        if all(table.allowed[i, j] for i, j in pairs):
            worth = sum(int(table.worth[i, j]) for i, j in pairs)
            if best is None or worth > best[0]:
                best = (worth, pairs)
    if best is None:
        return None
    pairs = best[1]
    parts = _sum_parts(table, pairs)
    parts["travel"] = min(int(table.travel[i, j]) for i, j in pairs)
    bonus = together_bonus(table, left) + together_bonus(table, right)
    if bonus:
        parts["together"] = bonus
    return Column(left + right, sum(parts.values()), f"block{len(left)}", pairs, tuple(parts.items()))


def together_bonus(table: Table, classes: tuple[int, ...]) -> int:
    """Micro-units for a wish to go together, once per class that has it."""
    return sum(table.classes[k].wishes.together == "together" for k in classes) * round(
        table.problem.weights.together * MICRO
    )


def triad_column(table: Table, i: int, j: int, k: int) -> Column:
    """The link of one class of each of three schools."""
    pairs = ((i, j), (i, k), (j, k))
    parts = {name: worth // 2 for name, worth in _sum_parts(table, pairs).items()}
    wishes = sum(table.classes[c].wishes.three_schools for c in (i, j, k))
    if wishes:
        parts["wishes"] = parts.get("wishes", 0) + wishes * round(table.problem.weights.wish * MICRO)
    else:
        parts["triad"] = -round(table.problem.weights.triad * MICRO)
    return Column((i, j, k), sum(parts.values()), "triad", pairs, tuple(parts.items()), wishes > 0)


def given_column(table: Table, group: tuple[str, ...]) -> Column:
    """A fixed or standing link as a column, whatever the rules say of it."""
    numbers = [table.index[one] for one in group]
    by_school: dict[int, list[int]] = {}
    for k in numbers:
        by_school.setdefault(int(table.school_of[k]), []).append(k)
    sides = [tuple(side) for side in by_school.values()]
    if len(sides) == 3:
        return triad_column(table, *numbers)
    left, right = sides
    if len(left) == 1:
        return pair_column(table, left[0], right[0])
    best = (
        max(
            (tuple(zip(left, order, strict=True)) for order in permutations(right)),
            key=lambda pairs: sum(int(table.worth[i, j]) for i, j in pairs),
        )
        if len(left) <= 6
        else tuple(zip(left, right, strict=True))
    )
    parts = _sum_parts(table, best)
    parts["travel"] = min(int(table.travel[i, j]) for i, j in best)
    bonus = together_bonus(table, left) + together_bonus(table, right)
    if bonus:
        parts["together"] = bonus
    return Column(left + right, sum(parts.values()), f"block{len(left)}", best, tuple(parts.items()))


def free_pairs(table: Table) -> tuple[Ints, Ints, Ints]:
    """All allowed pairs of free classes as arrays (i, j, worth) with i < j, in ascending order."""
    free = np.flatnonzero(table.available)
    i, j = np.nonzero(np.triu(table.allowed[np.ix_(free, free)], 1))
    i, j = free[i], free[j]
    return i.astype(np.int64), j.astype(np.int64), table.worth[i, j]


def blocks(table: Table, most: int) -> list[Column]:
    """All blocks of 2 to `most` classes of two schools whose classes need not go apart."""
    by_school: dict[int, list[int]] = {}
    for k in np.flatnonzero(table.available):
        if table.classes[k].wishes.together != "apart":
            by_school.setdefault(int(table.school_of[k]), []).append(int(k))
    several = {s: ks for s, ks in by_school.items() if len(ks) > 1}
    out = []
    for a, b in combinations(sorted(several), 2):
        if not table.allowed[np.ix_(several[a], several[b])].any():
            continue
        for size in range(2, most + 1):
            for left in combinations(several[a], size):
                for right in combinations(several[b], size):
                    column = block_column(table, left, right)
                    if column is not None:
                        out.append(column)
    return out

"""All links a problem allows, as columns: pairs and blocks as lists, triads as a cube that is scored slice by slice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from matching.columns import Column, blocks, pair_column, triad_column
from matching.model import MICRO
from matching.scoring import Bools, Ints, Table

Tell = Callable[[str], None]
"""Called now and then with a phrase; raises `Cancelled` when the caller wants to stop."""


def silent(phrase: str) -> None:
    """Nobody wants to hear."""


def apart_rows(table: Table) -> list[tuple[int, int]]:
    """Pairs of school numbers between which at most one link may be, since one wants its classes to go apart."""
    free: dict[int, list[int]] = {}
    for k in np.flatnonzero(table.available):
        free.setdefault(int(table.school_of[k]), []).append(int(k))
    several = sorted(s for s, ks in free.items() if len(ks) > 1)
    apart = table.goes_apart
    return [(a, b) for a in several for b in several if a < b and (apart[a] or apart[b])]


class Pool:
    """All columns a problem allows: pairs and blocks listed, triads as a cube that is priced row by row."""

    NONE = -(1 << 62)
    """Worth of a three that may not be."""

    def __init__(self, table: Table, least: int | None, tell: Tell = silent) -> None:
        self.table = table
        self.tell = tell
        shapes = table.problem.shapes
        self.free = np.flatnonzero(table.available)
        self.open: Bools = table.allowed & table.available[:, None] & table.available[None, :]
        self.least = least
        pairs = np.triu(self.open, 1)
        if least is not None:
            pairs &= table.worth >= least
        self.i, self.j = np.nonzero(pairs)
        self.pair_worth = table.worth[self.i, self.j]
        most = 3 if "block3" in shapes else 2 if "block2" in shapes else 1
        self.blocks = [c for c in blocks(table, most) if c.shape in shapes] if most > 1 else []
        if least is not None:
            self.blocks = [c for c in self.blocks if c.floor_worth >= least]
        self.block_worth = np.array([c.worth for c in self.blocks], dtype=np.int64)
        self.block_members = np.zeros((len(self.blocks), table.n), dtype=np.int64)
        for k, column in enumerate(self.blocks):
            self.block_members[k, list(column.classes)] = 1
        self.parts = (*table.contact.values(), table.travel, table.wishes, table.repeat)
        self._threes: dict[int, tuple[Ints, Ints, Bools]] = {}
        self.triads = "triad" in shapes
        self.apart = {pair: k for k, pair in enumerate(apart_rows(table))}
        self.wishes_three = np.array([c.wishes.three_schools for c in table.classes], dtype=bool)
        self.three_ok = np.array([not c.wishes.never_three for c in table.classes], dtype=bool)
        by_school = np.array([self.apart.get((min(a, b), max(a, b)), -1) for a in range(len(table.schools))
                              for b in range(len(table.schools))], dtype=np.int64)  # fmt: skip
        self.apart_of = by_school.reshape(len(table.schools), -1)[np.ix_(table.school_of, table.school_of)]

    @property
    def most_worth(self) -> int:
        """No link is worth more, or less than the negative of it."""
        weights = self.table.problem.weights
        pairs = int(np.abs(self.table.worth[self.open]).max(initial=0)) + int(np.abs(self.block_worth).max(initial=0))
        return 4 * (pairs + round((weights.wish + weights.triad + 6 * weights.together) * MICRO) + 1)

    def pair(self, k: int) -> Column:
        """Pair number `k`."""
        return pair_column(self.table, int(self.i[k]), int(self.j[k]))

    def three(self, a: int, b: int, c: int) -> Column:
        """The link of three schools of these classes."""
        return triad_column(self.table, a, b, c)

    def threes_of(self, a: int) -> tuple[Ints, Ints, Bools]:
        """Threes of class `a` with two classes of higher number: those classes, worth (`NONE` where not allowed), and if wished for."""
        near = np.flatnonzero(self.open[a] & self.three_ok)
        near = near[near > a]
        if not len(near) or not self.three_ok[a]:
            return np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=np.int64), np.zeros((0, 0), dtype=bool)
        if a not in self._threes:
            square = np.ix_(near, near)
            ok = np.triu(self.open[square], 1)
            wishes = self.wishes_three[a].astype(np.int64) + self.wishes_three[near][:, None] + self.wishes_three[near]
            bonus, cost = (
                round(x * MICRO) for x in (self.table.problem.weights.wish, self.table.problem.weights.triad)
            )
            worth = np.where(wishes > 0, wishes * bonus, -cost)
            for part in self.parts:  # half of each, rounded down as `triad_column` does
                worth += (part[a, near][:, None] + part[a, near][None, :] + part[square]) // 2
            if self.least is not None:
                ok &= worth * 2 // 3 >= self.least
            self._threes[a] = near, np.where(ok, worth, self.NONE), wishes > 0
        return self._threes[a]


class Counting(Pool):
    """The same links, each worth the number of its classes: for how many classes can be linked at all."""

    def __init__(self, pool: Pool) -> None:
        self.__dict__.update(pool.__dict__)
        self.pair_worth = np.full(len(pool.i), 2, dtype=np.int64)
        # blocks count too: two pairs between schools that go apart may not be, where a block of other classes may
        self.blocks = [replace(c, worth=len(c.classes)) for c in pool.blocks]
        self.block_worth = np.array([c.worth for c in self.blocks], dtype=np.int64)
        self._threes = {}

    @property
    def most_worth(self) -> int:
        return 6

    def pair(self, k: int) -> Column:
        return replace(super().pair(k), worth=2)

    def three(self, a: int, b: int, c: int) -> Column:
        return replace(super().three(a, b, c), worth=3, wished=True)

    def threes_of(self, a: int) -> tuple[Ints, Ints, Bools]:
        near, worth, wished = super().threes_of(a)
        return near, np.where(worth > self.NONE, 3, self.NONE), np.ones_like(wished)


def apart_limits(pool: Pool, members: Sequence[tuple[int, ...]]) -> list[tuple[list[int], int]]:
    rows: dict[int, list[int]] = {}
    for k, classes in enumerate(members):
        if len(classes) == 2 and pool.apart_of[classes[0], classes[1]] >= 0:
            rows.setdefault(int(pool.apart_of[classes[0], classes[1]]), []).append(k)
    return [(numbers, 1) for numbers in rows.values() if len(numbers) > 1]

"""All links a problem allows, as columns: pairs and blocks as lists, triads as a cube that is scored slice by slice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.columns import blocks
from matching.model import MICRO
from matching.scoring import Bools, Ints, Table

FORBIDDEN = -(1 << 58)
"""Worth of a triad that may not be."""


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

    def __init__(self, table: Table, least: int | None) -> None:
        self.table = table
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
        self.triads = "triad" in shapes
        self.apart = {pair: k for k, pair in enumerate(apart_rows(table))}
        self.wishes_three = np.array([c.wishes.three_schools for c in table.classes], dtype=bool)
        self.three_ok = np.array([not c.wishes.never_three for c in table.classes], dtype=bool)
        by_school = np.array([self.apart.get((min(a, b), max(a, b)), -1) for a in range(len(table.schools))
                              for b in range(len(table.schools))], dtype=np.int64)  # fmt: skip
        self.apart_of = by_school.reshape(len(table.schools), -1)[np.ix_(table.school_of, table.school_of)]

    def triad_worth(self, a: int) -> Ints:
        """Worth of the triads (a, b, c) for all b, c; a very negative number where not allowed or c ≤ b ≤ a."""
        parts = self._half_parts(a)
        bonus = round(self.table.problem.weights.wish * MICRO)
        cost = round(self.table.problem.weights.triad * MICRO)
        wishes = self.wishes_three[a].astype(np.int64) + self.wishes_three[:, None] + self.wishes_three[None, :]
        worth = parts + np.where(wishes > 0, wishes * bonus, -cost)
        ok = self.open[a][:, None] & self.open[a][None, :] & self.open & self.three_ok[:, None] & self.three_ok[None, :]
        if not self.three_ok[a]:
            ok[:] = False
        ok[: a + 1] = False
        ok &= np.triu(np.ones_like(ok), 1)
        if self.least is not None:
            ok &= worth * 2 // 3 >= self.least
        return np.where(ok, worth, FORBIDDEN)

    def _half_parts(self, a: int) -> Ints:
        """Half the sum of the three pairs of each triad, rounded down part by part as `triad_column` does."""
        t = self.table
        total = np.zeros((t.n, t.n), dtype=np.int64)
        for part in (*t.contact.values(), t.travel, t.wishes, t.repeat):
            total += (part[a][:, None] + part[a][None, :] + part) // 2
        return total


def apart_limits(pool: Pool, members: Sequence[tuple[int, ...]]) -> list[tuple[list[int], int]]:
    rows: dict[int, list[int]] = {}
    for k, classes in enumerate(members):
        if len(classes) == 2 and pool.apart_of[classes[0], classes[1]] >= 0:
            rows.setdefault(int(pool.apart_of[classes[0], classes[1]]), []).append(k)
    return [(numbers, 1) for numbers in rows.values() if len(numbers) > 1]

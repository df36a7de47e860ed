"""The linear program over links of all shapes, and what it proves in whole numbers.

Rows: every class once at most; one link at most between two schools to be kept apart; as few threes without a wish as coverage
needs; coverage; a three at least where it is odd (all other links take an even number of classes); and odd sets: links take at
most (|B| − 1)/2 times two classes out of an odd set B of classes, which is half the sum of its rows rounded down (Edmonds 1965,
Chvátal 1973). The solver HiGHS works in floating point and is trusted with nothing: its prices are rounded to whole numbers, and
whatever whole prices y ≥ 0 are taken, every proposal x is worth at most

    y·b + Σ over links of what is left of their worth above their prices, where anything is left,

because worth·x = (worth − yA)·x + yAx ≤ Σ max(0, worth − yA) + y·b. That sum is made in integers and is the bound.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]

from matching.columns import Column
from matching.pool import Pool
from matching.scoring import Bools, Floats, Ints

FINE = 1 << 22
"""Parts into which a micro-unit is cut for prices, where 64 bits leave room."""
ROOM = 1 << 60
TINY = 1e-6
MOST_CLASSES = 6
"""Of one link: three of each of two schools."""

OddSet = frozenset[int]


@dataclass(frozen=True, slots=True)
class Prices:
    """Whole prices, in 1/`parts` of a micro-unit: of classes, of links between schools kept apart (a zero at the end, for those
    that are not), of a three, of coverage (per class, given and not taken), of an odd coverage (given to threes), and of odd sets."""

    parts: int
    of_class: Ints
    apart: Ints
    three: int
    cover: int
    odd: int
    sets: tuple[tuple[OddSet, int], ...]

    def both(self, n: int) -> Ints:
        """What the odd sets cost a pair of classes, n × n."""
        out = np.zeros((n, n), dtype=np.int64)
        for odd, price in self.sets:
            inside = sorted(odd)
            out[np.ix_(inside, inside)] += price
        return out


class Master:
    """The linear program and its growing set of columns and odd sets, kept in the solver between changes."""

    def __init__(self, pool: Pool, covered: int, threes: int, *, odd: bool = False) -> None:
        import highspy

        self.pool, self.covered, self.threes, self.n = pool, covered, threes, pool.table.n
        self.columns: list[Column] = []
        self.known: set[frozenset[int]] = set()
        self.sets: list[OddSet] = []
        self.members: Ints = np.zeros((0, MOST_CLASSES), dtype=np.int64)  # of every column; n where it takes fewer
        self.entries = (array("q"), array("q"), array("q"))  # row, column and value of what is not zero
        self.three_row = self.n + len(pool.apart)
        self.cover_row, self.first_set = self.three_row + 1, self.three_row + 3
        self.odd = int(odd)
        self.solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("presolve", "off")):
            self.solver.setOptionValue(name, value)
        self.limits = [1] * self.three_row + [threes, -covered, -self.odd]
        self.endless = float(highspy.kHighsInf)
        for limit in self.limits:
            self.solver.addRow(-self.endless, float(limit), 0, np.zeros(0, np.int32), np.zeros(0))
        # classes may be missing for the program, at a price no proposal is worth, so that it always has a solution
        self.nothing = -2 * (self.n + 1) * (pool.most_worth + 1)
        missing = -30.0 * self.nothing
        lacks = np.array([self.cover_row, self.cover_row + 1], np.int32)
        self.solver.addCol(missing, 0.0, self.endless, 2, lacks, np.array([-1.0, -1.0]))
        self._matrix: Any = None

    def _entries(self, column: Column) -> tuple[list[int], list[int]]:
        rows, values = list(column.classes), [1] * len(column.classes)
        if len(column.classes) == 2 and (row := int(self.pool.apart_of[column.classes])) >= 0:
            rows.append(self.n + row)
            values.append(1)
        if column.shape == "triad" and not column.wished:
            rows.append(self.three_row)
            values.append(1)
        rows.append(self.cover_row)
        values.append(-len(column.classes))
        if column.shape == "triad":
            rows.append(self.cover_row + 1)
            values.append(-1)
        return rows, values

    def _twice(self, odd: OddSet, members: Ints) -> Ints:
        """How many times two classes columns of these `members` take out of an odd set."""
        inside = np.zeros(self.n + 1, dtype=np.int64)
        inside[list(odd)] = 1
        return np.asarray(inside[members].sum(axis=1) // 2)

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns that are not there yet; returns how many."""
        fresh = {key: c for c in columns if (key := frozenset(c.classes)) not in self.known}
        if not fresh:
            return 0
        self.known |= fresh.keys()
        first = len(self.columns)
        members = np.full((len(fresh), MOST_CLASSES), self.n, dtype=np.int64)
        for k, column in enumerate(fresh.values()):
            members[k, : len(column.classes)] = column.classes
        in_sets = np.array([self._twice(odd, members) for odd in self.sets]).reshape(len(self.sets), len(fresh))
        for k, column in enumerate(fresh.values()):
            rows, values = self._entries(column)
            within = np.flatnonzero(in_sets[:, k])
            rows += (self.first_set + within).tolist()
            values += in_sets[within, k].tolist()
            self._enter(rows, [first + k] * len(rows), values)
            self.solver.addCol(
                -float(column.worth), 0.0, self.endless, len(rows), np.array(rows, np.int32), np.array(values, float)
            )
        self.columns += fresh.values()
        self.members = np.concatenate([self.members, members])
        return len(fresh)

    def _enter(self, *entries: Sequence[int]) -> None:
        for kept, fresh in zip(self.entries, entries, strict=True):
            kept.extend(fresh)
        self._matrix = None

    def add_sets(self, sets: Sequence[OddSet]) -> None:
        """Add odd sets as rows."""
        for odd in sets:
            row = self.first_set + len(self.sets)
            self.sets.append(odd)
            self.limits.append(len(odd) // 2)
            twice = self._twice(odd, self.members)
            at = np.flatnonzero(twice)
            self._enter([row] * len(at), at.tolist(), twice[at].tolist())
            self.solver.addRow(
                -self.endless, float(len(odd) // 2), len(at), (at + 1).astype(np.int32), twice[at].astype(float)
            )

    def solve(self, closed: Bools | None = None, seconds: float = 60.0) -> Floats:
        """How much of every column the best mixture takes; columns that are `closed` are left out."""
        if closed is not None:
            at = np.arange(1, len(self.columns) + 1, dtype=np.int32)
            self.solver.changeColsBounds(len(at), at, np.zeros(len(at)), np.where(closed, 0.0, self.endless))
        self.solver.setOptionValue("time_limit", float(self.solver.getRunTime()) + max(seconds, 0.1))
        self.solver.run()
        found = self.solver.getSolution()
        self.taken: Floats = np.array(found.col_value, dtype=np.float64)[1:]
        self.dual: Floats = np.maximum(0.0, -np.array(found.row_dual, dtype=np.float64))
        return self.taken

    def prices(self) -> Prices | None:
        """The prices of the last solution in whole numbers; None where 64 bits would not hold them."""
        parts = self._parts()
        if not parts:
            return None
        up = np.ceil(self.dual * parts).astype(np.int64)
        return Prices(
            parts,
            up[: self.n],
            np.append(up[self.n : self.three_row], 0),
            int(up[self.three_row]),
            int(self.dual[self.cover_row] * parts),
            int(self.dual[self.cover_row + 1] * parts),
            tuple((odd, int(z)) for odd, z in zip(self.sets, up[self.first_set :], strict=True) if z),
        )

    def _parts(self) -> int:
        largest = max(float(self.dual.max(initial=0.0)), float(self.pool.most_worth)) + 1
        room = ROOM / (largest * (8 + len(self.sets)) * (4 + self.n + len(self.limits)))
        return 0 if not np.isfinite(room) or room < 1 else min(FINE, 1 << (int(room).bit_length() - 1))

    def bound(self, closed: Bools) -> tuple[int, int] | None:
        """The most a proposal of columns that are not `closed` is worth, times parts; and parts. None where 64 bits are too few."""
        parts = self._parts()
        if not parts:
            return None
        y = np.ceil(self.dual * parts).astype(np.int64)
        y[self.cover_row] = int(self.dual[self.cover_row] * parts)
        matrix = self.matrix
        left = self.worths * parts - matrix.T @ y
        over = left[~closed & (left > 0)]
        return int(y @ np.array(self.limits, dtype=np.int64)) + sum(over.tolist()), parts

    @property
    def matrix(self) -> Any:
        """Rows by columns, in whole numbers."""
        if self._matrix is None:
            rows, at, values = (np.array(kept, dtype=np.int64) for kept in self.entries)
            shape = (len(self.limits), len(self.columns))
            self._matrix = sparse.csr_matrix((values, (rows, at)), shape, dtype=np.int64)
            self.worths = np.array([c.worth for c in self.columns], dtype=np.int64)
        return self._matrix

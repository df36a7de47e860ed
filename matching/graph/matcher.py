"""A graph with its matching and duals, kept between changes: solve, ban, pin, reweigh, solve again from there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching.errors import BadProblem, Cancelled
from matching.graph.checker import Certificate, why_wrong
from matching.graph.plain import tools_for
from matching.graph.table import (
    AWAY,
    DUAL,
    FREE_IDS,
    MATE,
    NAMES,
    OWN,
    PENDING,
    SCALARS,
    SHIFT,
    TOP,
    WORK,
    Ints,
    Shorts,
)

Progress = Callable[[float, str], bool | None]
"""Called with the part done (0 to 1) and a phrase; returning False stops the run with `Cancelled`."""

BUDGET = 20_000_000
NO_LIMIT = 1 << 60
MOST_WEIGHT = 1 << 57
"""Weights are below this, what is added to put size first included.

Doubled they are below 2⁵⁸, and so is every dual: a matched vertex has a tight edge, y_u + y_v + Σz = 2w with nothing negative; a dual
of a single one only falls; and a search lasts no longer than the dual of its root. So whatever a search reaches lies below 2⁵⁹,
what is out of its reach (`AWAY`, `GONE`) above, and all sums fit in 64 bits.
"""
TIE_ROOM = 1 << 53
"""Weights that are made larger on purpose, to decide ties, stay below this."""
MOST_VERTICES = (1 << 31) - 1
GONE = -(1 << 60)
"""Doubled weight of a banned edge: no search reaches it."""


def _whole(values: Ints) -> Ints:
    """One layout in memory, so that one compiled form serves."""
    return np.ascontiguousarray(values, dtype=np.int64)


class Matcher:
    """A greatest-weight matching of a graph of `n` vertices, with all it takes to change the graph and match again.

    `i`, `j`, `w` are integer arrays of the edges; edges of negative weight (after `offset` is added to all) are
    never used. Edges should be in ascending order of (i, j): among equal results the one that this order leads to
    is found.
    """

    def __init__(self, n: int, i: Ints, j: Ints, w: Ints, offset: int = 0, *, waiting: bool = False) -> None:
        self.n = n
        self.offset = offset
        self.tools = tools_for(n, len(i), waiting=waiting)
        self.start, self.near, self.weight = self.tools.adjacency(n, _whole(i), _whole(j), _whole(w) + offset)
        self.table = self.tools.fresh_table(n)
        self.shared = np.zeros(SCALARS, dtype=np.int64)
        self.ids = np.arange(2 * n + 1, n - 1, -1, dtype=np.int64)
        self.shared[FREE_IDS] = self.shared[PENDING] = len(self.ids)
        self.shared[NAMES] = n + 2
        self._buffers()
        self.fresh_start = True
        self.own_weights = True
        self._ends: tuple[Ints, Ints, Ints] | None = None

    def _buffers(self) -> None:
        rows = 2 * self.n + 2
        self.heap = np.empty((len(self.near) + 4 * rows, 2), dtype=np.int64)
        self.touched = np.empty(8 * rows, dtype=np.int64)
        self.fresh = np.empty(rows, dtype=np.int64)
        self.stack = np.empty((rows, 3), dtype=np.int64)

    def copy(self) -> Matcher:
        """The same state, to try something; the weights are shared until `reweigh` is called on either."""
        self.own_weights = False
        other = object.__new__(Matcher)
        other.__dict__.update(self.__dict__)
        other.table, other.shared, other.ids = self.table.copy(), self.shared.copy(), self.ids.copy()
        return other

    def regraph(self, i: Ints, j: Ints, w: Ints) -> None:
        """Replace the edges by others that hold all matched and tight ones; the matching and the duals stay."""
        self.start, self.near, self.weight = self.tools.adjacency(self.n, _whole(i), _whole(j), _whole(w) + self.offset)
        self.own_weights, self._ends = True, None
        if len(self.heap) < len(self.near) + 8 * self.n + 8:
            self._buffers()

    def start_halves(self) -> None:
        """First duals, and the edges that are tight by them."""
        self.fresh_start = False
        self.tools.first_duals(self.table, self.start, self.near, self.weight, self.n)

    def halves(self, progress: Progress | None = None) -> None:
        """The best fractional matching from the duals there are (only before `round`)."""
        at = 0
        while at < self.n:
            at = self.tools.half_searches(
                self.table, self.shared, self.heap, self.touched, self.start, self.near, self.weight, self.n, at, BUDGET
            )  # fmt: skip
            self._tell(progress, 0.5 * at / max(self.n, 1), "fractional start")

    def round(self) -> None:
        """Leave one vertex of every half-used odd cycle single."""
        self.tools.round_cycles(self.table, self.n)

    def solve(self, progress: Progress | None = None) -> None:
        """Match whatever is single and has a dual to spend. Raises `Cancelled` when `progress` returns False."""
        if self.fresh_start:
            self.start_halves()
            self.halves(progress)
            self.round()
        at = 0
        while at < self.n:
            at = self.tools.searches(
                self.table, self.shared, self.heap, self.touched, self.fresh, self.stack, self.ids, self.start, self.near,
                self.weight, self.n, at, BUDGET,
            )  # fmt: skip
            self._tell(progress, 0.5 + 0.5 * at / max(self.n, 1), "odd cycles")

    @staticmethod
    def _tell(progress: Progress | None, part: float, phrase: str) -> None:
        if progress is not None and progress(part, phrase) is False:
            raise Cancelled(f"The run was stopped at {part:.0%} ({phrase}).")

    def duals(self) -> Ints:
        """Doubled duals of all vertices."""
        t = self.table
        y: Ints = t[: self.n, DUAL] + t[t[t[: self.n, TOP], OWN], SHIFT]
        return y

    @property
    def mate(self) -> Ints:
        """Partner of every vertex, −1 for single."""
        mate: Ints = self.table[: self.n, MATE].copy()
        return mate

    @property
    def work(self) -> int:
        """How many looks at edges the searches have taken."""
        return int(self.shared[WORK])

    def forced(self, first: Ints, second: Ints) -> Shorts:
        """For pairs (first[k], second[k]): the mates in the best matching that holds the pair, one row for each.

        The matcher itself is not changed. Pairs of one first vertex should stand together.
        """
        mates = np.full((len(first), self.n), -1, dtype=np.int32)
        one, other = self.copy(), self.copy()
        last = -1
        for k, (a, b) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
            if a != last:
                one.like(self)
                one.take_out(a)
                one.search()
                last = a
            other.like(one)
            other.take_out(b)
            other.search()
            mates[k] = other.table[: self.n, MATE]
            mates[k, a], mates[k, b] = b, a
        return mates

    def like(self, other: Matcher) -> None:
        """Take on the state of a copy of this matcher."""
        self.table[:] = other.table
        self.shared[:] = other.shared
        self.ids[:] = other.ids

    def search(self) -> None:
        """Search from every single vertex that has a dual to spend, without reporting."""
        self.tools.searches(
            self.table, self.shared, self.heap, self.touched, self.fresh, self.stack, self.ids, self.start, self.near,
            self.weight, self.n, 0, NO_LIMIT,
        )  # fmt: skip

    def take_out(self, v: int) -> None:
        """Leave vertex `v` out of the graph (call `solve` afterwards)."""
        self.tools.set_free(self.table, self.shared, self.ids, v)
        self.table[v, DUAL] = AWAY
        self.table[v, SHIFT] = 0

    def put_back(self, v: int) -> None:
        """Bring a vertex back that was taken out (call `solve` afterwards)."""
        self.tools.lift(self.table, self.start, self.near, self.weight, v)

    def _positions(self, u: int, v: int) -> list[int]:
        low, high = self.start[u], self.start[u + 1]
        return [int(low + k) for k in np.flatnonzero(self.near[low:high] == v)]

    def has(self, u: int, v: int) -> bool:
        """True where the edge (u, v) is in the graph, banned or not."""
        return bool(self._positions(u, v))

    def reweigh(self, u: int, v: int, w: int | None) -> None:
        """Give the edge (u, v), which must be in the graph, another weight; None bans it (call `solve` afterwards)."""
        if not self.own_weights:
            self.weight, self.own_weights = self.weight.copy(), True
        for a, b in ((u, v), (v, u)):
            for e in self._positions(a, b):
                self.weight[e] = GONE if w is None else 2 * (w + self.offset)
        for a in (u, v):
            if self.table[a, DUAL] < AWAY // 2:
                self.tools.set_free(self.table, self.shared, self.ids, a)
        for a in (u, v):
            if self.table[a, DUAL] < AWAY // 2:
                self.tools.lift(self.table, self.start, self.near, self.weight, a)

    def certificate(self) -> Certificate:
        """Proof that the matching is the best of this graph; only sets with a dual are listed, from the inside out."""
        y, parent, z = self.tools.proof_of(self.table, self.n)
        return Certificate(y, parent, z, self.offset)

    def edges(self) -> tuple[Ints, Ints, Ints]:
        """Every edge once: lower end, higher end, and its position among the weights."""
        if self._ends is None:
            first = np.repeat(np.arange(self.n, dtype=np.int64), np.diff(self.start))
            once = np.flatnonzero(first < self.near)
            self._ends = first[once], self.near[once].astype(np.int64), once
        return self._ends

    def why_wrong(self) -> str:
        """What the independent checker says against the matching in the graph as it is now, without what is taken out or banned."""
        first, second, once = self.edges()
        doubled = self.weight[once]
        away = self.table[: self.n, DUAL] >= AWAY // 2
        keep = doubled != GONE
        if away.any():
            keep &= ~(away[first] | away[second])
        w = doubled[keep] // 2 - self.offset
        return why_wrong(self.n, first[keep], second[keep], w, self.mate, self.certificate())


def checked_edges(n: int, i: object, j: object, w: object) -> tuple[Ints, Ints, Ints]:
    """Edges as int64 arrays. Raises `BadProblem` where they are no graph of `n` vertices with integer weights."""
    return looked_over(n, i, j, w)[:3]


def looked_over(n: int, i: object, j: object, w: object) -> tuple[Ints, Ints, Ints, int, int, bool]:
    """`checked_edges`, with the least and greatest weight (0 without edges), and whether i < j in ascending order."""
    if isinstance(n, (bool, np.bool_)) or not isinstance(n, (int, np.integer)):
        raise BadProblem(f"The number of vertices must be a whole number, not {n!r}.")
    if not 0 <= n <= MOST_VERTICES:
        raise BadProblem(f"A graph cannot have {n} vertices; it has 0 to {MOST_VERTICES}.")
    first, second, weight = _integers("i", i), _integers("j", j), _integers("w", w)
    if not len(first) == len(second) == len(weight):
        raise BadProblem(
            f"The arrays i, j and w must be lists of one length; they hold {len(first)}, {len(second)} and {len(weight)}."
        )
    tools = tools_for(int(n), len(first))
    wrong, e, low, high, ordered = tools.looked_at(n, first, second, weight)
    if wrong == 1:
        raise BadProblem(f"The edge {first[e]}-{second[e]} ends at a vertex that is not 0 to {n - 1}.")
    if wrong == 2:
        raise BadProblem(f"The edge {first[e]}-{second[e]} joins a vertex to itself.")
    return first, second, weight, int(low), int(high), bool(ordered)


def _integers(name: str, values: object) -> Ints:
    """A list of whole numbers as an int64 array in one piece; floats are refused, since rounding them would be a guess."""
    if type(values) is np.ndarray and values.dtype == np.int64 and values.ndim == 1 and values.flags.c_contiguous:
        return values
    try:
        array = np.asarray(values)
    except (ValueError, OverflowError):
        raise BadProblem(f"The arrays i, j and w must be lists of whole numbers; {name} is none.") from None
    if array.ndim != 1:
        raise BadProblem(f"The arrays i, j and w must be lists of one length; {name} has {array.ndim} dimensions.")
    if not array.size:
        return np.zeros(0, dtype=np.int64)
    if array.dtype.kind == "O" and all(isinstance(x, (int, np.integer)) for x in array.tolist()):
        raise BadProblem(f"{name} holds a number that does not fit in 64 bits. Use coarser units.")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise BadProblem(f"{name} must hold integers, and holds a value that is no number.")
    if array.dtype.kind not in "iu":
        raise BadProblem(f"{name} must hold integers; scale weights to whole units first.")
    if array.dtype.kind == "u" and int(array.max()) >= MOST_WEIGHT:
        raise BadProblem(f"{name} holds {int(array.max())}, which is too large. Use coarser units.")
    return _whole(array)


def offset_for(n: int, w: Ints, max_cardinality: bool) -> int:
    """What to add to every weight so that more edges are always worth more. Raises `BadProblem` on overflow."""
    return offset_between(n, int(w.min()), int(w.max()), max_cardinality) if w.size else int(max_cardinality)


def offset_between(n: int, low: int, high: int, max_cardinality: bool) -> int:
    """`offset_for` weights from `low` to `high`."""
    offset = (n // 2 + 1) * (high - low) + 1 - min(low, 0) if max_cardinality else 0
    if max(abs(low), abs(high)) + offset >= MOST_WEIGHT:
        raise BadProblem(
            f"Weights from {low} to {high} over {n} vertices are too large for exact 64-bit arithmetic, where "
            + (f"{offset} must be added to each to put size first and " if offset else "")
            + "all must stay below 2 to the power of 57. Use coarser units."
        )
    return offset

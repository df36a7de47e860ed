"""The pairing of a problem's classes as a graph, with its state kept between changes of mind.

Ties: worth is scaled up and a fixed number made from the two class ids (BLAKE2b of each id, added, mixed by
splitmix64) is added below the unit, as many bits as 64-bit arithmetic leaves room for. Among equally good proposals
the one with the greatest sum of these numbers is taken: on every machine, from scratch or after any changes.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from matching.graph.checker import why_wrong
from matching.graph.matcher import TIE_ROOM, Matcher, Progress, offset_for
from matching.model import Problem
from matching.scoring import Ints, Table

MOST_BITS = 22


class Pairing:
    """All allowed pairs of a table as a graph, solved for the greatest worth (after coverage, where that comes first).

    `least`: pairs worth less (micro-units) are left out. `penalty` (n × n, micro-units) is taken off worth before
    solving.
    """

    def __init__(self, table: Table, *, least: int | None = None, penalty: Ints | None = None) -> None:
        self.table = table
        open_pairs = np.triu(table.allowed_by_rules, 1)
        if least is not None:
            open_pairs &= table.worth >= least
        i, j = np.nonzero(open_pairs)
        self.i, self.j = i.astype(np.int64), j.astype(np.int64)
        worth = table.worth[self.i, self.j]
        if penalty is not None:
            worth = worth - penalty[self.i, self.j]
        scale, hashes = _tie_break(table, self.i, self.j, worth)
        weight = worth * scale + hashes
        self.scale = scale
        offset = offset_for(table.n, weight, table.problem.coverage_first)
        self.w = weight
        self.matcher = Matcher(table.n, self.i, self.j, weight, offset)
        self.out = ~table.available
        for v in np.flatnonzero(self.out).tolist():
            self.matcher.take_out(v)
        self.banned = table.banned
        for u, v in sorted(self.banned):
            if table.allowed_by_rules[u, v]:
                self.matcher.reweigh(u, v, None)

    def solve(self, progress: Progress | None = None) -> Ints:
        """Partner of every class number, −1 for none."""
        self.matcher.solve(progress)
        return self.matcher.mate

    def after(self, table: Table) -> Pairing:
        """The pairing of a table that differs only in decisions, from this state: only what is touched is searched again."""
        other = object.__new__(Pairing)
        other.__dict__.update(self.__dict__)
        other.table, other.matcher = table, self.matcher.copy()
        other.out, other.banned = ~table.available, table.banned
        for u, v in sorted(self.banned ^ other.banned):
            if other.matcher.has(u, v):
                other.matcher.reweigh(u, v, None if (u, v) in other.banned else self._weight(u, v))
        for v in np.flatnonzero(other.out & ~self.out).tolist():
            other.matcher.take_out(v)
        for v in np.flatnonzero(self.out & ~other.out).tolist():
            other.matcher.put_back(v)
        return other

    def copy(self) -> Pairing:
        """The same state, to try something."""
        other = object.__new__(Pairing)
        other.__dict__.update(self.__dict__)
        other.matcher = self.matcher.copy()
        return other

    def weights(self) -> Ints:
        """Weight of every pair that may be (n × n, with what decides ties), else a number below −2⁶⁰."""
        n = self.table.n
        out = np.full((n, n), -(1 << 61), dtype=np.int64)
        out[self.i, self.j] = self.w
        out[self.j, self.i] = self.w
        for u, v in self.banned:
            out[u, v] = out[v, u] = -(1 << 61)
        return out

    def _weight(self, u: int, v: int) -> int:
        at = np.flatnonzero((self.i == u) & (self.j == v))
        return int(self.w[at[0]])

    def proven(self) -> bool:
        """True after the independent checker has confirmed that nothing is better."""
        keep = ~(self.out[self.i] | self.out[self.j])
        if self.banned:
            keep &= self.table.allowed[self.i, self.j]
        matcher = self.matcher
        i, j, w = self.i[keep], self.j[keep], self.w[keep]
        return why_wrong(matcher.n, i, j, w, matcher.mate, matcher.certificate()) == ""


def _tie_break(table: Table, i: Ints, j: Ints, worth: Ints) -> tuple[int, Ints]:
    """Scale of worth, and the number below the unit that decides between equally good pairs."""
    half = table.n // 2 + 1
    span = int(worth.max()) - int(worth.min()) + abs(int(worth.min())) + 1 if worth.size else 1
    room = TIE_ROOM // (span * (half if table.problem.coverage_first else 1) * 2) // half
    bits = min(MOST_BITS, room.bit_length() - 1)
    if bits <= 0:
        return 1, np.zeros(len(i), dtype=np.int64)
    ids = [int.from_bytes(blake2b(c.id.encode(), digest_size=8).digest(), "little") for c in table.classes]
    own = np.array(ids, dtype=np.uint64)
    mixed = own[i] + own[j]
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (half << bits) + 1, (mixed >> np.uint64(64 - bits)).astype(np.int64)


def only_decisions_differ(a: Problem, b: Problem) -> bool:
    """True where two problems differ at most in what is fixed, forbidden, standing or held back."""
    return (
        a.classes == b.classes
        and a.schools == b.schools
        and a.weights == b.weights
        and a.rules == b.rules
        and a.last_year == b.last_year
        and a.refusals == b.refusals
        and a.shapes == b.shapes
        and a.coverage_first == b.coverage_first
    )

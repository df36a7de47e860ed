"""Large graphs: solve on a few edges per vertex, and let the duals say which of the others are needed.

An edge whose duals already cover its weight cannot be in a better matching. So the graph is solved on its most valuable edges,
edges that the duals do not cover are added, and the search goes on from there, until every edge of the whole graph is
covered: the same certificate then holds for the whole. The edges left out need never be stored: an `Edges` object lists
those not covered when asked.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from matching.graph.compiled import compiled
from matching.graph.driver import set_free
from matching.graph.matcher import Matcher, Progress
from matching.graph.start import open_cycle
from matching.graph.table import AWAY, DUAL, MATE, OWN, SHIFT, TOP, Ints, Shorts

FIRST_EACH = 16
MORE_EACH = 8


class Edges(Protocol):
    """All edges of a graph, as far as the pricing needs them. Edges are triples of arrays (i, j, w) with i < j."""

    def best(self, each: int) -> tuple[Ints, Ints, Ints]:
        """At least the `each` heaviest edges of every vertex."""

    def uncovered(self, y: Ints, parent: Ints, cover: Ints, offset: int, each: int) -> tuple[Ints, Ints, Ints]:
        """Edges that the duals do not cover: about `each` of the worst per vertex, none only if there are none."""


class Listed:
    """Edges that are given as arrays."""

    def __init__(self, n: int, i: Ints, j: Ints, w: Ints) -> None:
        self.n, self.i, self.j, self.w = n, i, j, w

    def best(self, each: int) -> tuple[Ints, Ints, Ints]:
        """At least the `each` heaviest edges of every vertex."""
        keep = heaviest(self.n, self.i, self.j, self.w, each)
        return self.i[keep], self.j[keep], self.w[keep]

    def uncovered(self, y: Ints, parent: Ints, cover: Ints, offset: int, each: int) -> tuple[Ints, Ints, Ints]:
        """Edges that the duals do not cover, about `each` of the worst per vertex."""
        keep = lacking(self.n, self.i, self.j, self.w, y, parent, cover, offset, each)
        return self.i[keep], self.j[keep], self.w[keep]


@compiled
def heaviest(n: int, i: Ints, j: Ints, w: Ints, each: int) -> Ints:
    """Numbers of the edges that are among the `each` heaviest of one of their ends (more where weights are equal)."""
    lowest = -(1 << 62)
    best = np.full((n, each), lowest, dtype=np.int64)
    for e in range(len(i)):
        for v in (i[e], j[e]):
            row = best[v]
            if w[e] > row[0]:
                k = 0
                while k + 1 < each and row[k + 1] < w[e]:
                    row[k] = row[k + 1]
                    k += 1
                row[k] = w[e]
    out = np.empty(len(i), dtype=np.int64)
    count = 0
    for e in range(len(i)):
        if w[e] >= best[i[e], 0] or w[e] >= best[j[e], 0]:
            out[count] = e
            count += 1
    return out[:count].copy()


@compiled
def lack(a: int, b: int, w2: int, n: int, y: Ints, parent: Ints, cover: Ints) -> int:
    """How much the duals of the edge (a, b) lack to cover its doubled weight; 0 or less if they cover it."""
    lacks = w2 - y[a] - y[b]
    if lacks <= 0:
        return 0
    a, b = parent[a], parent[b]
    while a != b and a >= 0 and b >= 0:
        if a < b:
            a = parent[a]
        else:
            b = parent[b]
    if a == b and a >= 0:
        lacks -= cover[a - n]
    return int(lacks)


@compiled
def lacking(n: int, i: Ints, j: Ints, w: Ints, y: Ints, parent: Ints, cover: Ints, offset: int, each: int) -> Ints:
    """Numbers of edges that are not covered: those at least half as bad as the worst of an end, about `each` of them."""
    worst = np.zeros(n, dtype=np.int64)
    bad = np.empty(1024, dtype=np.int64)
    found = 0
    for e in range(len(i)):
        short = lack(i[e], j[e], 2 * (w[e] + offset), n, y, parent, cover)
        if short > 0:
            worst[i[e]] = max(worst[i[e]], short)
            worst[j[e]] = max(worst[j[e]], short)
            if found == len(bad):
                more = np.empty(2 * found, dtype=np.int64)
                more[:found] = bad
                bad = more
            bad[found] = e
            found += 1
    taken = np.zeros(n, dtype=np.int64)
    count = 0
    for k in range(found):
        e = bad[k]
        a, b = i[e], j[e]
        short = 2 * lack(a, b, 2 * (w[e] + offset), n, y, parent, cover)
        if (short >= worst[a] and taken[a] < each) or (short >= worst[b] and taken[b] < each):
            taken[a] += 1
            taken[b] += 1
            bad[count] = e
            count += 1
    return bad[:count].copy()


@compiled
def make_room(
    t: Ints, shared: Ints, ids: Ints, start: Ints, near: Shorts, w2: Ints, i: Ints, j: Ints, doubled: Ints
) -> int:
    """Raise duals until the edges (i, j) are covered, freeing one end of each that is not; returns how many were."""
    freed = 0
    for e in range(len(i)):
        u, v = i[e], j[e]
        y_u, y_v = t[u, DUAL] + t[t[t[u, TOP], OWN], SHIFT], t[v, DUAL] + t[t[t[v, TOP], OWN], SHIFT]
        if y_u >= AWAY >> 1 or y_v >= AWAY >> 1 or y_u + y_v >= doubled[e]:
            continue
        if t[t[u, TOP], OWN] == t[t[v, TOP], OWN] and t[t[u, TOP], OWN] != u:
            set_free(t, shared, ids, u)  # the blossoms around both may cover it: opened to be sure
            y_u, y_v = t[u, DUAL] + t[t[t[u, TOP], OWN], SHIFT], t[v, DUAL] + t[t[t[v, TOP], OWN], SHIFT]
        if t[u, MATE] != -1 and t[v, MATE] == -1:
            u, v = v, u
            y_u, y_v = y_v, y_u
        if t[u, MATE] == -2:
            open_cycle(t, u)
        else:
            set_free(t, shared, ids, u)
        y_v = t[v, DUAL] + t[t[t[v, TOP], OWN], SHIFT]
        t[u, DUAL] = max(t[u, DUAL] + t[t[t[u, TOP], OWN], SHIFT], doubled[e] - y_v)
        t[u, SHIFT] = 0
        freed += 1
    return freed


class Priced:
    """A matcher of a large graph that grows by the edges that turn out to be needed.

    Where size comes first (`offset` > 0), the graph is solved for weight alone in the fractional sense before the offset is added to
    every edge, half of it to every dual: that keeps tight what is tight, and only those still single are searched again.
    """

    def __init__(self, n: int, edges: Edges, offset: int, each: int = FIRST_EACH) -> None:
        self.n, self.edges, self.offset = n, edges, 0
        self.final_offset = offset
        self.i, self.j, self.w = edges.best(each)
        self.matcher = Matcher(n, self.i, self.j, self.w, 0)
        self.rounds: list[tuple[int, int]] = []

    def solve(self, progress: Progress | None = None) -> Matcher:
        """Match the whole graph; the certificate of the matcher returned holds for all of its edges."""
        m = self.matcher
        m.start_halves()
        self._halves(progress)
        if self.final_offset:
            self.offset = m.offset = self.final_offset
            m.table[: self.n, DUAL] += self.offset
            m.weight += 2 * self.offset
            self._halves(progress)
        m.round()
        while True:
            m.solve(progress)
            proof = m.certificate()
            cover = proof.cover()
            if not self._add(*self.edges.uncovered(proof.vertex_duals, proof.parent, cover, self.offset, MORE_EACH)):
                return m

    def _halves(self, progress: Progress | None) -> None:
        none = np.zeros(0, dtype=np.int64)
        outside = np.full(self.n, -1, dtype=np.int64)
        while True:
            self.matcher.halves(progress)
            if not self._add(*self.edges.uncovered(self.matcher.duals(), outside, none, self.offset, MORE_EACH)):
                return

    def _add(self, i: Ints, j: Ints, w: Ints) -> int:
        """Add edges to the graph, and free what they leave uncovered; returns how many were added."""
        if not len(i):
            return 0
        self.i, self.j, self.w = (np.concatenate(both) for both in ((self.i, i), (self.j, j), (self.w, w)))
        m = self.matcher
        m.regraph(self.i, self.j, self.w)
        freed = make_room(m.table, m.shared, m.ids, m.start, m.near, m.weight, i, j, 2 * (w + self.offset))
        self.rounds.append((len(i), int(freed)))
        return len(i)

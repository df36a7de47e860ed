"""The loop over all single vertices, in pieces so that a long run can report and be stopped."""

from __future__ import annotations

import numpy as np

from matching.graph.blossoms import outermost, release
from matching.graph.compiled import compiled
from matching.graph.search import search
from matching.graph.start import first_duals, half_search, round_cycles
from matching.graph.table import (
    AWAY,
    BASE,
    DUAL,
    FREE_IDS,
    MATE,
    NAMES,
    OWN,
    PARENT,
    PENDING,
    SCALARS,
    SHIFT,
    TOP,
    WORK,
    Ints,
    Shorts,
    adjacency,
    fresh_table,
)


@compiled
def half_searches(
    t: Ints,
    shared: Ints,
    heap: Ints,
    touched: Ints,
    start: Ints,
    near: Shorts,
    w2: Ints,
    n: int,
    first: int,
    budget: int,
) -> int:
    """Search from every single vertex from `first` on until `budget` looks at edges are spent; returns the next one."""
    end = shared[WORK] + budget
    for v in range(first, n):
        if t[v, MATE] == -1 and 0 < t[v, DUAL] < AWAY:
            half_search(t, shared, heap, touched, start, near, w2, v)
            if shared[WORK] > end:
                return v + 1
    return n


@compiled
def searches(
    t: Ints,
    shared: Ints,
    heap: Ints,
    touched: Ints,
    fresh: Ints,
    stack: Ints,
    ids: Ints,
    start: Ints,
    near: Shorts,
    w2: Ints,
    n: int,
    first: int,
    budget: int,
) -> int:
    """The same with blossoms: afterwards no single vertex has a dual above 0."""
    end = shared[WORK] + budget
    for v in range(first, n):
        if t[v, MATE] == -1 and 0 < t[v, DUAL] + t[outermost(t, v), SHIFT] < AWAY:
            search(t, shared, heap, touched, fresh, stack, ids, start, near, w2, n, v)
            if shared[WORK] > end:
                return v + 1
    return n


@compiled
def set_free(t: Ints, shared: Ints, ids: Ints, v: int) -> None:
    """Take vertex `v` out of all blossoms and make it single; duals stay feasible and matched edges tight."""
    while True:
        b = t[t[v, TOP], OWN]
        if b == v:
            break
        half = t[b, DUAL] >> 1
        t[b, SHIFT] += half
        base = t[b, BASE]
        if half > 0 and t[base, MATE] >= 0:
            t[t[base, MATE], MATE] = -1
            t[base, MATE] = -1
        t[b, DUAL] = 0
        release(t, shared, ids, b)
    if t[v, MATE] >= 0:
        t[t[v, MATE], MATE] = -1
        t[v, MATE] = -1
    while shared[PENDING] < len(ids):
        ids[shared[FREE_IDS]] = ids[shared[PENDING]]
        shared[PENDING] += 1
        shared[FREE_IDS] += 1


@compiled
def lift(t: Ints, start: Ints, near: Shorts, w2: Ints, v: int) -> None:
    """Give the outermost single vertex `v` the least dual that its edges allow."""
    least = 0
    for e in range(start[v], start[v + 1]):
        u = near[e]
        least = max(least, w2[e] - t[u, DUAL] - t[outermost(t, u), SHIFT])
    t[v, DUAL] = least
    t[v, SHIFT] = 0


@compiled
def looked_at(n: int, i: Ints, j: Ints, w: Ints) -> tuple[int, int, int, int, int]:
    """One look at all edges: (what is wrong, at which edge, least weight, greatest weight, whether i < j in ascending order).

    Wrong is 0 for nothing, 1 for an end that is no vertex, 2 for an edge of a vertex to itself.
    """
    least, most, ordered = 0, 0, 1
    for e in range(len(i)):
        a, b = i[e], j[e]
        if a < 0 or b < 0 or a >= n or b >= n:
            return 1, e, 0, 0, 0
        if a == b:
            return 2, e, 0, 0, 0
        if e == 0:
            least = most = w[e]
        elif a < i[e - 1] or (a == i[e - 1] and b <= j[e - 1]):
            ordered = 0
        if a > b:
            ordered = 0
        least, most = min(least, w[e]), max(most, w[e])
    return 0, 0, least, most, ordered


@compiled
def at_once(n: int, i: Ints, j: Ints, w: Ints, offset: int) -> tuple[Ints, Ints, Ints, Ints]:
    """A small graph in one call: (mates, duals of vertices, parents of vertices and odd sets, duals of odd sets).

    The same steps as those of a `Matcher`, which can be stopped, asked and changed.
    """
    rows = 2 * n + 2
    start, near, w2 = adjacency(n, i, j, w)
    for e in range(len(w2)):
        w2[e] += 2 * offset
    t = fresh_table(n)
    shared = np.zeros(SCALARS, dtype=np.int64)
    ids = np.arange(2 * n + 1, n - 1, -1)
    shared[FREE_IDS] = shared[PENDING] = len(ids)
    shared[NAMES] = n + 2
    heap = np.empty((len(near) + 4 * rows, 2), dtype=np.int64)
    touched = np.empty(8 * rows, dtype=np.int64)
    first_duals(t, start, near, w2, n)
    half_searches(t, shared, heap, touched, start, near, w2, n, 0, 1 << 60)
    round_cycles(t, n)
    fresh = np.empty(rows, dtype=np.int64)
    stack = np.empty((rows, 3), dtype=np.int64)
    searches(t, shared, heap, touched, fresh, stack, ids, start, near, w2, n, 0, 1 << 60)
    y, parent, z = proof_of(t, n)
    return t[:n, MATE].copy(), y, parent, z


@compiled
def proof_of(t: Ints, n: int) -> tuple[Ints, Ints, Ints]:
    """Duals of the vertices, parents of vertices and odd sets, duals of the odd sets; only sets with a dual, from the inside out."""
    rows = len(t)
    depth = np.full(rows, -1, dtype=np.int64)
    deepest, count = 0, 0
    for b in range(n, rows):
        if t[b, PARENT] < -1 or t[b, DUAL] <= 0:
            continue
        count += 1
        steps, up = 0, b
        while up >= 0 and depth[up] < 0:
            steps += 1
            up = t[up, PARENT]
        level = steps + (depth[up] if up >= 0 else -1)
        up = b
        while steps > 0:
            depth[up] = level
            level -= 1
            steps -= 1
            up = t[up, PARENT]
        deepest = max(deepest, depth[b])
    at = np.zeros(deepest + 2, dtype=np.int64)  # deepest sets first, then by row
    for b in range(n, rows):
        if t[b, PARENT] >= -1 and t[b, DUAL] > 0:
            at[deepest - depth[b] + 1] += 1
    for k in range(deepest + 1):
        at[k + 1] += at[k]
    number = np.full(rows, -2, dtype=np.int64)  # -2: not known yet, else the nearest listed set, or -1 for none
    order = np.empty(count, dtype=np.int64)
    for b in range(n, rows):
        if t[b, PARENT] >= -1 and t[b, DUAL] > 0:
            k = at[deepest - depth[b]]
            at[deepest - depth[b]] += 1
            number[b] = n + k
            order[k] = b
    out = np.full(n + count, -1, dtype=np.int64)
    z = np.empty(count, dtype=np.int64)
    y = np.empty(n, dtype=np.int64)
    for v in range(n):
        out[v] = _listed_above(t, number, v)
        y[v] = t[v, DUAL] + t[outermost(t, v), SHIFT]
        if y[v] >= AWAY:
            y[v] = 0
    for k in range(count):
        out[n + k] = _listed_above(t, number, order[k])
        z[k] = t[order[k], DUAL]
    return y, out, z


@compiled
def _listed_above(t: Ints, number: Ints, row: int) -> int:
    """The listed set that holds a row most closely, −1 for none; what was walked is remembered, so that all walks are linear."""
    up = t[row, PARENT]
    while up >= 0 and number[up] == -2:
        up = t[up, PARENT]
    found = number[up] if up >= 0 else -1
    up = t[row, PARENT]
    while up >= 0 and number[up] == -2:
        number[up] = found
        up = t[up, PARENT]
    return int(found)

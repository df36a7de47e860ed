"""The loop over all single vertices, in pieces so that a long run can report and be stopped."""

from __future__ import annotations

from matching.graph.blossoms import outermost, release
from matching.graph.compiled import compiled
from matching.graph.search import search
from matching.graph.start import half_search
from matching.graph.table import (
    AWAY,
    BASE,
    DUAL,
    FREE_IDS,
    MATE,
    OWN,
    PENDING,
    SHIFT,
    TOP,
    WORK,
    Ints,
    Shorts,
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

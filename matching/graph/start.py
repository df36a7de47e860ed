"""A good start: duals by one look at every vertex, then the best fractional matching, whose odd cycles are rounded.

The fractional problem allows edges to be half used. It needs no blossoms, so its searches are short, and its
optimum has only whole edges and half-used odd cycles. Rounding leaves one single vertex per odd cycle: those few
are what the blossom searches then start from, with duals that are feasible and tight on all matched edges.
"""

from __future__ import annotations

from matching.graph.compiled import compiled
from matching.graph.table import (
    AWAY,
    BOUND,
    CLOSE,
    DUAL,
    FLOOR_KEY,
    FLOOR_VERTEX,
    FROM,
    GROW,
    HEAP,
    KEY,
    LABEL,
    MARK,
    MATE,
    NEVER,
    NEXT,
    NOW,
    PREV,
    SINCE,
    STAMP,
    TOUCHED,
    WORK,
    Ints,
    Shorts,
    drop_first,
    push,
    source_of,
)


@compiled
def first_duals(t: Ints, start: Ints, near: Shorts, w2: Ints, n: int) -> None:
    """Feasible duals, lowered vertex by vertex; every edge that is tight between single vertices is taken."""
    for v in range(n):
        if t[v, DUAL] >= AWAY:
            continue
        best = 0
        for e in range(start[v], start[v + 1]):
            best = max(best, w2[e])
        t[v, DUAL] = (best + 1) >> 1
    for v in range(n):
        if t[v, MATE] != -1 or t[v, DUAL] >= AWAY:
            continue
        least = 0
        partner = -1
        for e in range(start[v], start[v + 1]):
            u = near[e]
            need = w2[e] - t[u, DUAL]
            if need > least or (need == least and partner < 0 and t[u, MATE] == -1):
                least = need
                partner = u if t[u, MATE] == -1 else -1
        t[v, DUAL] = least
        if partner >= 0:
            t[v, MATE] = partner
            t[partner, MATE] = v


@compiled
def _flip(t: Ints, u: int, v: int) -> None:
    """Swap the matching along the tree path from even vertex `u` to the root; match `u` with `v` (−1: single)."""
    while True:
        mate = t[u, MATE]
        t[u, MATE] = v
        if v >= 0:
            t[v, MATE] = u
        if mate < 0:
            return
        v = mate
        u = t[mate, FROM]


@compiled
def open_cycle(t: Ints, v: int) -> None:
    """Turn a half-used odd cycle into whole edges that leave only `v` single."""
    x = t[v, NEXT]
    while x != v:
        y = t[x, NEXT]
        t[x, MATE] = y
        t[y, MATE] = x
        x = t[y, NEXT]
    t[v, MATE] = -1


@compiled
def _halve_cycle(t: Ints, shared: Ints, u: int, v: int) -> None:
    """Make the odd cycle that (u, v) closes in the tree a half-used one, and match the root by the path to it."""
    shared[STAMP] += 1
    stamp = shared[STAMP]
    a, b = u, v
    while True:
        if a >= 0:
            if t[a, MARK] == stamp:
                break
            t[a, MARK] = stamp
            mate = t[a, MATE]
            a = t[mate, FROM] if mate >= 0 else -1
        a, b = b, a
    top = a
    t[u, NEXT] = v
    t[v, PREV] = u
    x = u
    while x != top:
        odd = t[x, MATE]
        up = t[odd, FROM]
        t[odd, NEXT] = x
        t[x, PREV] = odd
        t[up, NEXT] = odd
        t[odd, PREV] = up
        x = up
    x = v
    while x != top:
        odd = t[x, MATE]
        up = t[odd, FROM]
        t[x, NEXT] = odd
        t[odd, PREV] = x
        t[odd, NEXT] = up
        t[up, PREV] = odd
        x = up
    _flip(t, top, -1)
    x = top
    while True:
        t[x, MATE] = -2
        x = t[x, NEXT]
        if x == top:
            break


@compiled
def _even(t: Ints, shared: Ints, touched: Ints, v: int) -> None:
    t[v, LABEL] = 1
    t[v, DUAL] += shared[NOW]
    touched[shared[TOUCHED]] = v
    shared[TOUCHED] += 1
    if t[v, DUAL] < shared[FLOOR_KEY]:
        shared[FLOOR_KEY] = t[v, DUAL]
        shared[FLOOR_VERTEX] = v


@compiled
def _scan(t: Ints, shared: Ints, heap: Ints, touched: Ints, start: Ints, near: Shorts, w2: Ints, u: int) -> None:
    dual = t[u, DUAL]
    bound = min(shared[BOUND], shared[FLOOR_KEY])
    shared[WORK] += start[u + 1] - start[u]
    for e in range(start[u], start[u + 1]):
        v = near[e]
        room = dual + t[v, DUAL] - w2[e]
        if room > bound + bound:
            continue
        label = t[v, LABEL]
        if label == 0:
            if room < t[v, KEY] and room <= bound:
                if t[v, KEY] == NEVER:
                    touched[shared[TOUCHED]] = v
                    shared[TOUCHED] += 1
                t[v, KEY] = room
                t[v, FROM] = u
                push(heap, shared, room, (v << 2) | GROW)
                if t[v, MATE] < 0:
                    bound = room
        elif label == 1 and v != u:
            room >>= 1
            if room <= bound:
                bound = room
                push(heap, shared, room, (e << 2) | CLOSE)
    shared[BOUND] = min(shared[BOUND], bound)


@compiled
def half_search(
    t: Ints,
    shared: Ints,
    heap: Ints,
    touched: Ints,
    start: Ints,
    near: Shorts,
    w2: Ints,
    root: int,
) -> None:
    """Match the single vertex `root` in the fractional sense, or make the dual of the single vertex reach 0."""
    shared[NOW] = 0
    shared[HEAP] = 0
    shared[TOUCHED] = 0
    shared[FLOOR_KEY] = NEVER
    shared[BOUND] = NEVER
    u = root
    _even(t, shared, touched, root)
    while True:
        if u >= 0:
            _scan(t, shared, heap, touched, start, near, w2, u)
        u = -1
        if shared[HEAP] == 0 or heap[0, 0] >= shared[FLOOR_KEY]:
            shared[NOW] = shared[FLOOR_KEY]
            _flip(t, shared[FLOOR_VERTEX], -1)
            break
        key, code = heap[0, 0], heap[0, 1]
        drop_first(heap, shared)
        name = code >> 2
        if code & 3 == CLOSE:
            shared[NOW] = key
            _halve_cycle(t, shared, source_of(start, name), near[name])
            break
        if t[name, LABEL] != 0 or t[name, KEY] != key:
            continue
        shared[NOW] = key
        mate = t[name, MATE]
        if mate < 0:
            if mate == -2:
                open_cycle(t, name)
            _flip(t, t[name, FROM], name)
            break
        t[name, LABEL] = 2
        t[name, SINCE] = key
        _even(t, shared, touched, mate)
        u = mate
    now = shared[NOW]
    for k in range(shared[TOUCHED]):
        v = touched[k]
        if t[v, LABEL] == 1:
            t[v, DUAL] -= now
        elif t[v, LABEL] == 2:
            t[v, DUAL] += now - t[v, SINCE]
        t[v, LABEL] = 0
        t[v, KEY] = NEVER
    shared[TOUCHED] = 0


@compiled
def round_cycles(t: Ints, n: int) -> None:
    """Leave one vertex of every half-used odd cycle single: the one of the lowest dual, then the lowest number."""
    for v in range(n):
        if t[v, MATE] == -2:
            best = v
            x = t[v, NEXT]
            while x != v:
                if t[x, DUAL] < t[best, DUAL] or (t[x, DUAL] == t[best, DUAL] and x < best):
                    best = x
                x = t[x, NEXT]
            open_cycle(t, best)

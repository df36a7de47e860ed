"""One search of Edmonds' primal–dual method: grow a single alternating tree from a single vertex until it pays.

Time is the dual change so far. While a row is even its vertices' duals fall by one per unit of time, while it is
odd they rise; they are stored as of time 0 (even) or as of the row's start (odd, free), so that a change of time
touches nothing. Events wait in one heap: a free row is reached (GROW), an edge between even rows closes an odd
cycle (CLOSE), an odd blossom's dual is used up (EXPAND). Stale events are skipped when they come up. The search
ends when the tree reaches a single vertex, or when an even vertex's dual is used up (it becomes the single one).
"""

from __future__ import annotations

from matching.graph.blossoms import adopt, flip_to_root, is_even_way, make_blossom, outermost, release, set_base
from matching.graph.compiled import compiled
from matching.graph.table import (
    BASE,
    BOUND,
    CHILD,
    CLOSE,
    DUAL,
    EXPAND,
    FIRST,
    FLOOR_KEY,
    FLOOR_VERTEX,
    FOLLOW,
    FREE_IDS,
    FROM,
    GROW,
    HEAP,
    INN,
    INTO,
    KEY,
    LABEL,
    LAST,
    MATE,
    NEVER,
    NEXT,
    NOW,
    OUT,
    OWN,
    PARENT,
    PENDING,
    PREV,
    SHIFT,
    SINCE,
    TOP,
    TOUCHED,
    WORK,
    Ints,
    Shorts,
    drop_first,
    push,
)


@compiled
def _scan(t: Ints, shared: Ints, heap: Ints, touched: Ints, start: Ints, near: Shorts, w2: Ints, u: int) -> None:
    """Look at the neighbours of the even vertex `u` and file what happens when."""
    mine = t[t[u, TOP], OWN]
    dual = t[u, DUAL]
    bound = min(shared[BOUND], shared[FLOOR_KEY])
    closing = NEVER
    shared[WORK] += start[u + 1] - start[u]
    for e in range(start[u], start[u + 1]):
        v = near[e]
        row = t[t[v, TOP], OWN]
        room = dual + t[v, DUAL] + t[row, SHIFT] - w2[e]
        if room > bound + bound:
            continue
        label = t[row, LABEL]
        if label == 2 or row == mine:
            continue
        if label == 0:
            if room < t[row, KEY] and room <= bound:
                if t[row, KEY] == NEVER:
                    touched[shared[TOUCHED]] = row
                    shared[TOUCHED] += 1
                t[row, KEY] = room
                t[row, FROM] = u
                t[row, INTO] = v
                push(heap, shared, room, (row << 2) | GROW)
                if t[t[row, BASE], MATE] == -1:
                    bound = room
                    shared[BOUND] = room
        elif room >> 1 < closing:
            closing = room >> 1
    if closing <= bound:
        push(heap, shared, closing, (u << 2) | CLOSE)


@compiled
def _closing(t: Ints, shared: Ints, start: Ints, near: Shorts, w2: Ints, u: int) -> tuple[int, int]:
    """The first time at which an edge of even vertex `u` closes an odd cycle, and the vertex at its other end (or −1).

    Only the first such edge of a vertex waits in the heap; the next is looked for when it comes up.
    """
    mine = outermost(t, u)
    dual = t[u, DUAL]
    best = NEVER
    found = -1
    shared[WORK] += start[u + 1] - start[u]
    for e in range(start[u], start[u + 1]):
        v = near[e]
        room = (dual + t[v, DUAL] - w2[e]) >> 1
        if room < best:
            row = outermost(t, v)
            if row != mine and t[row, LABEL] == 1:
                best = room
                found = v
    return best, found


@compiled
def _make_even(t: Ints, shared: Ints, touched: Ints, fresh: Ints, row: int, count: int) -> int:
    """Label an outermost row even now and append its vertices to `fresh`; returns the new length of `fresh`."""
    now = shared[NOW]
    rise = now + t[row, SHIFT]
    t[row, SHIFT] = 0
    t[row, LABEL] = 1
    t[row, SINCE] = now
    touched[shared[TOUCHED]] = row
    shared[TOUCHED] += 1
    v = t[row, FIRST]
    last = t[row, LAST]
    while True:
        t[v, DUAL] += rise
        if t[v, DUAL] < shared[FLOOR_KEY]:
            shared[FLOOR_KEY] = t[v, DUAL]
            shared[FLOOR_VERTEX] = v
        fresh[count] = v
        count += 1
        if v == last:
            return count
        v = t[v, FOLLOW]


@compiled
def _make_odd(t: Ints, shared: Ints, heap: Ints, touched: Ints, row: int, n: int, u: int, v: int) -> None:
    """Label an outermost row odd now, reached by the edge from even vertex `u` into its vertex `v`."""
    t[row, LABEL] = 2
    t[row, SINCE] = shared[NOW]
    t[row, FROM] = u
    t[row, INTO] = v
    touched[shared[TOUCHED]] = row
    shared[TOUCHED] += 1
    if row >= n:
        push(heap, shared, shared[NOW] + (t[row, DUAL] >> 1), (row << 2) | EXPAND)


@compiled
def _close(t: Ints, shared: Ints, touched: Ints, fresh: Ints, ids: Ints, n: int, u: int, v: int) -> int:
    """Shrink the odd cycle closed by even vertices `u` and `v`; returns how many vertices are newly even (in `fresh`)."""
    new = make_blossom(t, shared, ids, u, v)
    now = shared[NOW]
    touched[shared[TOUCHED]] = new
    shared[TOUCHED] += 1
    count = 0
    top = t[new, CHILD]
    x = top
    while True:
        passed = now - t[x, SINCE]
        if t[x, LABEL] == 2:
            if x >= n:
                t[x, DUAL] -= 2 * passed
            t[x, SHIFT] += passed
            count = _make_even(t, shared, touched, fresh, x, count)
        elif x >= n:
            t[x, DUAL] += 2 * passed
        x = t[x, NEXT]
        if x == top:
            break
    adopt(t, shared, new)
    return count


@compiled
def _expand(
    t: Ints,
    shared: Ints,
    heap: Ints,
    touched: Ints,
    fresh: Ints,
    ids: Ints,
    start: Ints,
    near: Shorts,
    w2: Ints,
    n: int,
    blossom: int,
) -> int:
    """Take an odd blossom without dual apart: its even-length side stays in the tree, the other becomes free.

    Returns how many vertices are newly even (in `fresh`).
    """
    u, v = t[blossom, FROM], t[blossom, INTO]
    goal = t[blossom, CHILD]
    t[blossom, SHIFT] += shared[NOW] - t[blossom, SINCE]
    t[blossom, DUAL] = 0
    release(t, shared, ids, blossom)
    x = outermost(t, v)
    entry = x
    backwards = is_even_way(t, blossom, x)
    _make_odd(t, shared, heap, touched, x, n, u, v)
    count = 0
    while x != goal:
        even = t[x, PREV] if backwards else t[x, NEXT]
        count = _make_even(t, shared, touched, fresh, even, count)
        if backwards:
            x = t[even, PREV]
            _make_odd(t, shared, heap, touched, x, n, t[x, INN], t[x, OUT])
        else:
            x = t[even, NEXT]
            _make_odd(t, shared, heap, touched, x, n, t[even, OUT], t[even, INN])
    x = t[entry, NEXT]
    while x != entry:
        if t[x, LABEL] == 0:
            _reach(t, shared, heap, touched, start, near, w2, x)
        x = t[x, NEXT]
    return count


@compiled
def _reach(t: Ints, shared: Ints, heap: Ints, touched: Ints, start: Ints, near: Shorts, w2: Ints, row: int) -> None:
    """Find the edge by which the tree reaches a row that has just become free."""
    best = NEVER
    v = t[row, FIRST]
    last = t[row, LAST]
    while True:
        shared[WORK] += start[v + 1] - start[v]
        for e in range(start[v], start[v + 1]):
            u = near[e]
            if t[outermost(t, u), LABEL] == 1:
                room = t[u, DUAL] + t[v, DUAL] + t[row, SHIFT] - w2[e]
                if room < best:
                    best = room
                    t[row, FROM] = u
                    t[row, INTO] = v
        if v == last:
            break
        v = t[v, FOLLOW]
    if best < NEVER:
        t[row, KEY] = best
        touched[shared[TOUCHED]] = row
        shared[TOUCHED] += 1
        push(heap, shared, best, (row << 2) | GROW)


@compiled
def _settle(t: Ints, shared: Ints, touched: Ints, ids: Ints, n: int) -> None:
    """Write the duals of this moment into the table and forget the tree."""
    now = shared[NOW]
    for k in range(shared[TOUCHED]):
        row = touched[k]
        if t[row, PARENT] == -1:
            passed = now - t[row, SINCE]
            if t[row, LABEL] == 1:
                if row >= n:
                    t[row, DUAL] += 2 * passed
                t[row, SHIFT] = -now
            elif t[row, LABEL] == 2:
                if row >= n:
                    t[row, DUAL] -= 2 * passed
                t[row, SHIFT] += passed
        t[row, LABEL] = 0
        t[row, KEY] = NEVER
    shared[TOUCHED] = 0
    while shared[PENDING] < len(ids):
        ids[shared[FREE_IDS]] = ids[shared[PENDING]]
        shared[PENDING] += 1
        shared[FREE_IDS] += 1


@compiled
def search(
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
    root: int,
) -> None:
    """Match the single vertex `root`, or make it (or another that then becomes single) reach dual 0."""
    shared[NOW] = 0
    shared[HEAP] = 0
    shared[TOUCHED] = 0
    shared[FLOOR_KEY] = NEVER
    shared[BOUND] = NEVER
    count = _make_even(t, shared, touched, fresh, outermost(t, root), 0)
    while True:
        for k in range(count):
            _scan(t, shared, heap, touched, start, near, w2, fresh[k])
        count = 0
        if shared[HEAP] == 0 or heap[0, 0] >= shared[FLOOR_KEY]:
            shared[NOW] = shared[FLOOR_KEY]
            flip_to_root(t, stack, shared[FLOOR_VERTEX], -1)
            break
        key, code = heap[0, 0], heap[0, 1]
        drop_first(heap, shared)
        what, name = code & 3, code >> 2
        if what == GROW:
            if t[name, LABEL] != 0 or t[name, PARENT] != -1 or t[name, KEY] != key:
                continue
            shared[NOW] = key
            mate = t[t[name, BASE], MATE]
            u, v = t[name, FROM], t[name, INTO]
            if mate == -1:
                set_base(t, stack, name, v)
                flip_to_root(t, stack, u, v)
                break
            _make_odd(t, shared, heap, touched, name, n, u, v)
            count = _make_even(t, shared, touched, fresh, outermost(t, mate), 0)
        elif what == CLOSE:
            best, v = _closing(t, shared, start, near, w2, name)
            if v < 0:
                continue
            push(heap, shared, best, code)  # the next cycle through this vertex, not earlier than this one
            if best > key:
                continue
            shared[NOW] = key
            count = _close(t, shared, touched, fresh, ids, n, name, v)
        else:
            if t[name, LABEL] != 2 or t[name, PARENT] != -1 or t[name, SINCE] + (t[name, DUAL] >> 1) != key:
                continue
            shared[NOW] = key
            count = _expand(t, shared, heap, touched, fresh, ids, start, near, w2, n, name)
    _settle(t, shared, touched, ids, n)

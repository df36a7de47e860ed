"""Blossoms: making one from an odd cycle of the tree, giving one a new base, taking one apart."""

from __future__ import annotations

from matching.graph.compiled import compiled
from matching.graph.table import (
    BASE,
    CHILD,
    DUAL,
    FIRST,
    FOLLOW,
    FREE_IDS,
    FROM,
    INN,
    INTO,
    KEY,
    LABEL,
    LAST,
    MARK,
    MATE,
    NAMES,
    NEVER,
    NEXT,
    NOW,
    OUT,
    OWN,
    PARENT,
    PENDING,
    POOL,
    PREV,
    SHIFT,
    SINCE,
    SIZE,
    STAMP,
    TOP,
    Ints,
)


@compiled
def outermost(t: Ints, v: int) -> int:
    """Row of the outermost blossom that holds vertex `v` (or `v` itself)."""
    row: int = t[t[v, TOP], OWN]
    return row


@compiled
def above(t: Ints, row: int) -> int:
    """The even row above an even row in the tree, −1 at the root."""
    mate = t[t[row, BASE], MATE]
    if mate < 0:
        return -1
    return outermost(t, t[outermost(t, mate), FROM])


@compiled
def meeting(t: Ints, shared: Ints, a: int, b: int) -> int:
    """The lowest even row above both even rows `a` and `b` of the tree."""
    shared[STAMP] += 1
    stamp = shared[STAMP]
    while True:
        if a >= 0:
            if t[a, MARK] == stamp:
                return a
            t[a, MARK] = stamp
            a = above(t, a)
        a, b = b, a


@compiled
def _join(t: Ints, before: int, after: int, out: int, inn: int) -> None:
    t[before, NEXT] = after
    t[after, PREV] = before
    t[before, OUT] = out
    t[before, INN] = inn


@compiled
def make_blossom(t: Ints, shared: Ints, ids: Ints, u: int, v: int) -> int:
    """Shrink the odd cycle that the edge (u, v) closes in the tree; returns the new row, with its children linked."""
    left, right = outermost(t, u), outermost(t, v)
    top = meeting(t, shared, left, right)
    shared[FREE_IDS] -= 1
    new = ids[shared[FREE_IDS]]
    _join(t, left, right, u, v)
    x = left
    while x != top:  # the side of u, so that the cycle runs: top … left, right … top
        base = t[x, BASE]
        odd = outermost(t, t[base, MATE])
        _join(t, odd, x, t[base, MATE], base)
        up = outermost(t, t[odd, FROM])
        _join(t, up, odd, t[odd, FROM], t[odd, INTO])
        x = up
    x = right
    while x != top:
        base = t[x, BASE]
        odd = outermost(t, t[base, MATE])
        _join(t, x, odd, base, t[base, MATE])
        up = outermost(t, t[odd, FROM])
        _join(t, odd, up, t[odd, INTO], t[odd, FROM])
        x = up
    row = t[new]
    row[CHILD] = top
    row[BASE] = t[top, BASE]
    row[DUAL] = 0
    row[LABEL] = 1
    row[SINCE] = shared[NOW]
    row[PARENT] = -1
    row[KEY] = NEVER
    row[FIRST] = t[top, FIRST]
    return int(new)


@compiled
def adopt(t: Ints, shared: Ints, new: int) -> None:
    """Make the children of `new` its own: one list of vertices, one name for all (the largest child's).

    The children are even, so their SHIFT is 0.
    """
    top = t[new, CHILD]
    size = 0
    largest = top
    x = top
    while True:
        size += t[x, SIZE]
        if t[x, SIZE] > t[largest, SIZE]:
            largest = x
        x = t[x, NEXT]
        if x == top:
            break
    name = t[t[largest, FIRST], TOP]
    last = -1
    while True:
        t[x, PARENT] = new
        if last >= 0:
            t[last, FOLLOW] = t[x, FIRST]
        last = t[x, LAST]
        if x != largest:
            t[shared[NAMES], POOL] = t[t[x, FIRST], TOP]
            shared[NAMES] += 1
            _rename(t, x, name)
        x = t[x, NEXT]
        if x == top:
            break
    t[new, LAST] = last
    t[new, SIZE] = size
    t[new, SHIFT] = 0
    t[name, OWN] = new


@compiled
def _rename(t: Ints, row: int, name: int) -> None:
    v = t[row, FIRST]
    last = t[row, LAST]
    while True:
        t[v, TOP] = name
        if v == last:
            return
        v = t[v, FOLLOW]


@compiled
def release(t: Ints, shared: Ints, ids: Ints, blossom: int) -> None:
    """Make the children of an outermost blossom outermost and free, and give its row back (usable after the search).

    The largest child keeps the name, so that the work is the size of the others.
    """
    top = t[blossom, CHILD]
    largest = top
    x = t[top, NEXT]
    while x != top:
        if t[x, SIZE] > t[largest, SIZE]:
            largest = x
        x = t[x, NEXT]
    name = t[t[blossom, FIRST], TOP]
    while True:
        row = t[x]
        row[PARENT] = -1
        row[LABEL] = 0
        row[KEY] = NEVER
        row[SHIFT] = t[blossom, SHIFT]
        if x == largest:
            t[name, OWN] = x
        else:
            shared[NAMES] -= 1
            own = t[shared[NAMES], POOL]
            t[own, OWN] = x
            _rename(t, x, own)
        x = row[NEXT]
        if x == top:
            break
    t[blossom, PARENT] = -2
    t[blossom, LABEL] = 0
    shared[PENDING] -= 1
    ids[shared[PENDING]] = blossom


@compiled
def is_even_way(t: Ints, blossom: int, child: int) -> bool:
    """True where going backwards from `child` to the base child takes an even number of steps."""
    steps = 0
    x = t[blossom, CHILD]
    while x != child:
        x = t[x, NEXT]
        steps += 1
    return steps % 2 == 0


@compiled
def set_base(t: Ints, stack: Ints, row: int, v: int) -> None:
    """Match the inside of `row` so that vertex `v` is the one matched outwards.

    No recursion: `stack` holds (row, base) in its first two columns, and the way from a base out to its row in the third.
    """
    stack[0, 0] = row
    stack[0, 1] = v
    depth = 1
    while depth > 0:
        depth -= 1
        b, v = stack[depth, 0], stack[depth, 1]
        steps = 0
        x = v
        while x != b:
            stack[steps, 2] = x
            steps += 1
            x = t[x, PARENT]
        while steps > 0 and t[b, BASE] != v:
            steps -= 1
            child = stack[steps, 2]
            depth = _turn(t, stack, depth, b, child)
            t[b, CHILD] = child
            t[b, BASE] = v
            b = child


@compiled
def _turn(t: Ints, stack: Ints, depth: int, b: int, child: int) -> int:
    """Match the children of `b` along its odd cycle so that `child` is left for the outside; returns the new depth."""
    goal = t[b, CHILD]
    if child == goal:
        return depth
    backwards = is_even_way(t, b, child)
    x = child
    while x != goal:
        if backwards:
            other = t[x, PREV]
            one = t[other, PREV]
            x = one
        else:
            one = t[x, NEXT]
            other = t[one, NEXT]
            x = other
        p, q = t[one, OUT], t[one, INN]
        t[p, MATE] = q
        t[q, MATE] = p
        if t[one, BASE] != p:
            stack[depth, 0] = one
            stack[depth, 1] = p
            depth += 1
        if t[other, BASE] != q:
            stack[depth, 0] = other
            stack[depth, 1] = q
            depth += 1
    return depth


@compiled
def flip_to_root(t: Ints, stack: Ints, u: int, v: int) -> None:
    """Swap the matching along the tree path from even vertex `u` to the root; then match `u` with `v` (or −1: single)."""
    while True:
        x = outermost(t, u)
        mate = t[t[x, BASE], MATE]
        set_base(t, stack, x, u)
        t[u, MATE] = v
        if v >= 0:
            t[v, MATE] = u
        if mate < 0:
            return
        odd = outermost(t, mate)
        v = t[odd, INTO]
        u = t[odd, FROM]
        set_base(t, stack, odd, v)

"""The state of a matching: one integer table with a row per vertex and per blossom, and what every search shares.

Rows 0 … n−1 are vertices, rows n … 2n+1 blossoms. The first eight fields are what a scan over neighbours touches:
one cache line. Duals are doubled (an edge of weight w has slack y_u + y_v − 2w), so that they are integers
throughout.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.graph.compiled import compiled

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]

# fields of a row; the first eight are hot
DUAL = 0  # y of a vertex, less SHIFT of its outermost row (while even as of time 0, see search); z of a blossom
TOP = 1  # vertex: the name of its outermost row (a number, handed on when rows are joined or taken apart) …
OWN = 2  # … and in the row of that number: which row has the name
LABEL = 3  # 0 free, 1 even (S), 2 odd (T); only of outermost rows
KEY = 4  # free row: time at which the tree reaches it
FROM = 5  # … by the edge from this tree vertex …
SHIFT = 6  # outermost row: what is to be added to the duals of all its vertices
MATE = 7  # vertex: its partner, −1 for single, −2 on a half-integral odd cycle
SINCE = 8  # time at which the row got its label
PARENT = 9  # enclosing blossom, −1 for none
BASE = 10  # the vertex by which a row is matched outwards
NEXT = 11  # next child around the odd cycle …
PREV = 12  # … and the one before
OUT = 13  # edge to the next child: vertex in this child …
INN = 14  # … and vertex in the next child
MARK = 15  # stamp of walks up the tree
FIRST = 16  # first vertex inside
LAST = 17  # last vertex inside
FOLLOW = 18  # vertex: the next one in the list of its blossom
SIZE = 19  # number of vertices inside
CHILD = 20  # blossom: the child that holds the base
INTO = 21  # FROM's edge goes into this vertex of the row; kept when the row becomes odd
POOL = 22  # stack of names that are not in use
WIDTH = 24

# scalars that every search shares
NOW = 0
HEAP = 1
STAMP = 2
TOUCHED = 3
FREE_IDS = 4
PENDING = 5
FLOOR_KEY = 6
FLOOR_VERTEX = 7
WORK = 8
BOUND = 9
NAMES = 10
SCALARS = 16

NEVER = 1 << 61
"""A time that does not come."""
AWAY = 1 << 60
"""Dual of a vertex that has been taken out of the graph: every edge to it has a slack that no search reaches."""

GROW = 0
CLOSE = 1
EXPAND = 2


@compiled
def fresh_table(n: int) -> Ints:
    """A table of `n` single vertices without blossoms and with duals 0."""
    table = np.zeros((2 * n + 2, WIDTH), dtype=np.int64)
    for v in range(2 * n + 2):
        row = table[v]
        row[POOL] = 2 * n + 1 - v
        row[TOP] = v
        row[OWN] = v
        row[KEY] = NEVER
        row[FROM] = -1
        row[INTO] = -1
        row[MATE] = -1
        row[PARENT] = -1
        row[BASE] = v
        row[FIRST] = v
        row[LAST] = v
        row[FOLLOW] = -1
        row[SIZE] = 1
        row[CHILD] = -1
    return table


@compiled
def adjacency(n: int, i: Ints, j: Ints, w: Ints) -> tuple[Ints, Shorts, Ints]:
    """Edges as (start, neighbour, doubled weight), neighbours of each vertex in the order of the edges."""
    m = len(i)
    start = np.zeros(n + 1, dtype=np.int64)
    for e in range(m):
        start[i[e] + 1] += 1
        start[j[e] + 1] += 1
    for v in range(n):
        start[v + 1] += start[v]
    fill = start[:-1].copy()
    neighbour = np.empty(2 * m, dtype=np.int32)
    weight = np.empty(2 * m, dtype=np.int64)
    for e in range(m):
        a, b = i[e], j[e]
        neighbour[fill[a]] = b
        weight[fill[a]] = 2 * w[e]
        fill[a] += 1
        neighbour[fill[b]] = a
        weight[fill[b]] = 2 * w[e]
        fill[b] += 1
    return start, neighbour, weight


@compiled
def push(heap: Ints, shared: Ints, key: int, code: int) -> None:
    """Put an event into the 4-ary heap (rows of key and code), smallest key first."""
    k = shared[HEAP]
    shared[HEAP] = k + 1
    while k > 0:
        above = (k - 1) >> 2
        if heap[above, 0] <= key:
            break
        heap[k, 0] = heap[above, 0]
        heap[k, 1] = heap[above, 1]
        k = above
    heap[k, 0] = key
    heap[k, 1] = code


@compiled
def drop_first(heap: Ints, shared: Ints) -> None:
    """Take the smallest event out of the heap."""
    size = shared[HEAP] - 1
    shared[HEAP] = size
    if size == 0:
        return
    key, code = heap[size, 0], heap[size, 1]
    k = 0
    while True:
        below = 4 * k + 1
        if below >= size:
            break
        best = below
        least = heap[below, 0]
        for other in range(below + 1, min(below + 4, size)):
            if heap[other, 0] < least:
                least = heap[other, 0]
                best = other
        if least >= key:
            break
        heap[k, 0] = least
        heap[k, 1] = heap[best, 1]
        k = best
    heap[k, 0] = key
    heap[k, 1] = code


@compiled
def source_of(start: Ints, e: int) -> int:
    """The vertex whose list of neighbours holds position `e`."""
    low, high = 0, len(start) - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if start[middle] <= e:
            low = middle
        else:
            high = middle
    return low

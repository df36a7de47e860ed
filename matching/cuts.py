"""Odd sets of classes that a mixture of links breaks: of an odd set B no more than (|B| − 1)/2 times two classes can be taken.

Found by growing a set from every class that is linked in parts, always by the class most linked with those inside; the set and what
it leaves outside are both looked at. That finds no more than is there, and not always all.
"""

from __future__ import annotations

import numpy as np

from matching.graph.compiled import compiled
from matching.master import TINY, Master, OddSet
from matching.scoring import Floats, Ints

MOST_SETS = 40
MOST_SIZE = 60
BROKEN = 1e-3


def broken_sets(master: Master) -> list[OddSet]:
    """Odd sets that the last solution breaks, the same on every run."""
    used, linked = _mixture(master)
    members = master.members[used]
    inside = np.zeros((master.n + 1, len(used)), dtype=np.int64)
    np.add.at(inside, (members, np.arange(len(used))[:, None]), 1)
    inside = np.ascontiguousarray(inside[: master.n])
    amount = master.taken[used]
    every = np.flatnonzero(inside.any(axis=1))
    total = inside.sum(axis=0)
    known = set(master.sets)
    found: dict[OddSet, float] = {}

    def keep(members: Ints, over: float) -> None:
        odd = frozenset(members.tolist())
        if odd not in known:
            found[odd] = over

    if len(every) % 2 and (more := float((total // 2) @ amount) - len(every) // 2) >= BROKEN:
        keep(every, more)
    parted = np.flatnonzero(((linked > TINY) & (linked < 1 - TINY)).any(axis=1))
    order = np.zeros(MOST_SIZE, dtype=np.int64)
    over = np.zeros(2)
    for first in parted.tolist():
        small, large = _grow(first, linked, inside, amount, total, len(every), order, over)
        if small:
            keep(np.sort(order[:small]), float(over[0]))
        if large:
            keep(np.setdiff1d(every, order[:large], assume_unique=True), float(over[1]))
    return [odd for odd, _ in sorted(found.items(), key=lambda row: (-row[1], len(row[0]), sorted(row[0])))[:MOST_SETS]]


def _mixture(master: Master) -> tuple[Ints, Floats]:
    """The columns that the last solution takes, and how much of a link every two classes have in it, n × n."""
    used = np.flatnonzero(master.taken > TINY)
    linked = np.zeros((master.n, master.n))
    for k in used.tolist():
        column = master.columns[k]
        share = master.taken[k] * (0.5 if column.shape == "triad" else 1.0)
        for a, b in column.pairs:
            linked[a, b] += share
            linked[b, a] += share
    return used, linked


@compiled
def _grow(
    first: int,
    linked: Floats,
    inside: Ints,
    amount: Floats,
    total: Ints,
    every: int,
    order: Ints,
    over: Floats,
) -> tuple[int, int]:
    """Grow a set from one class, and look at it and at what it leaves outside, until each was broken once.

    Classes are written into `order` as they come in; returns after how many of them the set, and what it leaves of `every` classes,
    is broken first (0 for never), and writes by how much into `over`.
    """
    count = inside[first].copy()
    pull = linked[first].copy()
    pull[first] = -1e9
    order[0] = first
    size, small, large = 1, 0, 0
    while size < min(every - 1, MOST_SIZE) and (small == 0 or large == 0):
        nearest = int(np.argmax(pull))
        if pull[nearest] <= TINY:
            break
        order[size] = nearest
        size += 1
        pull += linked[nearest]
        pull[nearest] = -1e9
        count += inside[nearest]
        within, outside = 0.0, 0.0
        for k in range(len(amount)):
            within += (count[k] // 2) * amount[k]
            outside += ((total[k] - count[k]) // 2) * amount[k]
        if size % 2 == 1 and small == 0 and within - size // 2 >= BROKEN:
            small = size
            over[0] = within - size // 2
        if (every - size) % 2 == 1 and large == 0 and outside - (every - size) // 2 >= BROKEN:
            large = size
            over[1] = outside - (every - size) // 2
    return small, large

"""Odd sets of classes that a mixture of links breaks: of an odd set B no more than (|B| − 1)/2 times two classes can be taken.

Found by growing a set from every class that is linked in parts, always by the class most linked with those inside; the set and what
it leaves outside are both looked at. That finds no more than is there, and not always all.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching.master import TINY, Master, OddSet
from matching.scoring import Floats, Ints

Look = Callable[[Ints, int, Callable[[], Ints]], bool]
MOST_SETS = 40
MOST_SIZE = 60
BROKEN = 1e-3


def broken_sets(master: Master) -> list[OddSet]:
    """Odd sets that the last solution breaks, the same on every run."""
    n, taken = master.n, master.taken
    used = np.flatnonzero(taken > TINY)
    inside = np.zeros((n, len(used)), dtype=np.int64)
    linked = np.zeros((n, n))
    for place, k in enumerate(used.tolist()):
        column = master.columns[k]
        inside[list(column.classes), place] = 1
        share = taken[k] * (0.5 if column.shape == "triad" else 1.0)
        for a, b in column.pairs:
            linked[a, b] += share
            linked[b, a] += share
    amount = taken[used]
    every = np.flatnonzero(inside.any(axis=1))
    known = set(master.sets)
    found: dict[OddSet, float] = {}

    def look(count: Ints, size: int, members: Callable[[], Ints]) -> bool:
        over = float((count // 2) @ amount) - size // 2
        if over < BROKEN:
            return False
        odd = frozenset(members().tolist())
        if odd not in known:
            found[odd] = over
        return True

    total = inside.sum(axis=0)
    if len(every) % 2:
        look(total, len(every), lambda: every)
    parted = np.flatnonzero(((linked > TINY) & (linked < 1 - TINY)).any(axis=1))
    for first in parted.tolist():
        _grow(first, linked, inside, total, every, look)
    return [odd for odd, _ in sorted(found.items(), key=lambda row: (-row[1], len(row[0]), sorted(row[0])))[:MOST_SETS]]


def _grow(first: int, linked: Floats, inside: Ints, total: Ints, every: Ints, look: Look) -> None:
    """Grow a set from one class, and look at it and at what it leaves outside, until each was broken once."""
    member = np.zeros(len(linked), dtype=bool)
    member[first] = True
    pull = linked[first].copy()
    pull[first] = -1e9
    count = inside[first].copy()
    size, small, large = 1, False, False
    while size < min(len(every) - 1, MOST_SIZE) and not (small and large):
        nearest = int(pull.argmax())
        if pull[nearest] <= TINY:
            return
        member[nearest] = True
        size += 1
        pull += linked[nearest]
        pull[nearest] = -1e9
        count += inside[nearest]
        if size % 2 and not small:
            small = look(count, size, lambda: np.flatnonzero(member))
        if (len(every) - size) % 2 and not large:
            large = look(total - count, len(every) - size, lambda: every[~member[every]])

"""The worst link as good as can be, then the next worst: thresholds found by halving, exactly.

With every link at least `t` and the number of links at its maximum, the greatest possible `t` is found by halving the
list of distinct worths. The links that must then be that low are counted, and the next level is raised in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.graph import max_weight_matching, why_wrong
from matching.graph.matcher import TIE_ROOM
from matching.scoring import Ints, Table


@dataclass(frozen=True, slots=True)
class Floor:
    """No link below `least`; `penalty` (n × n) makes the links at the lowest levels as few as can be.

    `proven` is False where a higher floor may be possible, `checked` where a certificate on the way to it did not hold.
    """

    least: int
    penalty: Ints | None = None
    next_worst: int | None = None
    proven: bool = True
    checked: bool = True


class _Edges:
    """The allowed pairs of free classes with their worths."""

    def __init__(self, table: Table) -> None:
        open_pairs = np.triu(table.allowed, 1) & table.available[:, None] & table.available[None, :]
        self.n = table.n
        self.i, self.j = np.nonzero(open_pairs)
        self.worth = table.worth[self.i, self.j]
        self.checked = True

    def most(self, keep: np.ndarray, weight: np.ndarray) -> tuple[int, int]:
        """Number of links, and their total `weight`, of the heaviest of the largest matchings among edges `keep`."""
        i, j, w = self.i[keep], self.j[keep], weight[keep]
        mate, proof = max_weight_matching(self.n, i, j, w, max_cardinality=True)
        self.checked = self.checked and why_wrong(self.n, i, j, w, mate, proof) == ""
        used = mate[i] == j
        return int(used.sum()), int(w[used].sum())


def highest_floor(table: Table, links: int, levels: int = 2) -> Floor | None:
    """The best worst link with `links` links of two classes; None where there is no link to judge."""
    edges = _Edges(table)
    if not links:
        return None
    ones = np.ones(len(edges.i), dtype=np.int64)
    worths = np.unique(edges.worth)
    low, high = 0, len(worths) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if edges.most(edges.worth >= worths[middle], ones)[0] == links:
            low = middle
        else:
            high = middle - 1
    least = int(worths[low])
    if levels < 2:
        return Floor(least, checked=edges.checked)
    return _second_level(table, edges, links, least, worths[low + 1 :])


def _second_level(table: Table, edges: _Edges, links: int, least: int, above: Ints) -> Floor:
    """Among proposals of the best worst link: fewest such links, then the next worst as good as can be."""
    at_floor = edges.worth == least
    higher = (~at_floor).astype(np.int64)
    count, better = edges.most(edges.worth >= least, higher)
    if better == 0 or not len(above):
        return Floor(least, checked=edges.checked)
    low, high = 0, len(above) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if edges.most(at_floor | (edges.worth >= above[middle]), higher) == (count, better):
            low = middle
        else:
            high = middle - 1
    second = int(above[low])
    half = table.n // 2 + 1
    span = int(edges.worth.max()) - least + 1
    small = span * half
    large = small * half
    if (large + small) * half * 2 >= TIE_ROOM:
        return Floor(least, checked=edges.checked)
    penalty = np.zeros((table.n, table.n), dtype=np.int64)
    penalty[table.worth == second] = small
    penalty[(table.worth > least) & (table.worth < second)] = 2 * large
    penalty[table.worth == least] = large
    return Floor(least, penalty, second, checked=edges.checked)

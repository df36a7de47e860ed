"""Proof of the best links of all shapes by cases: two classes are linked with each other, or they are not.

Every case is a linear program with fewer links and is closed when its bound, made in whole numbers (see `master`), is not above the best
proposal known. When all are closed nothing is better, and no number in floating point has had a say in that: it only decided
which cases were looked into.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.columns import Column
from matching.cuts import broken_sets
from matching.master import TINY, Master
from matching.scoring import Bools

MOST_CASES = 20_000
SET_ROUNDS = 4
DIVES = 40
"""Between so many cases one is followed down to a proposal."""


@dataclass(frozen=True, slots=True)
class Proven:
    """Best links found, their worth, the most there could be, and whether these meet."""

    chosen: list[Column]
    worth: int
    bound: int
    cases: int

    @property
    def optimal(self) -> bool:
        return self.bound <= self.worth

    @property
    def impossible(self) -> bool:
        """True where it is proven that no links keep all limits."""
        return not self.chosen and self.optimal


class Cases:
    """The cases of a choice among the columns of `master`; links outside of them are known to be in no better proposal."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self.columns = master.columns
        self.with_class: list[Bools] = [
            np.array([k in c.classes for c in self.columns], dtype=bool) for k in range(master.n)
        ]

    def dive(self, closed: Bools, end: float) -> list[Column] | None:
        """One proposal, by linking again and again the two classes that the mixture links most, and solving for the rest."""
        for _ in range(self.master.n):
            self.master.pool.tell("first proposals")
            self.master.solve(closed, end - time.perf_counter())
            found = self._whole()
            if found is not None:
                return found
            shares = self._shares()
            if not shares or time.perf_counter() > end:
                return None
            linked: set[int] = set()
            for _, pair in sorted((-share, pair) for share, pair in shares):
                if not linked & set(pair):
                    linked |= set(pair)
                    closed = closed | self._apart(*pair)[0]
                if len(linked) >= max(2, len(shares) // 6):
                    break
        return None

    def settle(self, best: list[Column], worth: int, bound: int, end: float) -> Proven:
        """The best links, starting from `best` and their worth; `bound` is the most any proposal can be worth."""
        queue: list[tuple[int, int, Bools]] = [(-bound, 0, np.zeros(len(self.columns), dtype=bool))]
        count = 0
        while queue and -queue[0][0] > worth:
            self.master.pool.tell("cases")
            if count % DIVES == 0:
                found = self.dive(queue[0][2], end)
                if found is not None and (mine := sum(c.worth for c in found)) > worth:
                    best, worth = found, mine
            if time.perf_counter() > end or count > MOST_CASES:
                return Proven(best, worth, -queue[0][0], count)
            above, _, closed = heapq.heappop(queue)
            limit = self._bound(closed, -above, worth, end)
            count += 1
            if limit <= worth:
                continue
            found = self._whole()
            if found is not None and (mine := sum(c.worth for c in found)) > worth:
                best, worth = found, mine
            if limit <= worth:
                continue
            for number, case in enumerate(self._split(closed)):
                heapq.heappush(queue, (-limit, 2 * count + number, case))
        return Proven(best, worth, worth, count)

    def _bound(self, closed: Bools, limit: int, worth: int, end: float) -> int:
        """The most a proposal of this case is worth, as far as a few rounds of odd sets show."""
        for _ in range(SET_ROUNDS):
            self.master.solve(closed, end - time.perf_counter())
            bound = self.master.bound(closed)
            if bound is not None:
                limit = min(limit, bound[0] // bound[1])
            if limit <= worth or self._whole() is not None:
                break
            sets = broken_sets(self.master)
            if not sets:
                break
            self.master.add_sets(sets)
        return limit

    def _whole(self) -> list[Column] | None:
        """The links of the last solution where it holds whole links only and is a proposal."""
        taken = self.master.taken
        if ((taken > 1e-4) & (taken < 1 - 1e-4)).any():
            return None
        chosen = [self.columns[k] for k in np.flatnonzero(taken > 0.5)]
        return chosen if self.keeps_rows(chosen) else None

    def keeps_rows(self, chosen: Sequence[Column]) -> bool:
        """True where links take no class twice and keep every limit."""
        matrix, limits = self.master.matrix, self.master.limits[: self.master.first_set]
        at = np.zeros(len(self.columns), dtype=np.int64)
        number = {frozenset(c.classes): k for k, c in enumerate(self.columns)}
        at[[number[frozenset(c.classes)] for c in chosen]] = 1
        return bool(((matrix @ at)[: len(limits)] <= np.array(limits)).all())

    def _shares(self) -> list[tuple[float, tuple[int, int]]]:
        """How much of a link two classes have in the last solution, where that is neither nothing nor all."""
        share: dict[tuple[int, int], float] = {}
        for k in np.flatnonzero(self.master.taken > TINY).tolist():
            for a, b in self.columns[k].pairs:
                pair = (min(a, b), max(a, b))
                share[pair] = share.get(pair, 0.0) + float(self.master.taken[k])
        return [(round(s, 6), pair) for pair, s in share.items() if 100 * TINY < s < 1 - 100 * TINY]

    def _apart(self, a: int, b: int) -> tuple[Bools, Bools]:
        """Columns that fall away where two classes are linked with each other, and where they are not."""
        together = np.array([(a, b) in c.pairs or (b, a) in c.pairs for c in self.columns], dtype=bool)
        return (self.with_class[a] | self.with_class[b]) & ~together, together

    def _split(self, closed: Bools) -> list[Bools]:
        """Two cases that leave nothing out."""
        parted = [(abs(0.5 - s), pair) for s, pair in self._shares()]
        if parted:
            linked, unlinked = self._apart(*min(parted)[1])
            return [closed | linked, closed | unlinked]
        k = int(np.argmin(np.abs(self.master.taken - 0.5) + 10.0 * closed))
        others = np.zeros(len(self.columns), dtype=bool)
        for one in self.columns[k].classes:
            others |= self.with_class[one]
        others[k] = False
        only = np.zeros(len(self.columns), dtype=bool)
        only[k] = True
        return [closed | others, closed | only]

"""The linear program over pairs, blocks and triads: columns are added while any has a positive reduced cost."""

from __future__ import annotations

import time

import numpy as np

from matching.columns import Column, pair_column, triad_column
from matching.pack import Relaxed, relax
from matching.pool import Pool, apart_limits
from matching.scoring import Floats


class Pricing:
    """The linear program and its growing set of columns."""

    def __init__(self, pool: Pool, start: list[Column], covered: int, triads: int) -> None:
        self.pool, self.covered, self.triads = pool, covered, triads
        self.pairs: set[int] = set(self._good_pairs(12))
        number = {(int(a), int(b)): k for k, (a, b) in enumerate(zip(pool.i, pool.j, strict=True))}
        self.pairs |= {number[tuple(sorted(c.classes))] for c in start if c.shape == "pair"}  # type: ignore[index]
        self.threes: dict[tuple[int, ...], Column] = {tuple(sorted(c.classes)): c for c in start if c.shape == "triad"}
        self.complete = False

    def _good_pairs(self, each: int) -> list[int]:
        """For every class its best few pairs."""
        pool = self.pool
        order = np.argsort(-pool.pair_worth, kind="stable")
        seen = np.zeros(pool.table.n, dtype=np.int64)
        out = []
        for k in order.tolist():
            a, b = pool.i[k], pool.j[k]
            if seen[a] < each or seen[b] < each:
                out.append(k)
                seen[a] += 1
                seen[b] += 1
        return out

    def to_the_end(self, end: float) -> Relaxed:
        """Add columns while any could make the linear program better."""
        while True:
            relaxed = self._solve()
            added = self._add(relaxed)
            if not added:
                self.complete = True
                return relaxed
            if time.perf_counter() > end:
                return relaxed

    def _solve(self) -> Relaxed:
        pool = self.pool
        keys = sorted(self.pairs)
        self.members: list[tuple[int, ...]] = [(int(pool.i[k]), int(pool.j[k])) for k in keys]
        self.members += [c.classes for c in pool.blocks] + [c.classes for c in self.threes.values()]
        worth = [float(pool.pair_worth[k]) for k in keys] + [float(c.worth) for c in pool.blocks]
        worth += [float(c.worth) for c in self.threes.values()]
        first = len(keys) + len(pool.blocks)
        unwished = [first + k for k, c in enumerate(self.threes.values()) if not c.wished]
        self.limits = apart_limits(pool, self.members)
        self.relaxed = relax(self.members, worth, pool.table.n, [*self.limits, (unwished, self.triads)], self.covered)
        self._keep_duals()
        return self.relaxed

    def _keep_duals(self) -> None:
        """Price of taking a class, of a link between two apart schools, and of an unwished triad."""
        relaxed, pool = self.relaxed, self.pool
        self.price = relaxed.member_price - relaxed.cover_price
        self.apart_price = np.zeros(len(pool.apart) + 1)
        for (numbers, _), dual in zip(self.limits, relaxed.limit_price[:-1], strict=True):
            a, b = self.members[numbers[0]]
            self.apart_price[pool.apart_of[a, b]] = dual
        self.triad_price = float(relaxed.limit_price[-1])

    def _pair_gain(self) -> Floats:
        pool = self.pool
        return np.asarray(
            pool.pair_worth - self.price[pool.i] - self.price[pool.j] - self.apart_price[pool.apart_of[pool.i, pool.j]]
        )

    def _triad_gain(self, a: int) -> Floats:
        pool, p = self.pool, self.price
        wished = pool.wishes_three[a] | pool.wishes_three[:, None] | pool.wishes_three[None, :]
        toll = np.where(wished, 0.0, self.triad_price)
        return np.asarray(pool.triad_worth(a) - p[a] - p[:, None] - p[None, :] - toll)

    def _add(self, relaxed: Relaxed) -> bool:
        gain = self._pair_gain()
        fresh = [k for k in np.flatnonzero(gain > 1e-3).tolist() if k not in self.pairs]
        fresh.sort(key=lambda k: -gain[k])
        self.pairs.update(fresh[:2000])
        added = bool(fresh)
        if self.pool.triads:
            added |= self._add_triads(relaxed)
        return added

    def _add_triads(self, relaxed: Relaxed) -> bool:
        found = []
        for a in self.pool.free.tolist():
            if not self.triads and not self.pool.wishes_three.any():
                break
            gain = self._triad_gain(a)
            for b, c in zip(*np.nonzero(gain > 1e-3), strict=True):
                if (a, int(b), int(c)) not in self.threes:
                    found.append((float(gain[b, c]), (a, int(b), int(c))))
        found.sort(reverse=True)
        for _, key in found[:1000]:
            column = triad_column(self.pool.table, *key)
            if column.wished or self.triads:
                self.threes[key] = column
        return any(key in self.threes for _, key in found[:1000])

    def limit_for(self, count: int) -> float:
        """The distance from the linear program within which there are about `count` pairs."""
        gain = -self._pair_gain()
        return 0.0 if not len(gain) else float(np.sort(gain)[min(count, len(gain)) - 1]) + 1.0

    def within(self, limit: float, best: list[Column]) -> list[Column]:
        """All columns whose reduced cost is at least −limit, and those of the best known proposal."""
        pool = self.pool
        gain = self._pair_gain()
        out = [pair_column(pool.table, int(pool.i[k]), int(pool.j[k])) for k in np.flatnonzero(gain >= -limit)]
        for column in pool.blocks:
            if column.worth - float(self.price[list(column.classes)].sum()) >= -limit:
                out.append(column)
        if pool.triads and (self.triads or pool.wishes_three.any()):
            for a in pool.free.tolist():
                for b, c in zip(*np.nonzero(self._triad_gain(a) >= -limit), strict=True):
                    column = triad_column(pool.table, a, int(b), int(c))
                    if column.wished or self.triads:
                        out.append(column)
        known = {frozenset(c.classes) for c in out}
        return out + [c for c in best if frozenset(c.classes) not in known]

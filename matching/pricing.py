"""The linear program over every link that may be: columns are added while any is worth more than its prices, odd sets while any
is broken. At the end its whole prices bound every proposal, and say which links a better one could still hold."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from matching.columns import Column
from matching.cuts import broken_sets
from matching.master import Master, Prices
from matching.pool import Pool
from matching.scoring import Ints

FIRST_EACH = 8
MOST_NEW = 2000
EACH_THREE = 20
MOST_ROUNDS = 40


class Pricing:
    """The linear program of a pool, starting from the links `start`."""

    def __init__(self, pool: Pool, start: list[Column], covered: int, threes: int, *, odd: bool = False) -> None:
        self.pool, self.covered, self.threes = pool, covered, threes
        self.master = Master(pool, covered, threes, odd=odd)
        self.master.add(start)
        self.master.add(self.pool.pair(k) for k in self._good_pairs(FIRST_EACH))
        self.master.add(self._good_blocks(FIRST_EACH))
        self.complete = False

    def _good_pairs(self, each: int) -> list[int]:
        """For every class its best few pairs."""
        pool = self.pool
        order = np.argsort(-pool.pair_worth, kind="stable")
        seen = [0] * pool.table.n
        out = []
        for k, a, b in zip(order.tolist(), pool.i[order].tolist(), pool.j[order].tolist(), strict=True):
            if seen[a] < each or seen[b] < each:
                out.append(k)
                seen[a] += 1
                seen[b] += 1
        return out

    def _good_blocks(self, each: int) -> list[Column]:
        """For every class the blocks that are worth most for each of their classes."""
        seen = [0] * self.pool.table.n
        out = []
        for column in sorted(self.pool.blocks, key=lambda c: (-c.floor_worth, c.classes)):
            if any(seen[k] < each for k in column.classes):
                out.append(column)
                for k in column.classes:
                    seen[k] += 1
        return out

    def to_the_end(self, end: float) -> None:
        """Add columns and odd sets while any helps, or until `end`; `complete` says which it was."""
        for _ in range(MOST_ROUNDS):
            while True:
                self.pool.tell("prices")
                self.master.solve(seconds=end - time.perf_counter())
                prices = self.master.prices()
                if prices is None or time.perf_counter() > end:
                    return
                if not self._add(prices):
                    self.complete = True
                    break
            sets = broken_sets(self.master)
            if not sets:
                return
            self.master.add_sets(sets)

    def _add(self, prices: Prices) -> int:
        """Add columns that are worth more than their prices by a thousandth of a unit and more."""
        least = prices.parts // 1000 + 1
        gain = self.pair_left(prices)
        fresh = np.flatnonzero(gain >= least)
        fresh = fresh[np.argsort(-gain[fresh], kind="stable")][:MOST_NEW]
        added = self.master.add(self.pool.pair(int(k)) for k in fresh)
        added += self.master.add(self.pool.blocks[k] for k in np.flatnonzero(self.blocks_left(prices) >= least))
        found: list[tuple[int, int, int, int]] = []
        for a, near, left in self.threes_left(prices):
            flat = left.ravel()
            good = np.flatnonzero(flat >= least)
            for k in good[np.argsort(-flat[good], kind="stable")][:EACH_THREE].tolist():
                found.append((-int(flat[k]), a, int(near[k // len(near)]), int(near[k % len(near)])))
        found.sort()
        return added + self.master.add(self.pool.three(a, b, c) for _, a, b, c in found[: MOST_NEW // 2])

    def pair_left(self, prices: Prices) -> Ints:
        """What is left of the worth of every pair above its prices, in parts."""
        pool, u = self.pool, prices.of_class
        both = prices.both(pool.table.n)
        apart = prices.apart[pool.apart_of[pool.i, pool.j]]
        paid = u[pool.i] + u[pool.j] + apart + both[pool.i, pool.j]
        return np.asarray(prices.parts * pool.pair_worth + 2 * prices.cover - paid, dtype=np.int64)

    def blocks_left(self, prices: Prices) -> Ints:
        """The same of every block."""
        pool = self.pool
        held = pool.block_members
        left = prices.parts * pool.block_worth + held.sum(axis=1) * prices.cover - held @ prices.of_class
        for odd, price in prices.sets:
            left -= price * (held[:, sorted(odd)].sum(axis=1) // 2)
        return np.asarray(left, dtype=np.int64)

    def threes_left(self, prices: Prices) -> Iterator[tuple[int, Ints, Ints]]:
        """Class by class (a, classes near it, what is left of the threes of a and two of those; very little where they may not be)."""
        pool, u = self.pool, prices.of_class
        if not pool.triads or not (self.threes or pool.wishes_three.any()):
            return
        both = prices.both(pool.table.n)
        for a in pool.free.tolist():
            near, worth, wished = pool.threes_of(a)
            if not len(near):
                continue
            if not self.threes:
                worth = np.where(wished, worth, pool.NONE)
            fine = worth > pool.NONE
            if not fine.any():
                continue
            paid = u[a] + u[near][:, None] + u[near][None, :] + np.where(wished, 0, prices.three)
            paid = paid + both[a, near][:, None] + both[a, near][None, :] + both[np.ix_(near, near)]
            for odd, price in prices.sets:
                if a in odd:  # a set that holds all three was counted for each of its pairs, and counts once
                    inside = np.isin(near, sorted(odd))
                    paid = paid - 2 * price * (inside[:, None] & inside[None, :])
            yield a, near, np.where(fine, prices.parts * worth * fine + 3 * prices.cover + prices.odd - paid, pool.NONE)

    def bound(self) -> tuple[int, Prices] | None:
        """The most any proposal is worth, in parts, and the prices that prove it; None where 64 bits are too few."""
        prices = self.master.prices()
        if prices is None:
            return None
        total = sum(prices.of_class.tolist()) + sum(prices.apart.tolist()) + prices.three * self.threes
        total += sum(price * (len(odd) // 2) for odd, price in prices.sets) - prices.cover * self.covered
        total -= prices.odd * self.master.odd
        for left in (self.pair_left(prices), self.blocks_left(prices)):
            total += sum(left[left > 0].tolist())
        for _, _, left in self.threes_left(prices):
            total += sum(left[left > 0].tolist())
        return total, prices

    def within(self, prices: Prices, least: int, most: int) -> list[Column] | None:
        """All columns with at least `least` (a negative number of parts) left; None if they are more than `most`."""
        out = [self.pool.pair(int(k)) for k in np.flatnonzero(self.pair_left(prices) >= least)[: most + 1]]
        out += [self.pool.blocks[k] for k in np.flatnonzero(self.blocks_left(prices) >= least)[: most + 1]]
        for a, near, left in self.threes_left(prices):
            if len(out) > most:
                return None
            out += [self.pool.three(a, int(near[b]), int(near[c])) for b, c in np.argwhere(left >= least).tolist()]
        return out if len(out) <= most else None

    def nearest(self, prices: Prices, count: int) -> list[Column]:
        """About `count` columns that lack least."""
        left = np.concatenate([self.pair_left(prices), self.blocks_left(prices)])
        threes = [(a, near, worth) for a, near, worth in self.threes_left(prices)]
        every = np.concatenate([left, *(worth[worth > self.pool.NONE] for _, _, worth in threes)])
        if not len(every):
            return []
        least = int(-np.partition(-every, min(count, len(every)) - 1)[min(count, len(every)) - 1])
        return self.within(prices, least, 4 * count) or []

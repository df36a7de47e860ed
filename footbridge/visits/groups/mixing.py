"""Putting children of several classes into mixed groups: sizes even, every class and school spread, wishes kept where it can be done.

Pure functions over numbers; nothing here is stored or logged. A child is its place in the list; `of` says which class each is of,
and `schools` which school each class is of (without it every class is a school of its own).

Sizes differ by one at most, always. Under that, the sum of weights below is made small by swapping children between groups until
no swap helps, from several beginnings. Compared with trying everything on small cases (tests/visits/groups/test_mixing.py).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Pair = tuple[int, int]
WISH = 60  # a wish not kept weighs more than a class, and with it its school, spread unevenly by two in a group
BEGINNINGS = 8


class CannotMix(Exception):
    """What was asked for cannot be; the message is for the teacher."""


@dataclass(frozen=True)
class Wishes:
    """Pairs that wish to be in one group, and pairs that must not be."""

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()


def mix(
    of: Sequence[int], groups: int, wishes: Wishes = Wishes(), turn: int = 0, schools: Mapping[int, int] | None = None
) -> list[int]:
    """The number of the group of each child. Another `turn` gives another arrangement, the same one the same.

    Raises CannotMix where there are more groups than children.
    """
    if not 1 <= groups <= len(of):
        raise CannotMix(f"{len(of)} children cannot be put into {groups} groups. Choose another number.")
    best: tuple[int, list[int]] | None = None
    school = schools or {one: one for one in of}
    least = _least(of, groups) + _least([school[one] for one in of], groups)
    for beginning in range(BEGINNINGS):
        chance = random.Random(turn * BEGINNINGS + beginning)  # noqa: S311  (an order, no secret)
        found = _improved(_Board(of, groups, wishes, _dealt(of, groups, chance, school), school), chance)
        if best is None or found[0] < best[0]:
            best = found
        if best[0] == least:
            break
    assert best is not None
    return best[1]


def unmet(placed: Sequence[int], wishes: Wishes) -> Wishes:
    """The wishes that an arrangement does not keep."""
    return Wishes(
        tuple((a, b) for a, b in wishes.together if placed[a] != placed[b]),
        tuple((a, b) for a, b in wishes.apart if placed[a] == placed[b]),
    )


def why_not(of: Sequence[int], groups: int, wishes: Wishes) -> str:
    """A reason in words why these wishes cannot all be kept; empty where none was found."""
    block = _blocks(len(of), wishes.together)
    if any(block[a] == block[b] for a, b in wishes.apart):
        return "Some children are to be both together and apart, by way of others."
    largest = max((block.count(one) for one in set(block)), default=0)
    most = -(-len(of) // groups)
    if largest > most:
        return f"{largest} children are to be together, but a group has {most} places."
    foes = _at_odds(wishes.apart)
    if foes > groups:
        return f"{foes} children are all to be apart from each other, but there are {groups} groups."
    return ""


def crosswise(
    sides: Sequence[Sequence[str]], groups: int, pinned: Mapping[tuple[int, str], int] | None = None
) -> list[list[str]]:
    """Adults dealt over the groups: those who are pinned to a group first, then each into a group with the fewest adults.

    Of those it is one with the fewest of the adult's own school, so that groups have adults of every school where there are
    enough; of those, each school begins after the group in which the last adult was put. `pinned` is (school's place, adult)
    → group; a group that is not there any more counts for nothing.
    """
    held = {who: group for who, group in (pinned or {}).items() if 0 <= group < groups}
    dealt: list[list[tuple[int, str]]] = [[] for _ in range(groups)]
    for who in ((place, adult) for place, adults in enumerate(sides) for adult in adults):
        if who in held:
            dealt[held[who]].append(who)
    last = -1
    for who in ((place, adult) for place, adults in enumerate(sides) for adult in adults):
        if who not in held:
            last = min(
                range(groups),
                key=lambda n: (len(dealt[n]), sum(one[0] == who[0] for one in dealt[n]), (n - last - 1) % groups),
            )
            dealt[last].append(who)
    return [[adult for _, adult in sorted(group)] for group in dealt]


def _dealt(of: Sequence[int], groups: int, chance: random.Random, school: Mapping[int, int]) -> list[int]:
    """Classes dealt one after the other over the groups: sizes and classes are as even as they can be, wishes not yet kept."""
    order = sorted(range(len(of)), key=lambda child: (school[of[child]], of[child], chance.random()))
    names = list(range(groups))
    chance.shuffle(names)
    placed = [0] * len(of)
    for n, child in enumerate(order):
        placed[child] = names[n % groups]
    return placed


def _least(of: Sequence[int], groups: int) -> int:
    """The smallest sum there can be: every wish kept, every kind spread as evenly as its size allows."""
    total = 0
    for one in set(of):
        low, over = divmod(list(of).count(one), groups)
        total += over * (low + 1) ** 2 + (groups - over) * low**2
    return total


class _Board:
    """An arrangement, with the counts that tell quickly what a swap would change."""

    def __init__(
        self, of: Sequence[int], groups: int, wishes: Wishes, placed: list[int], school: Mapping[int, int]
    ) -> None:
        self.placed = placed
        self.kinds = (of, [school[one] for one in of])  # what is to be spread: classes, and schools
        self.counts = [[dict.fromkeys(set(kind), 0) for _ in range(groups)] for kind in self.kinds]
        for kind, counts in zip(self.kinds, self.counts, strict=True):
            for child, group in enumerate(placed):
                counts[group][kind[child]] += 1
        self.near: list[list[tuple[int, int]]] = [[] for _ in placed]  # other child, and what being together weighs
        for pairs, weight in ((wishes.together, -WISH), (wishes.apart, WISH)):
            for a, b in pairs:
                self.near[a].append((b, weight))
                self.near[b].append((a, weight))
        self.together = len(wishes.together)

    def cost(self) -> int:
        spread = sum(n * n for counts in self.counts for group in counts for n in group.values())
        held = sum(w for a, near in enumerate(self.near) for b, w in near if a < b and self.placed[a] == self.placed[b])
        return spread + held + WISH * self.together

    def change(self, a: int, b: int) -> int:
        """What swapping two children of different groups would add to the cost."""
        one, two = self.placed[a], self.placed[b]
        found = 0
        for child, other, leaves, joins in ((a, b, one, two), (b, a, two, one)):
            for friend, weight in self.near[child]:
                if friend != other:
                    found += weight * ((self.placed[friend] == joins) - (self.placed[friend] == leaves))
        for kind, counts in zip(self.kinds, self.counts, strict=True):
            if kind[a] != kind[b]:
                here, there = counts[one], counts[two]
                found += 2 * (there[kind[a]] - here[kind[a]] + 1) + 2 * (here[kind[b]] - there[kind[b]] + 1)
        return found

    def swap(self, a: int, b: int) -> None:
        one, two = self.placed[a], self.placed[b]
        for child, leaves, joins in ((a, one, two), (b, two, one)):
            for kind, counts in zip(self.kinds, self.counts, strict=True):
                counts[leaves][kind[child]] -= 1
                counts[joins][kind[child]] += 1
        self.placed[a], self.placed[b] = two, one


def _improved(board: _Board, chance: random.Random) -> tuple[int, list[int]]:
    """Swap while it helps; swaps that change nothing are made now and then, because they lead on. Cost and arrangement."""
    pairs = list(combinations(range(len(board.placed)), 2))
    best, kept = board.cost(), list(board.placed)
    quiet = 0
    while quiet < 3:
        chance.shuffle(pairs)
        moved = False
        for a, b in pairs:
            if board.placed[a] == board.placed[b]:
                continue
            change = board.change(a, b)
            if change < 0 or (change == 0 and chance.random() < 0.05):
                board.swap(a, b)
                moved = moved or change < 0
        cost = board.cost()
        if cost < best:
            best, kept = cost, list(board.placed)
        quiet = 0 if moved else quiet + 1
    return best, kept


def _blocks(children: int, together: Sequence[Pair]) -> list[int]:
    """For each child the number of its block: those joined by wishes, also by way of others."""
    block = list(range(children))
    for a, b in together:
        old, new = block[a], block[b]
        block = [new if one == old else one for one in block]
    return block


def _at_odds(apart: Sequence[Pair]) -> int:
    """The size of a set of children who are all to be apart from each other; large ones are found greedily."""
    foes: dict[int, set[int]] = {}
    for a, b in apart:
        foes.setdefault(a, set()).add(b)
        foes.setdefault(b, set()).add(a)
    largest = 0
    for first in foes:
        group = {first}
        for other in sorted(foes[first], key=lambda child: -len(foes[child])):
            if group <= foes[other]:
                group.add(other)
        largest = max(largest, len(group))
    return largest

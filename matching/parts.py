"""A country programme by programme: the same graph cut into parts that can be linked one by one, on any worker, in any order.

All parts have the offset that puts coverage first in the largest of them. A search stays within its programme and classes keep their
order, so a part takes the same steps alone as among the others, ties included: the links are the same. Each part has a
certificate of its own; together they prove the whole, whose offset would have to be larger to prove it at one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.errors import BadProblem
from matching.graph.checker import why_wrong
from matching.graph.matcher import Matcher, Progress, offset_for
from matching.graph.table import Ints
from matching.nation import Country, SchoolPairs


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The classes of a programme (their numbers in the country) and their allowed pairs, numbered within the part."""

    members: Ints
    i: Ints
    j: Ints
    w: Ints
    offset: int


def cut(land: Country, home: Ints) -> tuple[list[Part], Part]:
    """One part for each programme, and all programmes as one; `home` is the programme (0, 1, 2, …) of every school.

    Pairs of two programmes are left out. Raises `BadProblem` where `home` does not fit the schools.
    """
    if len(home) != len(land.places) or (len(home) and int(home.min()) < 0):
        raise BadProblem("Every school needs the number of its programme, from 0.")
    pairs = SchoolPairs(land)
    i, j, w = pairs.class_pairs(0, len(pairs.a))
    of_class = home[land.school_of]
    inside = of_class[i] == of_class[j]
    i, j, w = i[inside], j[inside], w[inside]
    count = np.bincount(of_class)
    offset = offset_for(int(count.max(initial=0)), w, True)
    number = np.empty(len(of_class), dtype=np.int64)
    order = np.argsort(of_class, kind="stable")
    number[order] = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    by_part = np.argsort(of_class[i], kind="stable")
    ends = np.searchsorted(of_class[i][by_part], np.arange(len(count) + 1))
    parts = []
    for k, members in enumerate(np.split(order, np.cumsum(count)[:-1])):
        mine = by_part[ends[k] : ends[k + 1]]
        parts.append(Part(members, number[i[mine]], number[j[mine]], w[mine], offset))
    return parts, Part(np.arange(len(of_class)), i, j, w, offset)


def link(part: Part, progress: Progress | None = None) -> tuple[Ints, bool]:
    """Partners of the classes of a part, as numbers within it (−1: none), and whether the checker found the certificate to hold."""
    n = len(part.members)
    matcher = Matcher(n, part.i, part.j, part.w, part.offset, waiting=True)
    matcher.solve(progress)
    return matcher.mate, why_wrong(n, part.i, part.j, part.w, matcher.mate, matcher.certificate()) == ""


def join(classes: int, parts: Sequence[Part], mates: Sequence[Ints]) -> Ints:
    """The partners of all classes of the country from those of its parts."""
    whole = np.full(classes, -1, dtype=np.int64)
    for part, own in zip(parts, mates, strict=True):
        whole[part.members] = np.where(own >= 0, part.members[own], -1)
    return whole

"""Schools that want their classes to go apart: branching around the pairing, exact.

If two classes of one school are both linked with the same other school, then in every proposal that keeps them apart one of the two
has no link with that school. So there are two cases, each a pairing with a few bans, solved from the state that is
there; the case of the higher value is looked into first. The first pairing that keeps all apart is the best.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass

import numpy as np

from matching.pairing import Pairing
from matching.pool import Tell, silent
from matching.scoring import Bools, Ints, Table

MOST_CASES = 400


@dataclass(frozen=True, slots=True)
class _Case:
    """A pairing after some bans: who may still be paired, and the partners found."""

    state: Pairing
    open_pairs: Bools
    mate: Ints


@dataclass(frozen=True, slots=True)
class Apart:
    """Partners found, and whether the certificate of every case was found to hold: of the one taken, which is the best of its
    case, and of each left open, of which none can be better."""

    mate: Ints
    checked: bool


def kept_apart(pairing: Pairing, end: float, tell: Tell = silent) -> Apart | None:
    """Partners in the best pairing that keeps apart who wants to go apart; None if that took too long to find."""
    table = pairing.table
    weight = pairing.weights()
    pairing.matcher.edges()  # listed once, for the checks of all cases
    first = _Case(pairing, weight > -(1 << 60), pairing.matcher.mate)
    queue: list[tuple[int, int, _Case]] = [(-_value(first, weight), 0, first)]
    for number in range(1, MOST_CASES):
        if not queue or time.perf_counter() > end:
            return None
        tell("classes that go apart")
        case = heapq.heappop(queue)[2]
        clash = _clash(table, case.mate)
        if clash is None:
            open_cases = [case, *(one for _, _, one in queue)]
            return Apart(case.mate, all(one.state.matcher.why_wrong() == "" for one in open_cases))
        a, b, others = clash
        for k, one in enumerate((a, b)):
            if k and _alike(table, case.open_pairs, a, b):
                continue  # the other case is the same with the two classes exchanged
            after = _ban(case, one, others)
            heapq.heappush(queue, (-_value(after, weight), 2 * number + k, after))
    return None


def _value(case: _Case, weight: Ints) -> int:
    used = np.flatnonzero(case.mate >= 0)
    total = int(weight[used, case.mate[used]].sum()) // 2
    return total + len(used) // 2 * case.state.matcher.offset


def _clash(table: Table, mate: Ints) -> tuple[int, int, Ints] | None:
    """Two classes of a school linked with the same other school against a wish, and that school's classes."""
    seen: dict[tuple[int, int], int] = {}
    apart = table.goes_apart
    for v in np.flatnonzero(mate >= 0).tolist():
        s, o = int(table.school_of[v]), int(table.school_of[mate[v]])
        if not (apart[s] or apart[o]):
            continue
        if (s, o) in seen:
            return seen[s, o], v, np.flatnonzero(table.school_of == o)
        seen[s, o] = v
    return None


def _alike(table: Table, open_pairs: Bools, a: int, b: int) -> bool:
    """True where two classes of a school could be exchanged: the same partners at the same worth."""
    same = open_pairs[a] == open_pairs[b]
    worth = (table.worth[a] == table.worth[b]) | ~open_pairs[a]
    return bool((same & worth).all())


def _ban(case: _Case, one: int, others: Ints) -> _Case:
    state = case.state.copy()
    open_pairs = case.open_pairs.copy()
    for v in others.tolist():
        if open_pairs[one, v]:
            state.matcher.reweigh(one, v, None)
            open_pairs[one, v] = open_pairs[v, one] = False
    state.matcher.search()
    return _Case(state, open_pairs, state.matcher.mate)

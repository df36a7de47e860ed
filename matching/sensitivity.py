"""For which weights does a link stay?

The worth of every proposal is a straight line in one weight, and the best proposal is the upper edge of those lines. So a
proposal that is best at two weights is best between them: weights are halved only where the ends differ, down to a
hundredth (a quarter where other shapes than pairs make each proposal costlier).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matching.errors import BadProblem
from matching.model import Problem
from matching.pairing import Pairing
from matching.results import Proposal, Stay
from matching.solver import pair_columns, solve

Links = frozenset[frozenset[str]]


def stays(proposal: Proposal, characteristic: str, low: float = 0.0, high: float = 2.0) -> tuple[Stay, ...]:
    """For every proposed link the range of one weight, between `low` and `high`, for which it stays.

    The other weights are unchanged. Fixed and standing links always stay and are left out. Raises `BadProblem` for a
    characteristic nobody has figures for, or an empty range.
    """
    table = proposal.session.table
    if characteristic not in table.characteristics:
        raise BadProblem(f"No school has figures for {characteristic}, so its weight changes nothing.")
    if not 0 <= low < high:
        raise BadProblem(f"Weights from {low} to {high} are no range.")
    now = proposal.problem.weights.characteristics.get(characteristic, 0.0)
    found = _ranges(proposal, characteristic, min(low, now), max(high, now), now)
    out = []
    for link in proposal.links:
        if not link.kept:
            a, b = found[frozenset(link.classes)]
            out.append(Stay(link.classes, characteristic, a, b, _said(characteristic, a, b, low, high)))
    return tuple(out)


def _said(characteristic: str, a: float, b: float, low: float, high: float) -> str:
    if a <= low and b >= high:
        return f"This link stays whatever {characteristic} counts, from {low:g} to {high:g}."
    return f"This link stays for any weight of {characteristic} between {a:g} and {b:g}."


def _ranges(
    proposal: Proposal, characteristic: str, low: float, high: float, now: float
) -> dict[frozenset[str], tuple[float, float]]:
    """For each link the widest range around `now` in which all weights looked at have it."""
    step = 0.01 if proposal.session.plain else 0.25
    grid = [round(low + k * step, 4) for k in range(int((high - low) / step + 1e-9) + 1)]
    weights = sorted({*grid, low, now, high})
    known: dict[int, Links] = {weights.index(now): frozenset(frozenset(link.classes) for link in proposal.links)}
    links_at = _plain(proposal, characteristic) if proposal.session.plain else _any(proposal, characteristic)

    def at(k: int) -> Links:
        if k not in known:
            known[k] = links_at(weights[k])
        return known[k]

    here = weights.index(now)
    todo = [(0, here), (here, len(weights) - 1)]
    while todo:
        a, b = todo.pop()
        if at(a) != at(b) and b - a > 1:
            todo += [(a, (a + b) // 2), ((a + b) // 2, b)]
    looked = sorted(known)
    middle = looked.index(here)
    out = {}
    for link in known[here]:
        a = b = middle
        while a > 0 and link in known[looked[a - 1]]:
            a -= 1
        while b < len(looked) - 1 and link in known[looked[b + 1]]:
            b += 1
        out[link] = (weights[looked[a]], weights[looked[b]])
    return out


def _weighed(problem: Problem, characteristic: str, weight: float) -> Problem:
    characteristics = dict(problem.weights.characteristics) | {characteristic: weight}
    return problem.with_changes(weights=replace(problem.weights, characteristics=characteristics))


def _any(proposal: Proposal, characteristic: str) -> Callable[[float], Links]:
    def links(weight: float) -> Links:
        other = solve(_weighed(proposal.problem, characteristic, weight))
        return frozenset(frozenset(link.classes) for link in other.links)

    return links


def _plain(proposal: Proposal, characteristic: str) -> Callable[[float], Links]:
    """Links for another weight, without making sentences of them; kept links are the same at every weight."""
    session = proposal.session
    ids = [c.id for c in session.problem.classes]
    kept = frozenset(frozenset(link.classes) for link in proposal.links if link.kept)
    apart = session.table.goes_apart.any() or session.problem.weights.fairness > 0

    def links(weight: float) -> Links:
        table = session.table.after(_weighed(session.problem, characteristic, weight), weights=True)
        columns = pair_columns(table, Pairing(table).solve())
        return kept | frozenset(frozenset(ids[k] for k in c.classes) for c in columns)

    return _any(proposal, characteristic) if apart else links

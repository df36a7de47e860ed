"""For which weights does a link stay?"""

from __future__ import annotations

from dataclasses import replace

from matching.results import Proposal, Stay
from matching.solver import solve


def stays(proposal: Proposal, characteristic: str, low: float = 0.0, high: float = 2.0) -> tuple[Stay, ...]:
    """For every proposed link the range of one weight for which it stays, looked up at 21 weights."""
    problem = proposal.problem
    now = problem.weights.characteristics.get(characteristic, 0.0)
    grid = sorted({round(low + (high - low) * k / 20, 2) for k in range(21)} | {round(now, 2)})
    there: dict[float, set[frozenset[str]]] = {}
    for weight in grid:
        changed = dict(problem.weights.characteristics) | {characteristic: weight}
        other = solve(problem.with_changes(weights=replace(problem.weights, characteristics=changed)))
        there[weight] = {frozenset(link.classes) for link in other.links}
    out = []
    for link in proposal.links:
        key, at = frozenset(link.classes), grid.index(round(now, 2))
        a = b = at
        while a > 0 and key in there[grid[a - 1]]:
            a -= 1
        while b < len(grid) - 1 and key in there[grid[b + 1]]:
            b += 1
        sentence = f"This link stays for any weight of {characteristic} between {grid[a]:g} and {grid[b]:g}."
        out.append(Stay(link.classes, characteristic, grid[a], grid[b], sentence))
    return tuple(out)

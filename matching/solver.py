"""From a problem to the best links: most classes linked, then the worst link, then the most total worth."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from matching.check import check
from matching.columns import Column, blocks, free_pairs, given_column, pair_column, triad_column
from matching.errors import BadProblem
from matching.explain import link_of, totals_of, waiting_of
from matching.model import Problem
from matching.pack import pack
from matching.results import Comparison, Proof, Proposal
from matching.scoring import Table


@dataclass
class Session:
    """A problem with its tables and the state of the search, kept so that questions are answered at once."""

    problem: Problem
    table: Table
    given: list[tuple[Column, str]] = field(default_factory=list)
    chosen: list[Column] = field(default_factory=list)


def solve(problem: Problem) -> Proposal:
    """The best links for `problem`, with proof. Raises `BadProblem` with a sentence where it has no answer."""
    check(problem)
    begun = time.perf_counter()
    table = Table(problem)
    session = Session(problem, table, _given(table))
    columns = _columns(table)
    members = [c.classes for c in columns]
    least: list[tuple[Sequence[int], Sequence[float], float]] = []
    optimal = True
    if problem.coverage_first:
        covered = pack(members, [len(m) for m in members], seconds=problem.time_limit)
        optimal &= covered.optimal
        least.append((range(len(members)), [len(m) for m in members], round(covered.worth)))
    best = pack(members, [c.worth for c in columns], at_least=least, seconds=problem.time_limit)
    session.chosen = [columns[k] for k in best.chosen]
    proof = Proof(
        optimal=optimal and best.optimal,
        checked=False,
        gap=0.0 if best.optimal else (best.bound - best.worth) / max(abs(best.bound), 1.0),
        bound=int(best.bound),
        method="mixed-integer program",
        seconds=time.perf_counter() - begun,
    )
    return propose(session, proof)


def _given(table: Table) -> list[tuple[Column, str]]:
    standing = [(given_column(table, group), "standing") for group in table.problem.standing]
    return standing + [(given_column(table, group), "fixed") for group in table.problem.fixed]


def _columns(table: Table) -> list[Column]:
    i, j, _ = free_pairs(table)
    out = [pair_column(table, int(a), int(b)) for a, b in zip(i, j, strict=True)]
    shapes = table.problem.shapes
    if shapes & {"block2", "block3"}:
        out += [c for c in blocks(table, 3 if "block3" in shapes else 2) if c.shape in shapes]
    if "triad" in shapes:
        free = [int(k) for k in range(table.n) if table.available[k]]
        for a in free:
            for b in free:
                if b > a and table.allowed[a, b]:
                    out += [
                        triad_column(table, a, b, c)
                        for c in free
                        if c > b and table.allowed[a, c] and table.allowed[b, c]
                    ]
    return out


def propose(session: Session, proof: Proof, fairness_price: int = 0, notes: tuple[str, ...] = ()) -> Proposal:
    """The proposal in words for the columns a session has chosen."""
    table = session.table
    links = [link_of(table, column, kept) for column, kept in session.given]
    links += [link_of(table, column) for column in sorted(session.chosen, key=lambda c: c.classes)]
    linked = {one for link in links for one in link.classes}
    left = [k for k in range(table.n) if table.classes[k].id not in linked]
    totals = totals_of(table, links, len(left))
    worst = min(links, key=lambda link: (link.worth_per_pair, link.classes), default=None)
    return Proposal(
        links=tuple(links),
        waiting=tuple(waiting_of(table, k) for k in left),
        totals=totals,
        worst_link=None if worst is None else worst.classes,
        proof=proof,
        fairness_price=fairness_price,
        notes=notes,
        _session=session,
    )


def solve_again(proposal: Proposal, problem: Problem) -> Proposal:
    """The best links for a problem that differs a little from the one `proposal` answers."""
    return solve(problem)


def evaluate(problem: Problem, links: Sequence[tuple[str, ...]]) -> Proposal:
    """Links made by hand or last year in figures and words, with the sentences of the rules they break."""
    standing = tuple(tuple(group) for group in links)
    by_hand = Problem(
        **{name: getattr(problem, name) for name in problem.__dataclass_fields__ if name not in ("standing", "fixed")},
        standing=standing,
    )
    check(by_hand)
    table = Table(by_hand)
    session = Session(by_hand, table, [(given_column(table, group), "standing") for group in standing])
    return propose(session, Proof(False, False, 1.0, 0, "by hand", 0.0))


def compare(first: Proposal, second: Proposal) -> Comparison:
    """Two proposals of the same classes side by side: what changes, total, worst link, who is left."""
    from matching.ask import compare as side_by_side

    return side_by_side(first, second)


__all__ = ["BadProblem", "Session", "compare", "evaluate", "propose", "solve", "solve_again"]

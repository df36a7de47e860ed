"""From a problem to the best links: most classes linked, then the worst link, then the most total worth."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from matching.apart import kept_apart
from matching.check import check
from matching.columns import Column, given_column, pair_column
from matching.errors import Cancelled
from matching.explain import link_of, points, totals_of, waiting_of
from matching.fairness import Floor, highest_floor
from matching.graph.checker import first_uncovered
from matching.graph.compiled import HAVE_NUMBA, NO_NUMBA
from matching.graph.driver import at_once, looked_at
from matching.graph.matcher import Matcher, Progress
from matching.graph.plain import SMALL_EDGES, is_warm
from matching.model import Problem
from matching.pairing import Pairing, only_decisions_differ
from matching.pool import Tell, silent
from matching.results import Comparison, Proof, Proposal
from matching.scoring import Ints, Table
from matching.shapes import Shaped, breaks_apart, most_covered, solve_shapes


@dataclass
class Session:
    """A problem with its tables and the state of the search, kept so that questions are answered at once.

    `pairing` is the best pairing without regard to fairness, shapes and wishes to go apart; `plain` is True where the
    proposal is that pairing, so that prices follow from its duals exactly.
    """

    problem: Problem
    table: Table
    pairing: Pairing
    given: list[tuple[Column, str]] = field(default_factory=list)
    chosen: list[Column] = field(default_factory=list)
    plain: bool = True
    notes: list[str] = field(default_factory=list)
    tell: Tell = silent


def solve(problem: Problem, *, progress: Progress | None = None) -> Proposal:
    """The best links for `problem`, with proof. Raises `BadProblem` with a sentence where it has no answer.

    `progress(part, phrase)` is called now and then, with the part (0 to 1) of the time limit that has gone; the run stops with
    `Cancelled` when it returns False.
    """
    check(problem)
    if len(problem.classes) ** 2 > 2 * SMALL_EDGES and not is_warm():
        warm_up()  # the clock of the time limit starts after compiling
    begun = time.perf_counter()
    table = Table(problem)
    tell = silent if progress is None else _telling(progress, begun, problem.time_limit)
    return _solve(Session(problem, table, Pairing(table), _given(table), tell=tell), begun)


def _telling(progress: Progress, begun: float, limit: float) -> Tell:
    def tell(phrase: str) -> None:
        part = min(1.0, (time.perf_counter() - begun) / limit)
        if progress(part, phrase) is False:
            raise Cancelled(f"The run was stopped after {time.perf_counter() - begun:.1f} seconds ({phrase}).")

    return tell


def solve_again(proposal: Proposal, problem: Problem, *, progress: Progress | None = None) -> Proposal:
    """The best links for a problem that differs a little from the one `proposal` answers: equal to solving anew."""
    begun = time.perf_counter()
    old = proposal.session
    if not only_decisions_differ(old.problem, problem):
        return solve(problem, progress=progress)
    check(problem)
    table = old.table.after(problem)
    tell = silent if progress is None else _telling(progress, begun, problem.time_limit)
    return _solve(Session(problem, table, old.pairing.after(table), _given(table), tell=tell), begun)


def _given(table: Table) -> list[tuple[Column, str]]:
    standing = [(given_column(table, group), "standing") for group in table.problem.standing]
    return standing + [(given_column(table, group), "fixed") for group in table.problem.fixed]


def _solve(session: Session, begun: float) -> Proposal:
    problem, table = session.problem, session.table
    if not HAVE_NUMBA:
        session.notes.append(NO_NUMBA)
    session.tell("pairs")
    best = pair_columns(table, session.pairing.solve())
    checked = session.pairing.proven()
    end = begun + problem.time_limit
    result = _arrange(session, session.pairing, best, None, end)
    price = 0
    floor = _floor(session, best, result, end + problem.time_limit)
    if floor is not None:
        checked = checked and floor.checked
        fair = Pairing(table, least=floor.least, penalty=floor.penalty)
        fairer = _arrange(session, fair, pair_columns(table, fair.solve()), floor.least, end + 2 * problem.time_limit)
        if fairer.covered == result.covered:
            checked = checked and fair.proven()
            price = result.worth - fairer.worth
            result = fairer
    session.chosen = result.chosen
    session.plain = price == 0 and sorted(c.classes for c in result.chosen) == [c.classes for c in best]
    optimal = result.optimal and (floor is None or floor.proven)
    _say_what_is_open(session, result, floor)
    proof = Proof(
        optimal, checked and optimal and result.checked, _gap(result), result.bound, result.method,
        time.perf_counter() - begun,
    )  # fmt: skip
    return propose(session, proof, price)


def _say_what_is_open(session: Session, result: Shaped, floor: Floor | None) -> None:
    """A note for each part of "best" that is not proven."""
    if result.bound > result.worth:
        session.notes.append(
            f"Time ran out before this was proven best: at most {100 * _gap(result):.2f} % more total worth is possible."
        )
    if result.reach > result.covered:
        session.notes.append(
            f"Time ran out before it was proven that no more than {result.covered} free classes can be linked: at most "
            f"{result.reach} can."
        )
    if floor is not None and not floor.proven:
        session.notes.append("Time ran out before it was proven that no proposal has a better worst link.")


def _arrange(session: Session, pairing: Pairing, pairs: list[Column], least: int | None, end: float) -> Shaped:
    """The best links of all allowed shapes, given the best pairs."""
    needs_shapes = _needs_shapes(session, pairs)
    if not needs_shapes and breaks_apart(session.table, pairs):
        apart = kept_apart(pairing, end, session.tell)
        if apart is not None:
            return _paired(pair_columns(session.table, apart.mate), "own pairing by cases", apart.checked)
        needs_shapes = True
    if not needs_shapes:
        return _paired(pairs, "own pairing")
    return solve_shapes(session.table, pairs, least, max(0.2, end - time.perf_counter()), session.tell)


def _paired(pairs: list[Column], method: str, checked: bool = True) -> Shaped:
    worth = sum(c.worth for c in pairs)
    return Shaped(pairs, worth, worth, True, 2 * len(pairs), 2 * len(pairs), method, checked)


def _gap(shaped: Shaped) -> float:
    """The part of the bound that may be missing: 0 where proven."""
    return 0.0 if shaped.bound <= shaped.worth else max(0.0, (shaped.bound - shaped.worth) / max(abs(shaped.bound), 1))


def pair_columns(table: Table, mate: Ints) -> list[Column]:
    """The links of a pairing, in the order of the classes."""
    return [pair_column(table, int(k), int(mate[k])) for k in np.flatnonzero(mate >= 0) if k < mate[k]]


def _floor(session: Session, best: list[Column], result: Shaped, end: float) -> Floor | None:
    """What the worst link must be worth at least, by the fairness that the programme has set."""
    fairness, table = session.problem.weights.fairness, session.table
    if fairness == 0 or not result.chosen:
        return None
    if not session.problem.coverage_first:
        session.notes.append("Fairness counts only where as many classes as possible are linked first.")
        return None
    floor = highest_floor(table, len(best), 2 if fairness == 1 else 1) if best else None
    if floor is None:
        return None
    worst = min(c.floor_worth for c in result.chosen)
    if result.chosen != best:
        floor = _shaped_floor(session, result, worst, floor.least, end)
    return (
        floor if fairness == 1 else replace(floor, least=worst + round((floor.least - worst) * fairness), penalty=None)
    )


def _shaped_floor(session: Session, result: Shaped, worst: int, most: int, end: float) -> Floor:
    """The best worst link, between `worst` and `most`, at which links of all shapes reach as many classes."""
    table = session.table
    worths = np.unique(table.worth[table.allowed])
    worths = worths[(worths > worst) & (worths <= most)]
    low, high = -1, len(worths) - 1
    proven = True
    while low < high and time.perf_counter() < end:
        middle = (low + high + 1) // 2
        least = int(worths[middle])
        pairs = pair_columns(table, Pairing(table, least=least).solve())
        covered, reach = most_covered(table, pairs, least, end, session.tell)
        if covered >= result.covered:
            low = middle
        else:
            high = middle - 1
            proven = proven and reach < result.covered
    return Floor(worst if low < 0 else int(worths[low]), proven=proven and low >= high)


def _needs_shapes(session: Session, pairs: Sequence[Column]) -> bool:
    """True where pairs alone may not be the answer: blocks are possible, or a triad is wished or needed."""
    table, shapes = session.table, session.problem.shapes
    free = np.flatnonzero(table.available)
    if "triad" in shapes:
        waiting = len(free) > 2 * len(pairs)
        if waiting or any(table.classes[k].wishes.three_schools for k in free):
            return True
    if shapes & {"block2", "block3"}:
        counts = np.unique(table.school_of[free], return_counts=True)[1]
        if (counts > 1).sum() > 1:
            return True
    return False


def propose(session: Session, proof: Proof, fairness_price: int = 0) -> Proposal:
    """The proposal in words for the columns a session has chosen."""
    table = session.table
    links = [link_of(table, column, kept) for column, kept in session.given]
    links += [link_of(table, column) for column in sorted(session.chosen, key=lambda c: c.classes)]
    linked = {one for link in links for one in link.classes}
    left = [k for k in range(table.n) if table.classes[k].id not in linked]
    totals = totals_of(table, links, len(left))
    worst = min(links, key=lambda link: (link.worth_per_pair, link.classes), default=None)
    if fairness_price:
        session.notes.append(f"A better worst link costs {points(fairness_price)} of the total.")
    return Proposal(
        links=tuple(links),
        waiting=tuple(waiting_of(table, k) for k in left),
        totals=totals,
        worst_link=None if worst is None else worst.classes,
        proof=proof,
        fairness_price=fairness_price,
        notes=tuple(session.notes),
        _session=session,
    )


def evaluate(problem: Problem, links: Sequence[tuple[str, ...]]) -> Proposal:
    """Links made by hand or last year in figures and words, with the sentences of the rules they break."""
    standing = tuple(tuple(group) for group in links)
    by_hand = replace(problem, standing=standing, fixed=())
    check(by_hand)
    table = Table(by_hand)
    session = Session(by_hand, table, Pairing(table), _given(table))
    return propose(session, Proof(False, False, 1.0, 0, "by hand", 0.0))


def warm_up() -> float:
    """Load (the first time on a machine: compile) the engine's code, for a worker to call at its start; returns seconds."""
    begun = time.perf_counter()
    line = np.arange(3, dtype=np.int64)
    at_once(4, line, line + 1, line + 5, 0)
    looked_at(4, line, line + 1, line + 5)
    matcher = Matcher(4, line, line + 1, line + 5, 0, waiting=True)
    matcher.solve()
    matcher.take_out(0)
    matcher.search()
    proof = matcher.certificate()
    first_uncovered(4, line, line + 1, line + 5, proof.vertex_duals, proof.parent, proof.cover(), 0)
    matcher.put_back(0)  # last: its code on disk is the sign that all is there
    return time.perf_counter() - begun


def compare(first: Proposal, second: Proposal) -> Comparison:
    """Two proposals of the same classes side by side: what changes, total, worst link, who is left."""
    from matching.ask import compare as side_by_side

    return side_by_side(first, second)

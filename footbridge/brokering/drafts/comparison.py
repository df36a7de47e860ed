"""Comparing: a draft with another, with last year's pairs, with pairing by hand, with the best; and the effect of sliders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from footbridge.brokering.drafts.board import Board, points
from footbridge.brokering.drafts.state import DraftState, Group, group_of
from footbridge.brokering.drafts.steps import free_classes, state_of
from footbridge.brokering.models import Draft
from footbridge.brokering.problem.building import problem_of, shape_of
from footbridge.brokering.problem.facts import CHARACTERISTICS, Pool
from footbridge.brokering.problem.solving import changed, valued
from footbridge.ui.miles import miles
from matching import BadProblem, Proposal

KINDS = (
    ("best", "The best proposal"),
    ("last-year", "Last year's pairs"),
    ("by-hand", "Pairing by hand: the best pair first, then the next"),
    ("nearest", "The nearest school each"),
)


@dataclass(frozen=True)
class Line:
    """One figure of two drafts beside each other; `better` is 1 where the second is better, -1 where it is worse."""

    label: str
    first: str
    second: str
    better: int = 0


@dataclass(frozen=True)
class Beside:
    """Two sets of links side by side."""

    name: str
    lines: tuple[Line, ...]
    same: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    now_waiting: tuple[str, ...]
    no_longer_waiting: tuple[str, ...]
    trouble: str = ""

    @property
    def nothing_changes(self) -> bool:
        return not (self.only_first or self.only_second or self.now_waiting or self.no_longer_waiting)


def effect_of(board: Board, weights: Mapping[str, float], rules: Mapping[str, Any]) -> Beside:
    """What a proposal with other weights and rules would change, both judged by the new weights."""
    state = replace(board.state, weights={**board.state.weights, **weights}, rules={**board.state.rules, **rules})
    problem = problem_of(board.pool, state)
    try:
        best = changed(board.best, problem)
    except BadProblem as bad:
        return Beside("A proposal with these", (), 0, (), (), (), (), str(bad))
    groups = _groups(best)
    return _beside(board.pool, "A proposal with these", state, board.state.groups, groups)


def beside_draft(board: Board, other: Draft) -> Beside:
    """This draft and another, both judged by this one's weights."""
    groups = state_of(other, board.pool).groups
    return _beside(board.pool, other.name, board.state, board.state.groups, groups)


def beside(board: Board, kind: str) -> Beside | None:
    """This draft and the best there is, last year's pairs, or pairing by hand; None for no such kind."""
    names = dict(KINDS)
    if kind not in names:
        return None
    groups = {
        "best": lambda: _groups(board.best),
        "last-year": lambda: _last_year(board),
        "by-hand": lambda: _greedy(board, nearest=False),
        "nearest": lambda: _greedy(board, nearest=True),
    }[kind]()
    return _beside(board.pool, names[kind], board.state, board.state.groups, groups)


def _groups(proposal: Proposal) -> tuple[Group, ...]:
    return tuple(group_of(map(int, link.classes)) for link in proposal.links if link.kept != "standing")


def _beside(pool: Pool, name: str, state: DraftState, first: Sequence[Group], second: Sequence[Group]) -> Beside:
    problem = problem_of(pool, state)
    live = [link.classes for link in pool.live if shape_of(pool, link.classes)]
    a, b = valued(problem, [*live, *first]), valued(problem, [*live, *second])
    one, two = set(first), set(second)
    linked_one, linked_two = {c for g in one for c in g}, {c for g in two for c in g}
    free = free_classes(pool)
    return Beside(
        name=name,
        lines=tuple(_lines(a, b)),
        same=len(one & two),
        only_first=tuple(sorted(_said(pool, group) for group in one - two)),
        only_second=tuple(sorted(_said(pool, group) for group in two - one)),
        now_waiting=tuple(_class_said(pool, c) for c in sorted((free - linked_two) & linked_one)),
        no_longer_waiting=tuple(_class_said(pool, c) for c in sorted((free - linked_one) & linked_two)),
    )


def _lines(a: Proposal, b: Proposal) -> Iterable[Line]:
    one, two = a.totals, b.totals
    yield _line("Classes linked", one.classes_linked, two.classes_linked, str)
    yield _line("Worth in all", one.worth, two.worth, points)
    yield _line("Worst link", one.worst, two.worst, points)
    yield _line("Way between schools, mean", one.mean_distance, two.mean_distance, miles, less=True)
    yield _line("Longest way", one.longest_distance, two.longest_distance, miles, less=True)
    yield Line("Wishes met", f"{one.wishes_met} of {one.wishes}", f"{two.wishes_met} of {two.wishes}")
    for key in ("ethnicity", "fsm", "eal"):
        if key in one.contact and key in two.contact:
            label = f"Contact gained: {CHARACTERISTICS[key].lower()}"
            yield _line(label, one.contact[key], two.contact[key], lambda value: f"{value:.2f}")


def _line(label: str, one: Any, two: Any, said: Any, *, less: bool = False) -> Line:
    if one is None or two is None:
        return Line(label, "–" if one is None else said(one), "–" if two is None else said(two))
    first, second = said(one), said(two)
    sign = 0 if first == second else 1 if two > one else -1
    return Line(label, first, second, -sign if less else sign)


def _last_year(board: Board) -> tuple[Group, ...]:
    """Last year's pairs of schools with this year's classes, as many as both offer and the shapes allow."""
    free: dict[int, list[int]] = {}
    for one in sorted(free_classes(board.pool) - set(board.state.held)):
        free.setdefault(board.pool.classes[one].school, []).append(one)
    groups = []
    for a, b in sorted(tuple(sorted(pair)) for pair in board.pool.last_year):
        for one, two in zip(list(free.get(a, ())), list(free.get(b, ())), strict=False):
            groups.append(group_of((one, two)))
            free[a].remove(one)
            free[b].remove(two)
    return tuple(groups)


def _greedy(board: Board, *, nearest: bool) -> tuple[Group, ...]:
    """Pair by pair, as one would by hand: the best (or the nearest) pair that is allowed first, then the next."""
    import numpy as np

    table = board.best.session.table
    allowed = np.triu(table.allowed & table.available[:, None] & table.available[None, :], 1)
    i, j = np.nonzero(allowed)
    value = -np.nan_to_num(table.distance[i, j], nan=1e9) if nearest else table.worth[i, j]
    taken: set[int] = set()
    groups = [group_of(map(int, pin)) for pin in board.problem.fixed]
    for k in np.lexsort((j, i, -value)):
        one, two = int(i[k]), int(j[k])
        if one not in taken and two not in taken:
            taken |= {one, two}
            groups.append(group_of((int(table.classes[one].id), int(table.classes[two].id))))
    return tuple(groups)


def _said(pool: Pool, group: Group) -> str:
    """The schools with their classes, since the same two schools may stand in both lists: "Ash (Year 4) and Oak (4B)"."""
    by_school: dict[str, list[str]] = {}
    for one in group:
        if one in pool.classes:
            by_school.setdefault(pool.school_of(one).name, []).append(pool.classes[one].name)
    said = [f"{school} ({', '.join(names)})" for school, names in by_school.items()]
    return ", ".join(said[:-1]) + " and " + said[-1] if len(said) > 1 else "".join(said)


def _class_said(pool: Pool, class_id: int) -> str:
    return f"{pool.classes[class_id].name}, {pool.school_of(class_id).name}"

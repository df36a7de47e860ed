"""The best sharing of slots, by the mixed-integer solver HiGHS: most links first, then the worst off, then the whole.

1. as many links as can have a slot; 2. of those sharings, one whose worst-off link is best off, so that nobody gets only
leftovers; 3. of those, the least discomfort in all. Each step holds the one before. Slots and links are sorted by number
before, one thread and one seed: the same question has the same answer, in whatever order it is put.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from footbridge.visits.allocation.problem import Problem

SECONDS = 20.0
Say = Callable[[int, str], None]


class CannotShare(Exception):
    """What is fixed cannot all be true; the sentence says what to let go."""


@dataclass(frozen=True)
class Shared:
    """Link → slot, the worst and the total discomfort of those not fixed, and whether it is proven that none is better."""

    slots: dict[int, int]
    worst: int
    total: int
    proven: bool


@dataclass(frozen=True)
class _Choice:
    link: int
    slot: int
    cost: int


def share(problem: Problem, *, seconds: float = SECONDS, say: Say = lambda part, words: None) -> Shared:
    """Share the slots. `say(percent, words)` hears of progress. Raises CannotShare where what is fixed does not fit."""
    until = time.monotonic() + seconds
    room = _room_beside_fixed(problem)
    choices = _choices(problem, room)
    say(10, f"{len(choices)} possible places weighed")
    if not choices:
        return Shared(dict(problem.fixed), 0, 0, True)
    start, most, proven = _solve(problem, room, choices, [1.0] * len(choices), None, until)
    say(40, f"{most} links can have a slot")
    costs = sorted({choice.cost for choice in choices})
    low, high = 0, costs.index(max((choices[k].cost for k in start), default=costs[0]))
    while low < high:  # the smallest limit on discomfort under which as many links are placed
        middle = (low + high) // 2
        allowed = [choice for choice in choices if choice.cost <= costs[middle]]
        found, count, sure = _solve(problem, room, allowed, [1.0] * len(allowed), None, until)
        proven &= sure
        if count == most:
            high = costs.index(max((allowed[k].cost for k in found), default=costs[0]))
        else:
            low = middle + 1
        say(40 + 40 * (len(costs) - (high - low)) // len(costs), "Looking after the worst off")
    allowed = [choice for choice in choices if choice.cost <= costs[high]]
    say(85, "Keeping ways short for all")
    chosen, _, sure = _solve(problem, room, allowed, [-float(choice.cost) for choice in allowed], most, until)
    picked = [allowed[k] for k in chosen] if len(chosen) == most else [choices[k] for k in start]
    return Shared(
        {**problem.fixed, **{one.link: one.slot for one in picked}},
        max((one.cost for one in picked), default=0),
        sum(one.cost for one in picked),
        proven and sure,
    )


def _room_beside_fixed(problem: Problem) -> dict[int, tuple[int, int]]:
    """Classes and children that each slot still takes beside what is fixed."""
    room = {slot.id: (slot.classes, slot.children) for slot in problem.slots}
    for link_id, slot_id in sorted(problem.fixed.items()):
        link, slot = problem.link_by_id.get(link_id), problem.slot_by_id.get(slot_id)
        if link is None or slot is None:
            raise CannotShare("A fixed link or its slot is not there any more. Let it go free, then share again.")
        classes, children = room[slot_id][0] - link.classes, room[slot_id][1] - link.children
        if classes < 0 or children < 0:
            raise CannotShare(
                f"More is fixed at {problem.venue_by_id[slot.venue].name} on {slot.day:%-d %B} than it takes: "
                f"{slot.classes} classes and {slot.children} children. Let {link.name} go free, or fix it elsewhere."
            )
        room[slot_id] = (classes, children)
    return room


def _choices(problem: Problem, room: dict[int, tuple[int, int]]) -> list[_Choice]:
    """Every link that is not fixed with every slot it may have, in the order of their numbers."""
    slots = sorted(problem.slots, key=lambda slot: slot.id)
    found = []
    for link in sorted(problem.links, key=lambda link: link.id):
        if link.id in problem.fixed:
            continue
        for slot in slots:
            classes, children = room[slot.id]
            if link.classes <= classes and link.children <= children and not problem.blocks(link, slot):
                found.append(_Choice(link.id, slot.id, problem.discomfort(link, slot)))
    return found


def _solve(
    problem: Problem, room: dict[int, tuple[int, int]], choices: Sequence[_Choice], worth: Sequence[float],
    exactly: int | None, until: float,
) -> tuple[tuple[int, ...], int, bool]:  # fmt: skip
    """Choices of greatest worth: a link once, no slot over in classes or children, `exactly` so many where given."""
    import highspy

    if not choices:
        return (), 0, True
    rows: dict[tuple[str, int], list[tuple[int, float]]] = {}
    limits: dict[tuple[str, int], float] = {}
    for k, choice in enumerate(choices):
        link = problem.link_by_id[choice.link]
        for key, amount, limit in (
            (("link", link.id), 1.0, 1.0),
            (("classes", choice.slot), float(link.classes), float(room[choice.slot][0])),
            (("children", choice.slot), float(link.children), float(room[choice.slot][1])),
        ):
            rows.setdefault(key, []).append((k, amount))
            limits[key] = limit
    # a row that cannot bind only slows the solver down
    binding = [key for key in rows if sum(amount for _, amount in rows[key]) > limits[key]]
    every = [rows[key] for key in binding]
    lower, upper = [-highspy.kHighsInf] * len(every), [limits[key] for key in binding]
    if exactly is not None:
        every.append([(k, 1.0) for k in range(len(choices))])
        lower.append(float(exactly))
        upper.append(float(exactly))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(choices), len(every)
    model.col_cost_ = -np.asarray(worth, dtype=np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(len(choices)), np.ones(len(choices))
    model.row_lower_, model.row_upper_ = np.array(lower, dtype=np.float64), np.array(upper, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(row) for row in every])]).astype(np.int32)
    model.a_matrix_.index_ = np.array([k for row in every for k, _ in row], dtype=np.int32)
    model.a_matrix_.value_ = np.array([value for row in every for _, value in row], dtype=np.float64)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(choices)
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    left = max(0.5, until - time.monotonic())
    for name, value in (
        ("output_flag", False), ("time_limit", left), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99), ("threads", 1),
        ("random_seed", 1),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(model)
    solver.run()
    if solver.getInfo().primal_solution_status != 2:
        return (), 0, False
    chosen = tuple(int(k) for k in np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5))
    return chosen, len(chosen), solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

"""The best set of columns that takes no class twice: a set-packing problem for the mixed-integer solver HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Packed:
    """Chosen column numbers, their worth, the most it could be (`bound`), and whether that is proven."""

    chosen: tuple[int, ...]
    worth: float
    bound: float
    optimal: bool


def pack(
    members: Sequence[tuple[int, ...]],
    worth: Sequence[float],
    *,
    at_most: Sequence[tuple[Sequence[int], int]] = (),
    at_least: Sequence[tuple[Sequence[int], Sequence[float], float]] = (),
    start: Sequence[int] = (),
    seconds: float = 5.0,
) -> Packed:
    """Choose columns of greatest total `worth` such that no member is taken twice.

    `at_most` holds (column numbers, limit): no more than so many of these. `at_least` holds (column numbers,
    factors, limit): their weighted number reaches the limit. `start` is a known good choice. The worths should be
    integers: a result within less than one unit of the bound is then optimal.
    """
    if not members:
        return Packed((), 0.0, 0.0, True)
    import highspy

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("time_limit", max(seconds, 0.05)),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.99),
        ("threads", 1),
        ("random_seed", 1),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(_model(members, worth, at_most, at_least))
    if start:
        known = highspy.HighsSolution()
        values = np.zeros(len(members))
        values[list(start)] = 1.0
        known.col_value = list(values)
        solver.setSolution(known)
    solver.run()
    info = solver.getInfo()
    if not np.isfinite(info.objective_function_value) or info.primal_solution_status != 2:
        return Packed(tuple(start), float(sum(worth[k] for k in start)), float("inf"), False)
    chosen = tuple(int(k) for k in np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5))
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    total = float(sum(worth[k] for k in chosen))
    return Packed(chosen, total, total if optimal else -float(info.mip_dual_bound), optimal)


def _model(
    members: Sequence[tuple[int, ...]],
    worth: Sequence[float],
    at_most: Sequence[tuple[Sequence[int], int]],
    at_least: Sequence[tuple[Sequence[int], Sequence[float], float]],
    rows: Sequence[int] = (),
) -> Any:
    import highspy

    count = len(members)
    named = rows or sorted({m for column in members for m in column})
    row_of = {m: k for k, m in enumerate(named)}
    by_row: list[list[tuple[int, float]]] = [[] for _ in range(len(named) + len(at_most) + len(at_least))]
    for k, column in enumerate(members):
        for m in column:
            by_row[row_of[m]].append((k, 1.0))
    lower, upper = [-highspy.kHighsInf] * len(named), [1.0] * len(named)
    for r, (numbers, most) in enumerate(at_most, len(named)):
        by_row[r] = [(k, 1.0) for k in numbers]
        lower.append(-highspy.kHighsInf)
        upper.append(float(most))
    for r, (numbers, factors, least) in enumerate(at_least, len(named) + len(at_most)):
        by_row[r] = list(zip(numbers, map(float, factors), strict=True))
        lower.append(float(least))
        upper.append(highspy.kHighsInf)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(by_row)
    model.col_cost_ = -np.asarray(worth, dtype=np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.row_lower_, model.row_upper_ = np.array(lower), np.array(upper)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(r) for r in by_row])]).astype(np.int32)
    model.a_matrix_.index_ = np.array([k for row in by_row for k, _ in row], dtype=np.int32)
    model.a_matrix_.value_ = np.array([v for row in by_row for _, v in row], dtype=np.float64)
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    return model

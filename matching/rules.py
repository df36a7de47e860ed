"""What may not be linked: every rule has a name, a matrix of the pairs it forbids, and a sentence for one pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.miles import two_miles
from matching.model import OfferedClass

if TYPE_CHECKING:
    from matching.scoring import Bools, Floats, Table


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `broken` gives True for forbidden pairs (or None where it forbids nothing), `sentence` explains one."""

    name: str
    broken: Callable[[Table], Bools | None]
    sentence: Callable[[Table, int, int], str]


def rules_broken(table: Table, i: int, j: int) -> list[tuple[str, str]]:
    """Name and sentence of every rule that forbids the pair of class numbers `i` and `j`."""
    out = []
    for rule in RULES:
        broken = rule.broken(table) if rule.name in DECIDED else table.broken.get(rule.name)
        if broken is not None and broken[i, j]:
            out.append((rule.name, rule.sentence(table, i, j)))
    return out


def _names(table: Table, i: int, j: int) -> tuple[str, str]:
    return table.school(i).name, table.school(j).name


def _years_said(one: OfferedClass) -> str:
    years = ["Reception" if y == 0 else f"Year {y}" for y in sorted(one.year_groups)]
    return " and ".join(years) or "no year group"


def _same_school(table: Table) -> Bools:
    return np.asarray(table.school_of[:, None] == table.school_of[None, :])


def _same_school_said(table: Table, i: int, j: int) -> str:
    return f"Both classes are of {table.school(i).name}. A link joins two different schools."


def year_gap(table: Table) -> Floats:
    """Years between the nearest year groups of two classes; 0 where a class has named none."""
    years = np.zeros((table.n, 15), dtype=bool)
    for k, one in enumerate(table.classes):
        years[k, sorted(one.year_groups)] = True
    reach = np.where(years, 0.0, np.inf)
    for _ in range(14):
        reach[:, 1:] = np.minimum(reach[:, 1:], reach[:, :-1] + 1)
        reach[:, :-1] = np.minimum(reach[:, :-1], reach[:, 1:] + 1)
    gap = np.full((table.n, table.n), np.inf)
    for year in range(15):
        rows = years[:, year]
        if rows.any():
            gap[rows] = np.minimum(gap[rows], reach[None, :, year])
    unnamed = ~years.any(axis=1)
    gap[unnamed] = 0.0
    gap[:, unnamed] = 0.0
    return gap


def _year_broken(table: Table) -> Bools | None:
    most = table.problem.rules.max_year_gap
    return None if most is None else np.asarray(year_gap(table) > most)


def _year_said(table: Table, i: int, j: int) -> str:
    a, b = table.classes[i], table.classes[j]
    most = table.problem.rules.max_year_gap
    apart = {0: "the same year group", 1: "at most one year apart"}.get(most or 0, f"at most {most} years apart")
    return f"{_years_said(a)} and {_years_said(b)} are too far apart: this programme links classes of {apart}."


def limits(table: Table) -> Floats:
    """The longest distance each class accepts, in metres: its own wish and the programme's, the smaller."""
    most = table.problem.rules.max_distance
    whole = np.inf if most is None else most
    own = [np.inf if c.wishes.max_distance is None else c.wishes.max_distance for c in table.classes]
    return np.minimum(np.array(own, dtype=np.float64), whole)


def _distance_broken(table: Table) -> Bools | None:
    longest = limits(table)
    if np.isinf(longest).all():
        return None
    with np.errstate(invalid="ignore"):
        return np.asarray(table.distance > np.minimum(longest[:, None], longest[None, :]))


def _distance_said(table: Table, i: int, j: int) -> str:
    longest = limits(table)
    strict = i if longest[i] <= longest[j] else j
    a, b = _names(table, i, j)
    own = table.classes[strict].wishes.max_distance
    most = table.problem.rules.max_distance
    way, limit = two_miles(float(table.distance[i, j]), float(longest[strict]))
    whose = (
        f"{table.school(strict).name} goes at most {limit}"
        if own is not None and (most is None or own <= most)
        else f"this programme links schools at most {limit} apart"
    )
    return f"{a} and {b} are {way} apart in a straight line, and {whose}."


def _size_broken(table: Table) -> Bools | None:
    most = table.problem.rules.max_size_ratio
    if most is None:
        return None
    sizes = np.array([np.nan if c.size is None else c.size for c in table.classes], dtype=np.float64)
    with np.errstate(invalid="ignore"):
        return np.asarray(
            np.maximum(sizes[:, None], sizes[None, :]) > most * np.minimum(sizes[:, None], sizes[None, :])
        )


def _size_said(table: Table, i: int, j: int) -> str:
    a, b = table.classes[i].size, table.classes[j].size
    most = table.problem.rules.max_size_ratio
    return (
        f"Classes of {a} and {b} children are too unequal: this programme links classes up to {most:g} times as large."
    )


def _step_broken(table: Table) -> Bools | None:
    needs = np.array([c.wishes.needs_step_free for c in table.classes], dtype=bool)
    if not table.problem.rules.step_free or not needs.any():
        return None
    steps = np.array([table.school(k).step_free is False for k in range(table.n)], dtype=bool)
    return np.asarray((needs[:, None] & steps[None, :]) | (steps[:, None] & needs[None, :]))


def _step_said(table: Table, i: int, j: int) -> str:
    who, host = (i, j) if table.classes[i].wishes.needs_step_free and table.school(j).step_free is False else (j, i)
    return f"The class of {table.school(who).name} needs step-free access, and {table.school(host).name} has steps."


def _red_kind_broken(table: Table) -> Bools | None:
    return _one_sided(table, [c.wishes.refused_kinds for c in table.classes], [s.all_kinds() for s in table.schools])


def _red_kind_said(table: Table, i: int, j: int) -> str:
    who, other = (i, j) if table.classes[i].wishes.refused_kinds & table.school(j).all_kinds() else (j, i)
    hit = sorted(table.classes[who].wishes.refused_kinds & table.school(other).all_kinds())
    kinds = ", ".join(kind.split(":", 1)[-1] for kind in hit)
    return f"{table.school(who).name} has asked not to be linked with a school that is {kinds}."


def _red_school_broken(table: Table) -> Bools | None:
    ids = [frozenset((s.id,)) for s in table.schools]
    return _one_sided(table, [c.wishes.refused_schools for c in table.classes], ids)


def _red_school_said(table: Table, i: int, j: int) -> str:
    who, other = (i, j) if table.school(j).id in table.classes[i].wishes.refused_schools else (j, i)
    return f"{table.school(who).name} has asked not to be linked with {table.school(other).name}."


def _one_sided(table: Table, refused: list[frozenset[str]], has: list[frozenset[str]]) -> Bools | None:
    if not any(refused):
        return None
    out = np.zeros((table.n, table.n), dtype=bool)
    for k, names in enumerate(refused):
        if names:
            out[k] = np.array([bool(h & names) for h in has], dtype=bool)[table.school_of]
    return out | out.T


def _days_broken(table: Table) -> Bools | None:
    if not table.problem.rules.common_day:
        return None
    days = [c.wishes.days for c in table.classes]
    return np.array([[bool(a and b and not a & b) for b in days] for a in days], dtype=bool).reshape(table.n, table.n)


def _days_said(table: Table, i: int, j: int) -> str:
    a, b = _names(table, i, j)
    return f"{a} and {b} have no day of the week in common."


def _refusal_broken(table: Table) -> Bools | None:
    if not table.problem.refusals:
        return None
    by_school = np.zeros((len(table.schools), len(table.schools)), dtype=bool)
    for row in table.problem.refusals:
        a, b = table.school_index.get(row.school_a), table.school_index.get(row.school_b)
        if a is not None and b is not None:
            by_school[a, b] = by_school[b, a] = True
    return np.asarray(table.spread(by_school), dtype=bool)


def _refusal_said(table: Table, i: int, j: int) -> str:
    a, b = _names(table, i, j)
    ids = {table.school(i).id, table.school(j).id}
    why = next((r.reason for r in table.problem.refusals if {r.school_a, r.school_b} == ids and r.reason), "")
    return f"A link between {a} and {b} was declined before" + (f": “{why}”." if why else ".")


def _forbidden_broken(table: Table) -> Bools | None:
    if not table.problem.forbidden:
        return None
    out = np.zeros((table.n, table.n), dtype=bool)
    for a, b in table.problem.forbidden:
        i, j = table.index[a], table.index[b]
        out[i, j] = out[j, i] = True
    return out


def _forbidden_said(table: Table, i: int, j: int) -> str:
    a, b = _names(table, i, j)
    return f"The facilitator has ruled out a link between these classes of {a} and {b}."


def _apart_broken(table: Table) -> Bools | None:
    ruled = {(min(p), max(p)) for p in ((table.index[a], table.index[b]) for a, b in table.problem.forbidden)}
    pairs = table.banned - ruled
    if not pairs:
        return None
    out = np.zeros((table.n, table.n), dtype=bool)
    for i, j in pairs:
        out[i, j] = out[j, i] = True
    return out


def _apart_said(table: Table, i: int, j: int) -> str:
    a, b = _names(table, i, j)
    return f"{a} and {b} have a link already, and one of them wants its classes to go to different partner schools."


DECIDED = frozenset({"apart", "forbidden"})
"""Rules that follow from decisions and not from the schools themselves."""

RULES: tuple[Rule, ...] = (
    Rule("same_school", _same_school, _same_school_said),
    Rule("year_gap", _year_broken, _year_said),
    Rule("distance", _distance_broken, _distance_said),
    Rule("size", _size_broken, _size_said),
    Rule("step_free", _step_broken, _step_said),
    Rule("red_line_kind", _red_kind_broken, _red_kind_said),
    Rule("red_line_school", _red_school_broken, _red_school_said),
    Rule("common_day", _days_broken, _days_said),
    Rule("refusal", _refusal_broken, _refusal_said),
    Rule("apart", _apart_broken, _apart_said),
    Rule("forbidden", _forbidden_broken, _forbidden_said),
)

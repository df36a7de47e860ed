"""Wishes that a partner can meet: which there are, who meets them, and how to say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matching.scoring import Ints, Table

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def met_matrix(table: Table) -> Ints:
    """How many wishes of class i partner j meets, class by class (not symmetric)."""
    n = table.n
    out = np.zeros((n, n), dtype=np.int64)
    kinds = [s.all_kinds() for s in table.schools]
    for i, one in enumerate(table.classes):
        w = one.wishes
        if w.wanted_kinds:
            out[i] += np.array([bool(k & w.wanted_kinds) for k in kinds], dtype=bool)[table.school_of]
        if w.wanted_schools:
            out[i] += np.array([s.id in w.wanted_schools for s in table.schools], dtype=bool)[table.school_of]
        if w.days:
            out[i] += np.array([_days_meet(w.days, o.wishes.days) for o in table.classes], dtype=bool)
        if w.partner != "indifferent":
            mine = int(table.school_of[i])
            linked = [frozenset((mine, int(s))) in table.last_year for s in range(len(table.schools))]
            had = np.array(linked, dtype=bool)[table.school_of]
            out[i] += had if w.partner == "same" else ~had
    return out


def said(table: Table, i: int, j: int) -> tuple[list[str], list[str]]:
    """Wishes of class `i` met and not met by partner `j`, as short phrases."""
    w = table.classes[i].wishes
    partner = table.school(j)
    name = table.school(i).name
    met: list[str] = []
    unmet: list[str] = []
    if w.wanted_kinds:
        wanted = " or ".join(sorted(kind.split(":", 1)[-1] for kind in w.wanted_kinds))
        _file(f"{name} wished for a partner that is {wanted}", bool(partner.all_kinds() & w.wanted_kinds), met, unmet)
    if w.wanted_schools:
        wanted = " or ".join(_school_name(table, s) for s in sorted(w.wanted_schools))
        _file(f"{name} wished for {wanted}", partner.id in w.wanted_schools, met, unmet)
    if w.days:
        days = ", ".join(sorted(w.days, key=_in_week))
        _file(f"{name} can meet on {days}", _days_meet(w.days, table.classes[j].wishes.days), met, unmet)
    if w.partner != "indifferent":
        had = frozenset((int(table.school_of[i]), int(table.school_of[j]))) in table.last_year
        wish = "the same partner as last year" if w.partner == "same" else "another partner than last year"
        _file(f"{name} wished for {wish}", had == (w.partner == "same"), met, unmet)
    return met, unmet


def _in_week(day: str) -> tuple[int, str]:
    """Days from Monday on, whether they are written "tue" or "Tuesday"; other words after them."""
    return WEEK.index(found) if (found := day[:3].lower()) in WEEK else len(WEEK), day


def _days_meet(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return not mine or not theirs or bool(mine & theirs)


def _school_name(table: Table, school_id: str) -> str:
    index = table.school_index.get(school_id)
    return f"school {school_id}" if index is None else table.schools[index].name


def _file(phrase: str, is_met: bool, met: list[str], unmet: list[str]) -> None:
    (met if is_met else unmet).append(phrase)

"""Is the problem one that has an answer? Each thing that can be wrong gets a sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from matching.errors import BadProblem
from matching.model import ALL_SHAPES, OfferedClass, Problem, School

LARGEST_WEIGHT = 1000.0
LARGEST_PLACE = 2_000_000.0


def check(problem: Problem) -> None:
    """Raise `BadProblem` with a sentence for the first thing in `problem` that is impossible or contradictory."""
    _unique((s.id for s in problem.schools), "school")
    _unique((c.id for c in problem.classes), "class")
    schools = {s.id: s for s in problem.schools}
    for school in problem.schools:
        _check_school(school)
    _check_groups_agree(problem.schools)
    for one in problem.classes:
        _check_class(one, schools)
    _check_numbers(problem)
    _check_earlier(problem)
    _check_decisions(problem)


def _check_earlier(problem: Problem) -> None:
    """Pairs of schools of earlier years; a school that does not take part this year may be named, and changes nothing."""
    earlier = [(row.school_a, row.school_b) for row in problem.last_year]
    for a, b in earlier + [(row.school_a, row.school_b) for row in problem.refusals]:
        if not a or not b:
            raise BadProblem("A pair of schools of an earlier year lacks one of its schools.")
        if a == b:
            raise BadProblem(f"A pair of schools of an earlier year names the school {a} twice.")
    policies: dict[frozenset[str], str] = {}
    for row in problem.last_year:
        said = policies.setdefault(frozenset((row.school_a, row.school_b)), row.policy)
        if said != row.policy:
            raise BadProblem(
                f"Last year's link of {row.school_a} and {row.school_b} is there twice, as “{said}” and as “{row.policy}”. Choose one."
            )


def _unique(ids: Iterable[str], what: str) -> None:
    for one, count in Counter(ids).items():
        if count > 1:
            raise BadProblem(f"The {what} {one} is in the problem {count} times.")
        if not one:
            raise BadProblem(f"There is a {what} without an id.")


def _check_school(school: School) -> None:
    if (school.easting is None) != (school.northing is None):
        raise BadProblem(f"{school.name} has only one of easting and northing. Give both, or neither where unknown.")
    for metres in (school.easting, school.northing):
        if metres is not None and (not math.isfinite(metres) or abs(metres) > LARGEST_PLACE):
            raise BadProblem(f"The place of {school.name} is not on the British National Grid: {metres}.")
    for characteristic, shares in school.compositions.items():
        if shares is None:
            continue
        if not shares:
            raise BadProblem(f"{school.name} has no groups for {characteristic}. Write null where it is unknown.")
        if any(not math.isfinite(x) or x < 0 for x in shares):
            raise BadProblem(f"A share of {characteristic} of {school.name} is negative or not a number.")
        if abs(sum(shares) - 1.0) > 0.02:
            raise BadProblem(f"The shares of {characteristic} of {school.name} add up to {sum(shares):.3f}, not to 1.")


def _check_groups_agree(schools: tuple[School, ...]) -> None:
    first: dict[str, School] = {}
    for school in schools:
        for characteristic, shares in school.compositions.items():
            if shares is None:
                continue
            other = first.setdefault(characteristic, school)
            expected = other.compositions[characteristic]
            if expected is not None and len(shares) != len(expected):
                raise BadProblem(
                    f"{school.name} has {len(shares)} groups of {characteristic} and {other.name} has {len(expected)}. "
                    "They must be the same groups in the same order."
                )


def _check_class(one: OfferedClass, schools: dict[str, School]) -> None:
    if one.school not in schools:
        raise BadProblem(f"The class {one.id} belongs to the school {one.school}, which is not in the problem.")
    if one.size is not None and (not 0 < one.size <= 1000 or one.size != int(one.size)):
        raise BadProblem(f"The class {one.id} has {one.size} children. A size is 1 to 1000, or null where unknown.")
    if any(not 0 <= y <= 14 for y in one.year_groups):
        raise BadProblem(f"The class {one.id} has a year group that does not exist: {sorted(one.year_groups)}.")
    limit = one.wishes.max_distance
    if limit is not None and not (math.isfinite(limit) and limit >= 0):
        raise BadProblem(f"The longest distance of class {one.id} is {limit}; it must be 0 or more metres.")
    if one.wishes.wanted_schools & one.wishes.refused_schools:
        both = sorted(one.wishes.wanted_schools & one.wishes.refused_schools)[0]
        raise BadProblem(f"The class {one.id} both wants and refuses the school {both}.")
    if one.wishes.wanted_kinds & one.wishes.refused_kinds:
        both = sorted(one.wishes.wanted_kinds & one.wishes.refused_kinds)[0]
        raise BadProblem(f"The class {one.id} both wants and refuses schools of the kind “{both}”.")
    if one.wishes.three_schools and one.wishes.never_three:
        raise BadProblem(f"The class {one.id} both wishes for a link of three schools and refuses one.")


def _check_numbers(problem: Problem) -> None:
    weights, rules = problem.weights, problem.rules
    named = dict(weights.characteristics) | {
        "travel_per_km": weights.travel_per_km,
        "wish": weights.wish,
        "repeat": weights.repeat,
        "together": weights.together,
        "triad": weights.triad,
    }
    for name, value in named.items():
        if not math.isfinite(value) or not 0 <= value <= LARGEST_WEIGHT:
            raise BadProblem(f"The weight of {name} is {value}; weights go from 0 to {LARGEST_WEIGHT:.0f}.")
    if not (math.isfinite(weights.fairness) and 0 <= weights.fairness <= 1):
        raise BadProblem(f"Fairness is {weights.fairness}; it goes from 0 (total) to 1 (the worst link).")
    if rules.max_year_gap is not None and rules.max_year_gap < 0:
        raise BadProblem("The largest gap between year groups cannot be negative.")
    if rules.max_distance is not None and not (math.isfinite(rules.max_distance) and rules.max_distance >= 0):
        raise BadProblem(f"The longest distance allowed is {rules.max_distance}; it must be 0 or more metres.")
    if rules.max_size_ratio is not None and not (math.isfinite(rules.max_size_ratio) and rules.max_size_ratio >= 1):
        raise BadProblem(f"The largest size ratio is {rules.max_size_ratio}; it must be 1 or more.")
    if not (math.isfinite(problem.time_limit) and problem.time_limit > 0):
        raise BadProblem("The time limit must be more than 0 seconds.")
    if not problem.shapes <= ALL_SHAPES or "pair" not in problem.shapes:
        raise BadProblem("Shapes are “pair” and, where wanted, “block2”, “block3” and “triad”.")


def _check_decisions(problem: Problem) -> None:
    school_of = {c.id: c.school for c in problem.classes}
    said = _Names(problem)
    taken: dict[str, tuple[str, ...]] = {}
    banned = set()
    for pair in problem.forbidden:
        _known(pair, school_of, "forbidden")
        if len(pair) != 2:
            raise BadProblem(f"A ban names two classes, and this one names {len(pair)}: {said.group(pair)}.")
        if pair[0] == pair[1]:
            raise BadProblem(f"{said.one(pair[0])} is forbidden to itself.")
        banned.add(frozenset(pair))
    for what, groups in (("standing", problem.standing), ("fixed", problem.fixed)):
        for group in groups:
            _known(group, school_of, what)
            _check_group(group, what, school_of, said)
            for one in group:
                if one in taken:
                    both = f"{said.group(taken[one])} and {said.group(group)}"
                    raise BadProblem(f"{said.one(one)} is in two links that are fixed or standing: {both}.")
                if one in problem.held_back:
                    raise BadProblem(f"{said.one(one)} is both in the link {said.group(group)} and held back.")
                taken[one] = group
            if what == "fixed" and any(frozenset((a, b)) in banned for a in group for b in group if a != b):
                raise BadProblem(f"The link {said.group(group)} is both fixed and forbidden. Choose one.")
    _known(tuple(problem.held_back), school_of, "held back")


class _Names:
    """Classes as people know them: by their name and school, else by their id."""

    def __init__(self, problem: Problem) -> None:
        schools = {s.id: s.name for s in problem.schools}
        self.names = {c.id: f"{c.name} of {schools[c.school]}" for c in problem.classes if c.name}

    def one(self, class_id: str) -> str:
        return self.names.get(class_id, f"The class {class_id}")

    def group(self, group: tuple[str, ...]) -> str:
        return " with ".join(self.names.get(one, one) for one in group)


def _check_group(group: tuple[str, ...], what: str, school_of: dict[str, str], said: _Names) -> None:
    per_school = Counter(school_of[one] for one in group)
    if len(group) < 2:
        named = f"only one class, {said.one(group[0])}" if group else "no class"
        raise BadProblem(f"A {what} link names {named}. A link joins two classes or more.")
    if len(set(group)) != len(group):
        raise BadProblem(f"The {what} link {said.group(group)} names a class twice.")
    if len(per_school) == 1:
        raise BadProblem(
            f"The {what} link {said.group(group)} joins classes of one school. A link joins different schools."
        )
    two_alike = len(per_school) == 2 and len(set(per_school.values())) == 1
    three = len(per_school) == 3 and len(group) == 3
    if not (two_alike or three):
        raise BadProblem(
            f"The {what} link {said.group(group)} is of no known shape: as many classes of one school as of the other, "
            "or one class of each of three schools."
        )


def _known(ids: tuple[str, ...], school_of: dict[str, str], what: str) -> None:
    for one in ids:
        if one not in school_of:
            raise BadProblem(f"The class {one} is {what}, but is not in the problem.")

"""A pool and a draft's state as a problem for the engine. School and class ids are their numbers as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import product
from typing import Any

from footbridge.brokering.drafts.state import DraftState, Group
from footbridge.brokering.problem.facts import KIND_WORDS, Pool, PoolClass, PoolSchool
from footbridge.interest.models import DAYS
from footbridge.programmes.models import Programme
from footbridge.programmes.queries import PairingRules, pairing_rules
from footbridge.ui.miles import METRES_IN_A_MILE
from matching import ALL_SHAPES, PAIR_ONLY, LastYear, OfferedClass, Problem, Refusal, Rules, School, Weights, Wishes

# What a weight of 1 on the programme's slider is worth in the engine's points.
POINTS = {"travel": 1 / 30, "wishes": 0.1, "repeat": 0.5}
CONTACT = ("ethnicity", "fsm", "eal", "character", "urban_rural")
DEFAULT_RULES: dict[str, Any] = asdict(PairingRules())
TIME_LIMIT = 20.0  # seconds for the shapes; small programmes need milliseconds, a busy machine may need more
FARTHEST = 1_300_000  # metres: the British National Grid ends here
LAST_YEAR_GROUP = 14
_STEP_BACK = METRES_IN_A_MILE / 10  # "too far" at 7.5 miles means at most 7.4 miles from now on


def rules_of(programme: Programme) -> dict[str, Any]:
    """The rules a new draft begins with, as the programme keeps them."""
    return asdict(pairing_rules(programme))


def problem_of(pool: Pool, state: DraftState, *, shapes: bool = True, name: str = "") -> Problem:
    """The engine's problem: free classes to be linked around the links that stand, what is fixed and what is ruled out.

    Classes away and live links of a shape that the engine does not know (a class was taken back) are left out.
    """
    standing = tuple(g for link in pool.live if shape_of(pool, g := link.classes))
    left_out = set(pool.away) | (pool.taken - {one for group in standing for one in group})
    left_out |= {one.id for one in pool.classes.values() if one.taken_back and one.id not in pool.taken}
    classes = tuple(one for one in pool.classes.values() if one.id not in left_out)
    known = {one.id for one in classes}
    limits = _limits(pool)
    rules = {**DEFAULT_RULES, **state.rules}
    return Problem(
        classes=tuple(_class(one, limits.get(one.school)) for one in classes),
        schools=tuple(_school(pool.schools[n]) for n in dict.fromkeys(one.school for one in classes)),
        weights=weights_of(state.weights),
        rules=Rules(
            max_year_gap=rules["max_year_gap"],
            max_distance=None if rules["max_distance_km"] is None else float(rules["max_distance_km"]) * 1000,
            max_size_ratio=rules["max_size_ratio"],
            step_free=bool(rules["step_free"]),
            common_day=bool(rules["common_day"]),
        ),
        fixed=tuple(_ids(group) for group in sorted(state.fixed) if set(group) <= known - pool.taken),
        forbidden=tuple(_banned(classes, state)),
        standing=tuple(_ids(group) for group in standing),
        last_year=tuple(_last_year(pool, str(rules["last_year"]))),
        refusals=tuple(Refusal(str(one.school), str(one.partner), one.words) for one in pool.refused),
        held_back=frozenset(str(one) for one in state.held if one in known - pool.taken),
        shapes=_shapes(rules) if shapes else PAIR_ONLY,
        time_limit=TIME_LIMIT,
        name=name,
    )


def weights_of(weights: Mapping[str, float]) -> Weights:
    """The engine's weights from the programme's sliders."""
    return Weights(
        characteristics={name: float(weights.get(name, 0.0)) for name in CONTACT},
        travel_per_km=float(weights.get("travel", 0.0)) * POINTS["travel"],
        wish=float(weights.get("wishes", 0.0)) * POINTS["wishes"],
        repeat=float(weights.get("repeat", 0.0)) * POINTS["repeat"],
        fairness=float(weights.get("fairness", 0.0)),
    )


def shape_of(pool: Pool, group: Iterable[int]) -> str:
    """ "pair", "block2", "block3", … or "triad"; empty where these classes cannot be a link."""
    per_school = Counter(pool.classes[one].school for one in group if one in pool.classes)
    counts = sorted(per_school.values())
    if len(counts) == 2 and counts[0] == counts[1]:
        return "pair" if counts[0] == 1 else f"block{counts[0]}"
    return "triad" if counts == [1, 1, 1] else ""


def _shapes(rules: Mapping[str, Any]) -> frozenset[Any]:
    return frozenset(
        shape
        for shape in ALL_SHAPES
        if shape == "pair" or (shape == "triad" and rules["triads"]) or ("block" in shape and rules["blocks"])
    )


def _ids(group: Group) -> tuple[str, ...]:
    return tuple(str(one) for one in group)


def _banned(classes: Iterable[PoolClass], state: DraftState) -> Iterable[tuple[str, str]]:
    by_school: dict[int, list[int]] = {}
    for one in classes:
        by_school.setdefault(one.school, []).append(one.id)
    for ban in state.bans:
        for a, b in product(by_school.get(ban.one, ()), by_school.get(ban.two, ())):
            yield str(a), str(b)


def _limits(pool: Pool) -> dict[int, float]:
    """School → metres that it found too far when it declined; less than that is asked from now on."""
    found: dict[int, float] = {}
    for one in pool.refused:
        metres = distance(pool.schools.get(one.school), pool.schools.get(one.partner))
        if one.kind == "too_far" and metres is not None:
            found[one.school] = min(found.get(one.school, metres), max(metres - _STEP_BACK, 0.0))
    return found


def distance(one: PoolSchool | None, two: PoolSchool | None) -> float | None:
    """Metres between two schools in a straight line; None where a place is not known."""
    if one is None or two is None or None in (one.easting, one.northing, two.easting, two.northing):
        return None
    return float(((one.easting - two.easting) ** 2 + (one.northing - two.northing) ** 2) ** 0.5)  # type: ignore[operator]


def _last_year(pool: Pool, policy: str) -> Iterable[LastYear]:
    for pair in sorted(map(sorted, pool.last_year)):
        yield LastYear(str(pair[0]), str(pair[1]), policy)  # type: ignore[arg-type]


def _school(school: PoolSchool) -> School:
    # a place off the grid is a mistake in a register, and no reason for the board not to open
    placed = all(metres is not None and 0 <= metres <= FARTHEST for metres in (school.easting, school.northing))
    return School(
        id=str(school.id),
        name=school.name,
        easting=school.easting if placed else None,
        northing=school.northing if placed else None,
        compositions={name: school.compositions.get(name) for name in CONTACT},
        step_free=school.step_free,
        kinds=frozenset(KIND_WORDS[kind] for kind in school.kinds),
    )


def _class(one: PoolClass, learned: float | None) -> OfferedClass:
    asked = [metres for metres in (one.farthest, learned) if metres is not None]
    days = frozenset(word for key, word in DAYS if key not in one.days_not) if one.days_not else frozenset()
    years = frozenset(year for year in one.years if year <= LAST_YEAR_GROUP)
    partner: Any = {"any": "indifferent"}.get(one.partner_wish, one.partner_wish)
    together: Any = {"either": "any"}.get(one.together, one.together)
    wishes = Wishes(
        max_distance=min(asked, default=None),
        needs_step_free=one.needs_step_free,
        refused_kinds=frozenset(KIND_WORDS[kind] for kind in one.refused),
        refused_schools=frozenset(map(str, one.refused_schools)),
        wanted_kinds=frozenset(KIND_WORDS[kind] for kind in one.wanted if kind not in one.refused),
        days=days,
        together=together,
        partner=partner,
        never_three=not one.three_schools,
    )
    return OfferedClass(str(one.id), str(one.school), years, one.size, wishes, one.name)

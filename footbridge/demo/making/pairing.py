"""Plausible pairs for the history and the standing links: different children, not too far apart, years that fit.

This is a quick way of the demonstration, not the engine. Drafts of the demonstration are proposed by the engine itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from footbridge.demo.making.world import Member
from footbridge.interest.models import OfferedClass

FURTHEST = 45_000  # metres
PER_KM = 0.012  # worth lost per kilometre


@dataclass
class Group:
    """The classes of a link to be, with reasons in words and figures as an offer keeps them."""

    classes: list[OfferedClass]
    figures: dict[str, Any]
    reasons: list[str] = field(default_factory=list)
    own: dict[int, list[str]] = field(default_factory=dict)  # school → reasons that its head alone reads


def pair_up(classes: list[OfferedClass], members: dict[int, Member], rng: np.random.Generator) -> list[Group]:
    """Groups of classes of two schools, best pairs of schools first, each school's classes kept together where both
    have several; a last odd class joins a pair as third school where one has room, else it is left."""
    groups: list[Group] = []
    for secondary in (False, True):
        groups += _pair_phase([c for c in classes if members[c.school_id].secondary is secondary], members)
    order = rng.permutation(len(groups))
    return [groups[i] for i in order]


def _pair_phase(classes: list[OfferedClass], members: dict[int, Member]) -> list[Group]:
    free: dict[int, list[OfferedClass]] = {}
    for one in classes:
        free.setdefault(one.school_id, []).append(one)
    groups: list[Group] = []
    ranked = sorted(combinations(free, 2), key=lambda pair: -_worth(members[pair[0]], members[pair[1]]))
    for gap in (1, 2, 9):  # years first within one, then whatever is left
        for a, b in ranked:
            while (found := _first_fitting(free[a], free[b], gap)) is not None:
                groups.append(as_group([free[a].pop(found[0]), free[b].pop(found[1])], members))
    for one in (one for rest in free.values() for one in rest):
        _join_as_third(one, groups, members)
    return _blocks(groups, members)


def _join_as_third(one: OfferedClass, groups: list[Group], members: dict[int, Member]) -> None:
    """Make the first near pair of other schools a link of three; else the class stays without a partner."""
    for n, group in enumerate(groups):
        others = {other.school_id for other in group.classes}
        far = max(_apart(members[one.school_id], members[other]) for other in others)
        if len(group.classes) == 2 and one.school_id not in others and far < FURTHEST / 3:
            groups[n] = as_group([*group.classes, one], members)
            return


def _blocks(groups: list[Group], members: dict[int, Member]) -> list[Group]:
    """Pairs of the same two schools become one link of two and two classes, or three and three."""
    by_schools: dict[tuple[int, ...], list[OfferedClass]] = {}
    for n, group in enumerate(groups):
        schools = tuple(sorted({c.school_id for c in group.classes}))
        key = schools if len(schools) == 2 else (-n - 1,)
        by_schools.setdefault(key, []).extend(group.classes)
    return [as_group(together, members) for together in by_schools.values()]


def _first_fitting(mine: list[OfferedClass], theirs: list[OfferedClass], gap: int) -> tuple[int, int] | None:
    for i, a in enumerate(mine):
        for j, b in enumerate(theirs):
            if min(abs(x - y) for x in a.years for y in b.years) <= gap:
                return i, j
    return None


def _worth(a: Member, b: Member) -> float:
    gained = contact(a, b)
    return (0.3 if gained is None else gained) - PER_KM * _apart(a, b) / 1000


def contact(a: Member, b: Member) -> float | None:
    """Contact gained over the 18 ethnic groups, half the sum of squared differences of shares; None where unknown."""
    if a.shares is None or b.shares is None:
        return None
    return float(((a.shares.ethnicity - b.shares.ethnicity) ** 2).sum() / 2)


def _apart(a: Member, b: Member) -> float:
    """Metres in a straight line."""
    return float(
        np.hypot((a.school.easting or 0) - (b.school.easting or 0), (a.school.northing or 0) - (b.school.northing or 0))
    )


def as_group(classes: list[OfferedClass], members: dict[int, Member]) -> Group:
    """The classes as a link, with what an offer says of it."""
    schools = [members[school_id] for school_id in dict.fromkeys(c.school_id for c in classes)]
    metres = max(_apart(x, y) for x, y in combinations(schools, 2))
    figures: dict[str, Any] = {"distance": round(metres), "contact": _contact(schools[0], schools[1])}
    reasons = [*_kinds(schools), f"The schools are {metres / 1000:.1f} km apart in a straight line."]
    own = {one.school.pk: [_in_words(one, _other(one, schools)), *reasons] for one in schools}
    return Group(classes, figures, reasons, own)


def _other(one: Member, schools: list[Member]) -> Member:
    return next(other for other in schools if other is not one)


def _contact(a: Member, b: Member) -> dict[str, list[float]]:
    """Chance that two children differ, within the schools and across the link; empty where one publishes nothing."""
    if a.shares is None or b.shares is None:
        return {}
    found = {}
    for name, p, q in (
        ("ethnicity", a.shares.ethnicity, b.shares.ethnicity),
        ("fsm", np.array([a.shares.fsm, 1 - a.shares.fsm]), np.array([b.shares.fsm, 1 - b.shares.fsm])),
    ):
        found[name] = [round(float(1 - ((p**2).sum() + (q**2).sum()) / 2), 4), round(float(1 - (p * q).sum()), 4)]
    return found


def _kinds(schools: list[Member]) -> list[str]:
    """What kinds of school meet, where they differ."""
    characters = list(dict.fromkeys(one.school.character for one in schools))
    places = list(dict.fromkeys("town or city" if one.school.is_urban else "country" for one in schools))
    said = []
    if len(characters) > 1:
        said.append(f"Schools of different character meet: {' and '.join(characters)}.")
    if len(places) > 1:
        said.append("A school of the town meets a school of the country.")
    return said


def _in_words(a: Member, b: Member) -> str:
    """What the link means for a child of school `a`."""
    if a.shares is None or b.shares is None:
        return "One of the schools publishes no figures about its children, so the contact gained is not known."
    within = 1 - (a.shares.ethnicity**2).sum()
    across = 1 - (a.shares.ethnicity * b.shares.ethnicity).sum()
    return (
        f"A child of your class who now meets someone of another ethnic background in {_of_ten(within)} encounters "
        f"would do so in {_of_ten(across)} with the partner class."
    )


def _of_ten(share: float) -> str:
    return f"{round(share * 10)} of 10"

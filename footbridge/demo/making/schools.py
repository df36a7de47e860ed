"""Invented schools in real towns, with plausible and segregated compositions; some publish none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from footbridge.demo.making.names import slug
from footbridge.demo.making.places import Place, Town
from footbridge.demo.making.world import Local, Member, Shares, World
from footbridge.schools.models import Composition, School
from footbridge.schools.register.groups import ETHNIC_GROUPS

CLASSES_PER_SCHOOL = 1.62
SECONDARY_SHARE = 0.1  # one in ten links
# What the rest of a mostly White British school's children are.
ELSEWHERE = {"white_other": 0.4, "mixed_other": 0.15, "mixed_caribbean": 0.12, "mixed_asian": 0.1, "irish": 0.05,
             "indian": 0.06, "african": 0.06, "chinese": 0.04, "traveller_irish": 0.02}  # fmt: skip
NO_CHARACTER = "No religious character"
# character, words of the register, how schools are called
CHARACTERS = (
    (0.58, NO_CHARACTER, "Does not apply", ("Primary School", "Community Primary School", "Primary Academy")),
    (0.22, "Church of England", "Church of England", ("Church of England Primary School", "CofE Primary Academy")),
    (0.12, "Catholic", "Roman Catholic", ("Catholic Primary School", "Catholic Voluntary Academy")),
    (0.02, "Methodist", "Methodist", ("Methodist Primary School",)),
    (0.03, "Muslim", "Muslim", ("Islamic Primary School",)),
    (0.02, "Sikh", "Sikh", ("Sikh Primary School",)),
    (0.01, "Hindu", "Hindu", ("Hindu Primary School",)),
)
EXTRAS = 2  # schools of a programme that offer no class this year: not this year, maybe, or never heard of it


@dataclass(frozen=True)
class Kind:
    """What a school to be made is: its phase and how many classes it offers."""

    phase: str
    classes: int


def make(world: World) -> str:
    """Schools and their compositions of two census years; returns what was counted."""
    compositions: list[Composition] = []
    for local in world.locals.values():
        rng = world.rng("schools", local.place.slug)
        for kind in _kinds(local.place, world, rng):
            local.members.append(_member(world, local, kind, rng))
        School.objects.bulk_create([member.school for member in local.members])
        for member in local.members:
            compositions += _compositions(world, member, rng)
    Composition.objects.bulk_create(compositions, batch_size=2000)
    return f"{sum(len(local.members) for local in world.locals.values())} schools, {len(compositions)} compositions"


def classes_of(place: Place, world: World) -> int:
    """Classes the programme offers this year: as in `places`, in a small world about a third of a usual programme."""
    return {"derby": 17, "leicester": 14}[place.slug] if world.small else place.classes


def _kinds(place: Place, world: World, rng: np.random.Generator) -> list[Kind]:
    """Phases and numbers of classes that add up to the programme's classes exactly."""
    whole = classes_of(place, world)
    secondary = max(2, 2 * round(whole * SECONDARY_SHARE / 2))
    kinds = [Kind("Secondary", n) for n in _split(secondary, rng)]
    kinds += [Kind("Primary", n) for n in _split(whole - secondary, rng)]
    special = [i for i, kind in enumerate(kinds) if kind == Kind("Primary", 1)][:2]
    if len(special) > 1 and whole > 25:
        kinds[special[0]] = Kind("Special", 1)
    if special and whole > 12:
        kinds[special[-1]] = Kind("Independent", 1)
    return kinds + [Kind("Primary", 0)] * (EXTRAS + int(place.slug in ("derby", "leicester")))


def _split(classes: int, rng: np.random.Generator) -> list[int]:
    """Cut a number of classes into schools of one, two or three."""
    parts: list[int] = []
    while classes:
        part = min(classes, int(rng.choice([1, 2, 3], p=[0.51, 0.36, 0.13])))
        parts.append(part)
        classes -= part
    return parts


def _member(world: World, local: Local, kind: Kind, rng: np.random.Generator) -> Member:
    town = local.place.towns[int(rng.choice(len(local.place.towns), p=_town_shares(local.place)))]
    inner = rng.random() < town.minority
    shares = _shares(local.place, inner=inner, rng=rng)
    school = _school(world, local.place, town, kind, rng)
    published = kind.phase != "Independent" and rng.random() > 0.015
    return Member(school, kind.phase == "Secondary", shares if published else None, kind.classes)


def _town_shares(place: Place) -> list[float]:
    whole = sum(town.share for town in place.towns)
    return [town.share / whole for town in place.towns]


def _school(world: World, place: Place, town: Town, kind: Kind, rng: np.random.Generator) -> School:
    name, character, religious = _name(world, kind, rng)
    secondary = kind.phase == "Secondary"
    spread = town.spread * (1.4 if secondary else 1.0)
    east, north = rng.normal(0, spread / 1.6, 2)
    rural = town.rural and rng.random() < 0.8
    pupils = int(rng.integers(650, 1300) if secondary else rng.integers(60, 180) if rural else rng.integers(180, 470))
    if kind.phase == "Special":
        pupils = int(rng.integers(60, 140))
    independent = kind.phase == "Independent"
    return School(
        urn=world.next_urn(),
        name=name,
        authority_id=town.authority or place.authorities[0][0],
        phase="Primary" if independent else kind.phase,
        phase_name="Not applicable" if independent or kind.phase == "Special" else kind.phase,
        kind=_type(kind, religious, rng),
        kind_group="Independent schools" if independent else "Special schools" if kind.phase == "Special"
        else "Local authority maintained schools",
        low_age=11 if secondary else 4,
        high_age=16 if secondary else 11,
        gender="Mixed",
        religious_character=religious,
        character=character,
        admissions="Non-selective" if secondary else "Not applicable",
        street=world.names.street(),
        town=town.name,
        postcode=world.postcode(town.outward, rng),
        urban_rural="Rural village" if rural else "Urban city and town",
        is_urban=not rural,
        easting=int(town.easting + east),
        northing=int(town.northing + north),
        pupils=pupils,
        capacity=int(pupils * 1.08) // 10 * 10,
        website=f"https://{slug(name, '-')}.example.org",
        opened=date(int(rng.integers(1950, 2019)), 9, 1),
        step_free=None if rng.random() < 0.35 else bool(rng.random() < 0.75),
        provenance={},
    )  # fmt: skip


def _name(world: World, kind: Kind, rng: np.random.Generator) -> tuple[str, str, str]:
    """Name, character as linking groups it, and the register's words for it."""
    stem = world.names.stem()
    if kind.phase == "Secondary":
        return f"{stem} {rng.choice(['High School', 'Academy', 'School'])}", NO_CHARACTER, "Does not apply"
    if kind.phase == "Special":
        return f"{stem} Special School", NO_CHARACTER, "Does not apply"
    if kind.phase == "Independent":
        return f"{stem} Preparatory School", NO_CHARACTER, "None"
    chance = [row[0] for row in CHARACTERS]
    _, character, religious, calls = CHARACTERS[int(rng.choice(len(CHARACTERS), p=chance))]
    return f"{stem} {rng.choice(calls)}", character, religious


def _type(kind: Kind, religious: str, rng: np.random.Generator) -> str:
    if kind.phase == "Special":
        return "Community special school"
    if kind.phase == "Independent":
        return "Other independent school"
    if rng.random() < 0.4:
        return "Academy converter"
    return "Community school" if religious == "Does not apply" else "Voluntary aided school"


def _shares(place: Place, *, inner: bool, rng: np.random.Generator) -> Shares:
    """Shares of the 18 groups: a few schools of many minorities, many of one majority, little between (segregation)."""
    white = rng.beta(1.1, 5.0) if inner else rng.beta(11.0, 1.6)
    weights = place.groups if inner else {**{k: v * 0.3 for k, v in place.groups.items()}, **ELSEWHERE}
    centre = np.array([weights.get(group, 0.004) for group in ETHNIC_GROUPS])
    centre[0] = 0
    rest = np.zeros(len(ETHNIC_GROUPS))
    rest[1:] = rng.dirichlet(centre[1:] / centre[1:].sum() * 6 + 0.01)
    rest *= 1 - white
    rest[0] = white
    fsm = float(rng.beta(5.0, 9.0) if inner else rng.beta(2.0, 9.5))
    return Shares(rest, fsm)


def _compositions(world: World, member: Member, rng: np.random.Generator) -> list[Composition]:
    """Two census years, the later two school years before the world's; nothing for a school that publishes none."""
    made: list[Composition] = []
    shares, pupils = member.shares, member.school.pupils or 0
    if shares is None:
        return made
    eal_share = float(np.clip((1 - shares.ethnicity[0]) * rng.uniform(0.55, 0.95), 0, 0.97))
    for year in (world.year - 2, world.year - 1):
        total = pupils if year == world.year - 1 else max(20, pupils + int(rng.integers(-15, 16)))
        counts = rng.multinomial(total, shares.ethnicity)
        by_group = {group: int(n) for group, n in zip(ETHNIC_GROUPS, counts, strict=True)}
        rows = (
            ("ethnicity", by_group),
            ("fsm", _two("eligible", "other", total, shares.fsm, rng)),
            ("eal", _two("eal", "english", total, eal_share, rng)),
        )
        made += [
            Composition(school=member.school, year=year, characteristic=what, counts=groups, total=total)
            for what, groups in rows
        ]
    return made


def _two(this: str, that: str, total: int, share: float, rng: np.random.Generator) -> dict[str, int]:
    n = int(rng.binomial(total, share))
    return {this: n, that: total - n}

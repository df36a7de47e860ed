"""The network, its programmes with their hosts, and the linking years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from footbridge.demo.making.names import slug
from footbridge.demo.making.places import Place
from footbridge.demo.making.world import Local, World
from footbridge.programmes import calendar as usual
from footbridge.programmes.models import (
    Hosting,
    LinkingYear,
    Network,
    Programme,
    default_meetings,
    default_weights,
)  # fmt: skip
from footbridge.schools.models import LocalAuthority

# Programmes that are later than the network's calendar: stage → step → days from the world's day.
_OFFERING = {
    "interest_closes": -35, "brokering_opens": -32, "offers_by": 7, "training_one": 12, "agreements_by": 21,
    "exchange_begins": 47,
}  # fmt: skip
_LATE: dict[str, dict[str, int]] = {
    "worked": _OFFERING,
    "offered": _OFFERING,
    "brokering": {
        "interest_closes": -21, "brokering_opens": -18, "offers_by": 14, "training_one": 24, "agreements_by": 28,
        "exchange_begins": 52,
    },
    "recruiting": {
        "interest_closes": 25, "brokering_opens": 11, "offers_by": 60, "training_one": 65, "agreements_by": 70,
        "exchange_begins": 72,
    },
}  # fmt: skip
# Most programmes meet as the network recommends; these do it their way.
_MEETINGS = {
    "bradford": ["neutral", "host_a", "host_b", "celebration"],
    "calderdale": ["online", "neutral", "host_a", "host_b"],
    "london": ["neutral", "celebration"],
    "oldham": ["host_a", "host_b", "neutral"],
    "sheffield": ["neutral", "host_a", "host_b", "goodbye"],
}
_WEIGHTS = {
    "kent": {"travel": 0.8},
    "leicester": {"character": 0.8},
    "oldham": {"fsm": 0.3},
    "tower-hamlets": {"fsm": 1.0},
}


def make(world: World) -> str:
    """Network, authorities, programmes, hostings and years; returns what was counted."""
    Network.objects.create(name="The Linking Network", contact_email="hello@linking.example.org")
    _authorities(world)
    for place in world.places:
        local = Local(place, _programme(world, place))
        world.locals[place.slug] = local
        _hosts(local)
        _years(world, local)
    return f"{len(world.locals)} programmes"


def _authorities(world: World) -> None:
    for place in world.places:
        for code, name in place.authorities:
            LocalAuthority.objects.get_or_create(code=code, defaults={"name": name, "region": place.region})


def _programme(world: World, place: Place) -> Programme:
    rng = world.rng("programme", place.slug)
    towns = sorted({town.name for town in place.towns})
    programme = Programme.objects.create(
        slug=place.slug,
        name=place.name,
        about=f"Classes from {', '.join(towns[:-1])} and {towns[-1]} meet and learn together for a year.",
        contact_name=world.names.person(),
        contact_email=world.names.address(place.slug, "linking.example.org"),
        contact_phone=f"01632 960{rng.integers(0, 1000):03d}",  # numbers kept free for drama and demonstrations
        recruiting=place.recruiting,
        easting=place.centre[0],
        northing=place.centre[1],
        meetings=_MEETINGS.get(place.slug, default_meetings()),
        training_shape=place.shape,
        weights={**default_weights(), **_WEIGHTS.get(place.slug, {})},
        cost_note="Linking itself is free. Schools pay for coaches; partner schools share the cost of the neutral venue.",
    )
    for code, _ in place.authorities:  # one by one, so that their rows are made in this order
        programme.authorities.add(LocalAuthority.objects.get(code=code))
    return programme


def _hosts(local: Local) -> None:
    place = local.place
    handed_over = date(2023, 9, 1)
    if place.before:
        Hosting.objects.create(
            programme=local.programme,
            organisation=place.before,
            since=date(place.since, 9, 1),
            until=date(2023, 8, 31),
            note="Handed over with all its records.",
        )
    Hosting.objects.create(
        programme=local.programme,
        organisation=place.host,
        since=handed_over if place.before else date(place.since, 9, 1),
    )


def _years(world: World, local: Local) -> None:
    """Last year closed (unless the programme is new), this year open, with dates as the network's calendar has them."""
    starts = [world.year] if is_new(world, local) else [world.year - 1, world.year]
    for start in starts:
        local.years[start] = LinkingYear.objects.create(
            programme=local.programme,
            start=start,
            state=LinkingYear.State.OPEN if start == world.year else LinkingYear.State.CLOSED,
            dates=calendar(start, _LATE.get(local.place.stage, {}) if start == world.year else {}, world.day),
        )


def calendar(start: int, late: Mapping[str, int], today: date) -> dict[str, str]:
    """The network's calendar for the year that begins in `start`; in autumn with the steps that come late this year."""
    dates = usual.dates_for(usual.NETWORK_DAYS, start)
    if today.month == 11:
        dates |= {step: today + timedelta(days=days) for step, days in late.items()}
    return usual.stored(dates)


def is_new(world: World, local: Local) -> bool:
    """Whether this is the programme's first year."""
    return local.place.stage == "recruiting" and slug(local.place.name) == "peterborough"

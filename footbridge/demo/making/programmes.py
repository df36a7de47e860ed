"""The network, its programmes with their hosts, and the linking years."""

from __future__ import annotations

from datetime import date

from footbridge.demo.making.names import slug
from footbridge.demo.making.places import Place
from footbridge.demo.making.world import Local, World
from footbridge.programmes.models import CALENDAR_STEPS, Hosting, LinkingYear, Network, Programme
from footbridge.schools.models import LocalAuthority


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
        meetings=list(place.meetings),
        training_shape=place.shape,
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
            dates=calendar(start),
        )


def calendar(start: int) -> dict[str, str]:
    """The network's calendar for the year that begins in `start`; interest and pairing come in the months before."""
    before = ("interest_opens", "interest_closes", "brokering_opens")
    dates = {}
    for step, _, month, day in CALENDAR_STEPS:
        year = start if step in before or month >= 8 else start + 1
        dates[step] = date(year, month, day).isoformat()
    return dates


def is_new(world: World, local: Local) -> bool:
    """Whether this is the programme's first year."""
    return local.place.stage == "recruiting" and slug(local.place.name) == "peterborough"

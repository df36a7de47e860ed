"""Rows for tests, made in one line each, with names that show in a page when they leak."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from footbridge.brokering.models import Link, LinkClass, LinkSide, LinkTeacher
from footbridge.interest.models import Interest, OfferedClass
from footbridge.people.models import Membership, Person
from footbridge.programmes.models import Hosting, LinkingYear, Network, Programme
from footbridge.schools.models import LocalAuthority, School

count = itertools.count(1)


def network() -> Network:
    """The one network."""
    made, _ = Network.objects.get_or_create(
        id=1, defaults={"name": "Test Network", "contact_email": "network@test.example.org"}
    )
    return made


def authority(code: str = "831", name: str = "Derby") -> LocalAuthority:
    made, _ = LocalAuthority.objects.get_or_create(code=code, defaults={"name": name, "region": "East Midlands"})
    return made


def programme(name: str = "Derby", **fields: Any) -> Programme:
    """A programme with one authority and a host."""
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    place = fields.pop("authority", None) or authority()
    defaults = {"contact_email": f"{slug}@test.example.org", "easting": 435000, "northing": 336000}
    made = Programme.objects.create(slug=slug, name=name, **{**defaults, **fields})
    made.authorities.add(place)
    Hosting.objects.create(programme=made, organisation=f"{name} Trust", since=date(2020, 9, 1))
    return made


def linking_year(of: Programme | None = None, start: int = 2026, **fields: Any) -> LinkingYear:
    return LinkingYear.objects.create(programme=of or programme(), start=start, **{"state": "open", **fields})


def open_dates() -> dict[str, str]:
    """Dates that make interest open today."""
    today = timezone.localdate()
    return {
        "interest_opens": (today - timedelta(days=30)).isoformat(),
        "interest_closes": (today + timedelta(days=30)).isoformat(),
        "second_intake": (today + timedelta(days=90)).isoformat(),
    }


def school(name: str = "", **fields: Any) -> School:
    """An open primary school in Derby with a place on the map."""
    n = next(count)
    defaults: dict[str, Any] = {
        "urn": str(900000 + n),
        "phase": "Primary",
        "town": "Derby",
        "postcode": "DE1 1AA",
        "low_age": 4,
        "high_age": 11,
        "easting": 435000 + 700 * n,
        "northing": 336000 + 400 * n,
        "authority": fields.pop("authority", None) or authority(),
    }
    return School.objects.create(name=name or f"School {n}", **{**defaults, **fields})


def person(name: str = "", **fields: Any) -> Person:
    n = next(count)
    return Person.objects.create_user(
        email=fields.pop("email", f"person{n}@test.example.org"), name=name or f"Person {n}", **fields
    )


def member(role: str, *, of: Programme | School | None = None, name: str = "") -> Person:
    """A person who holds a role: of a programme, of a school, or in the network."""
    who = person(name)
    place = {"programme": of} if isinstance(of, Programme) else {"school": of} if isinstance(of, School) else {}
    Membership.objects.create(person=who, role=role, **place)
    return who


def interest(year: LinkingYear, of: School | None = None, *, answer: str = "yes", **fields: Any) -> Interest:
    n = next(count)
    defaults = {
        "reference": f"FB-{n:05d}",
        "contact_email": f"office{n}@test.example.org",
        "contact_name": f"Office {n}",
    }
    return Interest.objects.create(linking_year=year, school=of or school(), answer=answer, **{**defaults, **fields})


def offered_class(
    of: Interest, *, name: str = "", years: list[int] | None = None, size: int | None = 28
) -> OfferedClass:
    n = next(count)
    return OfferedClass.objects.create(
        interest=of,
        linking_year=of.linking_year,
        school=of.school,
        name=name or f"Class {n}",
        years=years or [4],
        size=size,
    )


@transaction.atomic
def link(*classes: OfferedClass, state: str = "standing") -> Link:
    """A link of the given classes, standing unless said otherwise, each school's side with the reply that fits."""
    made = Link.objects.create(linking_year=classes[0].linking_year, reference=f"L-{next(count):05d}", state=state)
    reply = {"standing": "accepted", "offered": "waiting"}.get(state, "declined")
    sides: dict[int, LinkSide] = {}
    for offered in classes:
        if offered.school_id not in sides:
            sides[offered.school_id] = LinkSide.objects.create(link=made, school=offered.school, reply=reply)
        LinkClass.objects.create(
            link=made,
            side=sides[offered.school_id],
            offered_class=offered,
            school=offered.school,
            linking_year=offered.linking_year,
            live=state in ("offered", "standing"),
        )
    return made


def leads(who: Person, link: Link, *, school: School | None = None) -> LinkTeacher:
    """A person leads the first class of a link, of the given school if one is given."""
    classes = LinkClass.objects.unscoped("a test names a teacher").filter(link=link).order_by("pk")
    led = (classes.filter(school=school) if school else classes).first()
    assert led is not None
    return LinkTeacher.objects.create(link=link, link_class=led, person=who)

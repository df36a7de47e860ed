"""Making the demonstration network, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from footbridge.people.models import Membership, Person
from footbridge.programmes.models import Hosting, LinkingYear, Network, Programme
from footbridge.schools.models import LocalAuthority, School

Say = Callable[[str], object]


@transaction.atomic
def make_network(*, seed: int, say: Say) -> None:
    """Make the network. Same seed, same world; nothing of a real school or person in it."""
    say("Making the demonstration network")
    Network.objects.create(name="The Linking Network", contact_email="hello@linking.example.org")
    derby, _ = LocalAuthority.objects.get_or_create(code="831", defaults={"name": "Derby", "region": "East Midlands"})
    programme = Programme.objects.create(
        slug="derby",
        name="Derby",
        contact_email="derby@linking.example.org",
        contact_name="Amina Yusuf",
        easting=435000,
        northing=336000,
    )
    programme.authorities.add(derby)
    Hosting.objects.create(programme=programme, organisation="Riverside Arts Trust", since=date(2019, 9, 1))
    LinkingYear.objects.create(programme=programme, start=2026, state="open")
    school = School.objects.create(
        urn="900001", name="Larkfield Primary School", authority=derby, phase="Primary", town="Derby"
    )
    for email, name, role, place in (
        ("network@linking.example.org", "Nadia Thorne", "network_staff", {}),
        ("derby@linking.example.org", "Amina Yusuf", "facilitator", {"programme": programme}),
        ("head@larkfield.example.org", "Tom Ashby", "headteacher", {"school": school}),
    ):
        person = Person.objects.create_user(email=email, name=name, is_persona=True)
        Membership.objects.create(person=person, role=role, **place)

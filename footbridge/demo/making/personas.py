"""Choosing, among the invented people, those whom one click signs in as."""

from __future__ import annotations

from footbridge.brokering.models import Link, LinkSide, LinkTeacher
from footbridge.demo.making.names import slug
from footbridge.demo.making.venues import PERSONA_KEEPS
from footbridge.demo.making.world import Local, Member, World
from footbridge.demo.personas import PERSONAS
from footbridge.interest.models import Interest
from footbridge.people.models import Membership, Person
from footbridge.venues.models import Venue


def make(world: World) -> str:
    """Mark a person for every persona; returns what was counted."""
    derby, other = world.locals["derby"], world.locals["leicester"]
    _be(world, "derby-facilitator", derby.facilitators[0])
    _be(world, "derby-second", derby.facilitators[1])
    _be(world, "other-facilitator", other.facilitators[0])
    for local in (derby, other):
        local.programme.contact_name = local.facilitators[0].name
        local.programme.save(update_fields=["contact_name"])
    _be(world, "network-staff", _holder(role="network_staff"))
    _be(world, "funder", _holder(role="funder", programme=derby.programme))
    museum = Venue.objects.unscoped("the demonstration is made").get(name=PERSONA_KEEPS)
    _be(world, "venue-host", _holder(role="venue_host", venue=museum.pk))
    _offered_link(world, derby)
    _teacher(world, derby)
    _be(world, "new-head", derby.members[-1].head)
    _many_roles(world, other)
    missing = [persona.key for persona in PERSONAS if persona.key not in world.personas]
    assert not missing, missing
    return f"{len(world.personas)} personas"


def _be(world: World, key: str, person: Person | None) -> None:
    assert person is not None, key
    assert not person.is_persona, key
    persona = next(one for one in PERSONAS if one.key == key)
    asked = Interest.objects.unscoped("the demonstration is made").filter(contact_email=person.email)
    answers = list(asked.values_list("pk", flat=True))
    person.opaque, person.name, person.is_persona = persona.opaque, persona.name, True
    person.email = world.names.address(persona.name, person.email.split("@")[1])
    person.save(update_fields=["opaque", "name", "is_persona", "email"])
    Interest.objects.unscoped("the demonstration is made").filter(pk__in=answers).update(
        contact_name=person.name, contact_email=person.email
    )
    world.personas[key] = person


def _holder(**held: object) -> Person:
    found = Membership.objects.unscoped("the demonstration is made").filter(**held).order_by("pk")
    return found.select_related("person")[0].person


def _offered_link(world: World, derby: Local) -> None:
    """The heads on both sides of an offer that nobody has answered, an office of the first and a deputy of the second."""
    waiting = [link for link in derby.links[world.year] if link.state == Link.State.OFFERED]
    sides = LinkSide.objects.unscoped("the demonstration is made").filter(link__in=waiting).order_by("link_id", "pk")
    by_link: dict[int, list[LinkSide]] = {}
    for side in sides:
        by_link.setdefault(side.link_id, []).append(side)
    link = next(
        two for two in by_link.values() if len(two) == 2 and all(s.reply == LinkSide.Reply.WAITING for s in two)
    )
    first, second = (derby.member(side.school_id) for side in link)
    _be(world, "first-head", first.head)
    _be(world, "second-head", second.head)
    _be(world, "school-office", first.office or _added(world, first, "school_office", "office"))
    _be(world, "deputy", _added(world, second, "deputy", "deputy.head"))


def _added(world: World, member: Member, role: str, local_part: str) -> Person:
    rng = world.rng("persona", role)
    address = world.names.address(local_part, f"{slug(member.school.name, '-')}.example.org")
    person = world.new_person(world.names.person(), address, rng)
    person.save()
    Membership.objects.create(person=person, role=role, school=member.school, since=person.joined)
    return person


def _teacher(world: World, derby: Local) -> None:
    """Two teachers who lead the two classes of one standing link, one each side."""
    rows = LinkTeacher.objects.unscoped("the demonstration is made").filter(
        until=None, link__linking_year=derby.years[world.year], person__is_persona=False
    )
    by_link: dict[int, dict[int, Person]] = {}
    for row in rows.select_related("person", "link_class").order_by("link_id", "pk"):
        by_link.setdefault(row.link_id, {}).setdefault(row.link_class.school_id, row.person)
    first, second = next(list(two.values()) for two in by_link.values() if len(two) == 2)
    _be(world, "teacher", first)
    _be(world, "partner-teacher", second)
    school = Membership.objects.unscoped("the demonstration is made").filter(person=first, role="teacher")[0].school_id
    assert school is not None
    _be(world, "safeguarding-lead", _added(world, derby.member(school), "safeguarding_lead", "safeguarding"))


def _many_roles(world: World, local: Local) -> None:
    """The second facilitator is also deputy head and linking teacher of a school of the programme."""
    person = local.facilitators[1]
    standing = {link.pk for link in local.links[world.year] if link.state == Link.State.STANDING}
    linked = {one.school_id for one in local.link_classes[world.year] if one.link_id in standing}
    member = next(one for one in local.members if one.classes and (one.school.pk in linked or not linked))
    for role in ("deputy", "teacher"):
        Membership.objects.create(person=person, role=role, school=member.school, since=person.joined)
    _be(world, "many-roles", person)

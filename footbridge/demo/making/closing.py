"""A school of Derby that closed, and two that the register names after it: its facilitator decides who follows."""

from __future__ import annotations

from datetime import date

from footbridge.demo.making.world import World
from footbridge.people.models import Membership, SchoolMove
from footbridge.schools.models import RegisterFile, School, Succession


def make(world: World) -> str:
    """One closed school with a head and an office, waiting; returns what was counted."""
    derby = world.locals["derby"]
    rng = world.rng("closing")
    like = next(member.school for member in derby.members if member.school.phase == "Primary")
    school = School.objects.create(
        urn=world.next_urn(),
        name="Tannery Row Infant School",
        authority_id=like.authority_id,
        status="Closed",
        closed=date(world.year, 8, 31),
        phase="Primary",
        phase_name="Primary",
        kind="Community school",
        kind_group="Local authority maintained schools",
        low_age=4,
        high_age=7,
        town=like.town,
        postcode=world.postcode(like.postcode.split()[0], rng),
        easting=like.easting,
        northing=like.northing,
        website="https://tannery-row-infant-school.example.org",
    )
    source = RegisterFile.objects.create(
        kind="predecessors and successors", name="Invented links", digest="invented", as_of=date(world.year, 9, 1)
    )
    heirs = [member.school for member in derby.members if member.school.phase == "Primary" and member.shares][1:3]
    Succession.objects.bulk_create(
        Succession(
            predecessor_urn=school.urn or "",
            successor_urn=one.urn or "",
            relation="split",
            on=school.closed,
            source=source,
        )
        for one in heirs
    )
    for role in ("headteacher", "school_office"):
        person = world.new_person(world.names.person(), world.names.address(role, "tannery-row.example.org"), rng)
        person.save()
        Membership.objects.create(
            person=person, role=role, school=school, main=role == "headteacher", since=person.joined
        )
    SchoolMove.objects.create(before=school)
    return "1 closed school waits for a decision"

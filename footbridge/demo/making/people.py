"""Invented people: staff of the network and the programmes, heads, offices, deputies and linking teachers."""

from __future__ import annotations

import numpy as np

from footbridge.demo.making.names import slug
from footbridge.demo.making.world import Local, Member, World
from footbridge.people.models import Membership, Person

TEACHERS_PER_CLASS = 2


def make(world: World) -> str:
    """People and the roles they hold; returns what was counted. Personas get theirs in `personas`, at the end."""
    held: list[Membership] = []
    rng = world.rng("people")
    for n in range(3):
        held.append(_staff(world, "network_staff", f"network{n + 1}", rng))
    for local in world.locals.values():
        rng = world.rng("people", local.place.slug)
        for n in range(2 if local.place.classes > 35 else 1):
            member = _staff(world, "facilitator", f"{local.place.slug}.{n + 1}", rng, local, main=n == 0)
            held.append(member)
            local.facilitators.append(member.person)
        held.append(_staff(world, "funder", f"funder.{local.place.slug}", rng, local))
        for one in local.members:
            held += _school_people(world, one, rng)
        local.programme.contact_name = local.facilitators[0].name
        local.programme.save(update_fields=["contact_name"])
    Person.objects.bulk_create([membership.person for membership in held], batch_size=1000)
    Membership.objects.bulk_create(held, batch_size=2000)
    return f"{len(held)} people"


def _staff(
    world: World,
    role: str,
    local_part: str,
    rng: np.random.Generator,
    local: Local | None = None,
    *,
    main: bool = False,
) -> Membership:
    person = world.new_person(world.names.person(), world.names.address(local_part, "linking.example.org"), rng)
    return Membership(
        person=person, role=role, programme=local.programme if local else None, main=main, since=person.joined
    )


def _school_people(world: World, one: Member, rng: np.random.Generator) -> list[Membership]:
    """A head for every school, an office for most, a deputy for some, two teachers for each class offered."""
    domain = f"{slug(one.school.name, '-')}.example.org"
    held: list[Membership] = []

    def add(role: str, local_part: str, name: str = "") -> Person:
        name = name or world.names.person()
        person = world.new_person(name, world.names.address(local_part or name, domain), rng)
        held.append(
            Membership(person=person, role=role, school=one.school, main=role == "headteacher", since=person.joined)
        )
        return person

    one.head = add("headteacher", "head")
    if rng.random() < 0.75:
        one.office = add("school_office", "office")
    if rng.random() < 0.2:
        add("deputy", "deputy")
    one.teachers = [add("teacher", "") for _ in range(TEACHERS_PER_CLASS * one.classes)]
    return held

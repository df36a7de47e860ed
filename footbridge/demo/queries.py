"""Who can be signed in as."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.access import Viewer
from footbridge.access.roles import ROLES
from footbridge.demo.personas import BY_KEY, PERSONAS, Persona
from footbridge.people.models import Membership, Person


@dataclass(frozen=True)
class Card:
    """A persona with the person who plays it: the roles held, each with the place it is held for, and its sentence."""

    persona: Persona
    name: str
    roles: list[str]
    sentence: str


def cards(viewer: Viewer) -> list[Card]:
    """All personas there are in this network, in the order in which they are best tried. Two queries."""
    people = {person.opaque: person for person in Person.objects.filter(is_persona=True, is_active=True)}
    held: dict[int, list[Membership]] = {}
    found = (
        Membership.objects.unscoped("personas are invented and shown to everybody")
        .current()
        .filter(person__in=[person.pk for person in people.values()])
        .select_related("programme", "school")
        .order_by("pk")
    )
    for membership in found:
        held.setdefault(membership.person_id, []).append(membership)
    return [
        _card(persona, people[persona.opaque], held.get(people[persona.opaque].pk, []))
        for persona in PERSONAS
        if persona.opaque in people
    ]


def _card(persona: Persona, person: Person, memberships: list[Membership]) -> Card:
    order = list(ROLES)
    memberships = sorted(memberships, key=lambda one: (order.index(one.role), one.pk))
    roles = [f"{ROLES[m.role].name}{_of(m)}" for m in memberships]
    sentence = ROLES[memberships[0].role].sentence if memberships else ""
    return Card(persona, person.name, roles, sentence)


def _of(membership: Membership) -> str:
    place = membership.programme or membership.school
    return f", {place.name}" if place else ""


def person_of(key: str) -> Person | None:
    """The person who plays a persona; None where there is no such persona, or only a real person with that id."""
    persona = BY_KEY.get(key)
    if persona is None:
        return None
    return Person.objects.filter(opaque=persona.opaque, is_persona=True, is_active=True).first()

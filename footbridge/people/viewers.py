"""Building the viewer of a request from the session and the memberships of the person."""

from __future__ import annotations

from django.http import HttpRequest

from footbridge.access.roles import ROLES
from footbridge.access.viewer import Standing, Viewer
from footbridge.people.models import Membership, Person
from footbridge.people.reach import venue_name

ROLE_IN_USE = "role_in_use"
STRONG = "second_factor_proved"


def standings_of(person: Person) -> tuple[Standing, ...]:
    """The roles a person holds now, in the order of the roles, each with a label to choose by. One query."""
    held = (
        Membership.objects.unscoped("a viewer is built from all its own memberships")
        .current()
        .filter(person=person)
        .select_related("programme", "school")
    )
    order = list(ROLES)
    standings = []
    for membership in sorted(held, key=lambda m: (order.index(m.role), m.pk)):
        role = ROLES[membership.role]
        place = membership.programme or membership.school
        where = place.name if place else venue_name(membership.venue)
        label = f"{role.name}, {where}" if where else role.name
        standings.append(
            Standing(membership.pk, role, label, membership.programme_id, membership.school_id, membership.venue)
        )
    return tuple(standings)


def viewer_for(person: Person, *, role_in_use: int | None = None, strong: bool = True) -> Viewer:
    """The viewer of a person acting in a membership (the first one when None or no longer held)."""
    standings = standings_of(person)
    current = next((s for s in standings if s.id == role_in_use), standings[0] if standings else None)
    return Viewer(
        person_id=person.pk,
        opaque=str(person.opaque),
        name=person.name or person.email,
        email=person.email,
        standings=standings,
        current=current,
        strong=strong,
    )


def build_viewer(request: HttpRequest) -> Viewer:
    """The viewer of a request; nobody when not signed in."""
    person = request.user
    if not isinstance(person, Person) or not person.is_active:
        return Viewer.nobody()
    return viewer_for(
        person,
        role_in_use=request.session.get(ROLE_IN_USE),
        strong=bool(request.session.get(STRONG)),
    )

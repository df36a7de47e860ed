"""Who works at a school or in a programme, as pages of people show it. A few queries each, whatever the size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from footbridge.access import Viewer
from footbridge.access.roles import DEPUTY, FACILITATOR, HEADTEACHER, NETWORK_STAFF, ROLES, Role
from footbridge.people.models import Invitation, Membership
from footbridge.people.reach import taking_part_in
from footbridge.people.rules import invitable_roles
from footbridge.programmes.models import Programme
from footbridge.schools.models import School

ORDER = {key: place for place, key in enumerate(ROLES)}


@dataclass(frozen=True)
class Colleague:
    """Somebody in a role, with what the viewer may do about it."""

    membership: Membership
    may_end: bool
    may_replace: bool
    may_free: bool
    me: bool


def _colleagues(viewer: Viewer, held: Iterable[Membership]) -> list[Colleague]:
    """Rows for a page that opens only to who looks after this place, so that the role alone decides."""
    roles: tuple[Role, ...] = invitable_roles(viewer)
    found = []
    for membership in sorted(held, key=lambda one: (ORDER[one.role], one.person.name.casefold())):
        me = membership.person_id == viewer.person_id
        own = me and viewer.current is not None and viewer.current.id == membership.pk
        may = viewer.is_network_staff or ROLES[membership.role] in roles
        found.append(Colleague(membership, may or own, (may or own) and bool(roles), may and not me, me))
    return found


@dataclass(frozen=True)
class Waiting:
    """An open invitation, and whether the viewer may send it again or take it back."""

    row: Invitation
    may: bool


def _open_invitations(viewer: Viewer, place: Q) -> list[Waiting]:
    """Invitations that wait, the oldest first, those that ran out too."""
    roles = invitable_roles(viewer)
    rows = (
        Invitation.objects.visible_to(viewer)
        .filter(place, state=Invitation.State.SENT)
        .select_related("school", "programme", "invited_by")
        .order_by("sent")
    )
    return [
        Waiting(row, viewer.is_network_staff or row.invited_by_id == viewer.person_id or ROLES[row.role] in roles)
        for row in rows
    ]


def school_people(viewer: Viewer, school: School) -> dict[str, Any]:
    """A school's people: who is here, who left, who is invited, and whether a second adult is missing. Three queries."""
    held = list(
        Membership.objects.visible_to(viewer)
        .filter(school=school)
        .select_related("person", "school", "programme")
        .order_by("-until")
    )
    now = [membership for membership in held if membership.until is None]
    leaders = {membership.person_id for membership in now if membership.role in (HEADTEACHER.key, DEPUTY.key)}
    return {
        "school": school,
        "colleagues": _colleagues(viewer, now),
        "left": [membership for membership in held if membership.until is not None],
        "invitations": _open_invitations(viewer, Q(school=school)),
        "no_head": not any(membership.role == HEADTEACHER.key for membership in now),
        "alone": len(leaders) == 1,
        "may_invite": bool(invitable_roles(viewer)) and not viewer.is_network_staff,
    }


def programme_people(viewer: Viewer, programme: Programme) -> dict[str, Any]:
    """A programme's people: its own, and each school that deals with it with its head or the lack of one. Five queries."""
    own = list(
        Membership.objects.visible_to(viewer)
        .current()
        .filter(programme=programme)
        .select_related("person", "programme")
    )
    schools = list(School.objects.filter(taking_part_in([programme.pk])).order_by("name").distinct())
    ids = [school.pk for school in schools]
    heads: dict[int, list[str]] = {}
    for school_id, name in (
        Membership.objects.visible_to(viewer)
        .current()
        .filter(role=HEADTEACHER.key, school__in=ids)
        .values_list("school_id", "person__name")
    ):
        heads.setdefault(school_id or 0, []).append(name)
    invitations = _open_invitations(viewer, Q(programme=programme) | Q(school__in=ids))
    invited = {one.row.school_id for one in invitations if one.row.role == HEADTEACHER.key}
    rows = []
    for school in schools:
        state = "here" if school.pk in heads else "invited" if school.pk in invited else "missing"
        rows.append({"id": school.pk, "name": school.name, "town": school.town, "state": state,
                     "head": ", ".join(heads.get(school.pk, []))})  # fmt: skip
    return {
        "programme": programme,
        "colleagues": _colleagues(viewer, own),
        "schools": rows,
        "missing": sum(row["state"] == "missing" for row in rows),
        "invitations": invitations,
        "may_invite": viewer.is_network_staff,
    }


def network_people(viewer: Viewer) -> dict[str, Any]:
    """The network's own people, and every programme with its facilitators. Three queries."""
    staff = list(
        Membership.objects.visible_to(viewer).current().filter(role=NETWORK_STAFF.key).select_related("person")
    )
    facilitators = Count("memberships", filter=Q(memberships__role=FACILITATOR.key, memberships__until=None))
    programmes = list(
        Programme.objects.filter(closed=None).annotate(facilitators=facilitators).order_by("name").values(
            "slug", "name", "facilitators"
        )
    )  # fmt: skip
    return {
        "colleagues": _colleagues(viewer, staff),
        "programmes": programmes,
        "missing": sum(not row["facilitators"] for row in programmes),
        "invitations": _open_invitations(viewer, Q(role__in=[NETWORK_STAFF.key, FACILITATOR.key, "funder"])),
        "may_invite": True,
    }

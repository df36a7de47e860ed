"""Who may invite, remove and replace whom. Plain functions of the viewer and a place."""

from __future__ import annotations

from footbridge.access import Permission, Viewer
from footbridge.access.roles import (
    DEPUTY,
    FACILITATOR,
    FUNDER,
    HEADTEACHER,
    NETWORK_STAFF,
    ROLES,
    SAFEGUARDING_LEAD,
    SCHOOL_OFFICE,
    TEACHER,
    VENUE_HOST,
    Role,
    Scope,
)
from footbridge.people.models import Invitation, Membership
from footbridge.people.reach import schools_within_reach, venues_within_reach
from footbridge.programmes.models import Programme
from footbridge.schools.models import School

# role in use → the roles it may invite to, in the order in which a page offers them
INVITES: dict[Role, tuple[Role, ...]] = {
    NETWORK_STAFF: (NETWORK_STAFF, FACILITATOR, FUNDER, VENUE_HOST),
    FACILITATOR: (HEADTEACHER, SCHOOL_OFFICE, VENUE_HOST),
    HEADTEACHER: (DEPUTY, SCHOOL_OFFICE, TEACHER, SAFEGUARDING_LEAD),
    DEPUTY: (SCHOOL_OFFICE, TEACHER, SAFEGUARDING_LEAD),
}
LOOKS_AFTER_PEOPLE = (
    Permission.INVITE_FACILITATORS,
    Permission.INVITE_SCHOOLS,
    Permission.INVITE_COLLEAGUES,
)


class Refused(Exception):
    """Something that may not be done; the message is a sentence for the person who tried."""


def invitable_roles(by: Viewer) -> tuple[Role, ...]:
    """The roles the viewer may invite to, in the role in use."""
    if by.system:
        return tuple(ROLES.values())
    if by.role is None or not any(by.may(permission) for permission in LOOKS_AFTER_PEOPLE):
        return ()
    return INVITES.get(by.role, ())


def may_speak_for_school(by: Viewer, school: School) -> bool:
    """Whether the viewer looks after the people of a school: its head or deputy, or a facilitator within reach."""
    if by.system:
        return True
    if by.may(Permission.INVITE_COLLEAGUES) and school.pk in by.schools:
        return True
    return by.may(Permission.INVITE_SCHOOLS) and schools_within_reach(by.programmes).filter(pk=school.pk).exists()


def may_settle_moves(by: Viewer, school: School) -> bool:
    """Whether the viewer decides where the people of a closed school go: its facilitators, and network staff."""
    if by.system or by.is_network_staff:
        return True
    return by.may(Permission.INVITE_SCHOOLS) and schools_within_reach(by.programmes).filter(pk=school.pk).exists()


def may_name_teachers_of(by: Viewer, school: School) -> bool:
    """Whether the viewer may say who teaches at a school: its head, deputy and office."""
    return by.system or (by.may(Permission.NAME_TEACHERS) and school.pk in by.schools)


def may_invite(
    by: Viewer, role: Role, *, programme: Programme | None, school: School | None, venue: int | None = None
) -> bool:
    """Whether the viewer may invite somebody to this role at this place."""
    if role is TEACHER and school is not None and programme is None and may_name_teachers_of(by, school):
        return True
    if role not in invitable_roles(by):
        return False
    if role.scope is Scope.NETWORK:
        return programme is None and school is None
    if role.scope is Scope.PROGRAMME:
        return programme is not None and school is None
    if role.scope is Scope.SCHOOL:
        return school is not None and programme is None and may_speak_for_school(by, school)
    return by.system or (
        venue is not None and programme is None and school is None and venue in venues_within_reach(by)
    )


def may_end(by: Viewer, membership: Membership) -> bool:
    """Whether the viewer may end somebody's role: whoever may invite to it, and network staff everywhere.

    A deputy cannot remove the head; a head may step down, and facilitators may help a school whose head has gone.
    """
    role = ROLES[membership.role]
    if by.system or by.is_network_staff:
        return True
    if membership.person_id == by.person_id and by.current is not None and by.current.id == membership.pk:
        return True
    return may_invite(by, role, programme=membership.programme, school=membership.school, venue=membership.venue)


def may_manage(by: Viewer, invitation: Invitation) -> bool:
    """Whether the viewer may send an invitation again or take it back: who sent it, who could, and network staff."""
    if by.system or by.is_network_staff or invitation.invited_by_id == by.person_id:
        return True
    return may_invite(
        by, ROLES[invitation.role], programme=invitation.programme, school=invitation.school, venue=invitation.venue
    )


def may_free_of_key(by: Viewer, membership: Membership) -> bool:
    """Whether the viewer may help somebody who lost their second key: as for ending the role, but never oneself."""
    return membership.person_id != by.person_id and may_end(by, membership)


def may_replace(by: Viewer, membership: Membership) -> bool:
    """Whether the viewer may name who takes a role over: who may end it and looks after people at all."""
    return may_end(by, membership) and (by.system or bool(invitable_roles(by)))


def needs_successor(by: Viewer, membership: Membership) -> bool:
    """Whether ending this role now would leave a school without a head and the viewer is not one who helps out.

    Facilitators and network staff look after schools whose head is missing, so they may end it at once.
    """
    if membership.role != HEADTEACHER.key or by.system or by.is_network_staff or by.role is FACILITATOR:
        return False
    return not (
        Membership.objects.unscoped("whether a school keeps a head")
        .current()
        .filter(school=membership.school_id, role=HEADTEACHER.key)
        .exclude(pk=membership.pk)
        .exists()
    )

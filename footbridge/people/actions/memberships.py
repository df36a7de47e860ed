"""Leaving and being replaced. A role ends on a day and stays in the history."""

from __future__ import annotations

from footbridge.access import Viewer
from footbridge.access.roles import TEACHER
from footbridge.audit.action import action, record
from footbridge.people.hooks import tell_handed_over, tell_successor_invited
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.rules import Refused, may_end, may_name_teachers_of, may_replace, needs_successor
from footbridge.schools.models import School


@action
def end_membership(*, by: Viewer, membership: Membership, because: str = "") -> Membership:
    """End somebody's role today. Ended twice it ends once.

    Raises Refused when the viewer may not, or when a school would be left without a head.
    """
    held = _lock(membership)
    if held.until is not None:
        return held
    if not may_end(by, held):
        raise Refused("Your role cannot remove this person. Ask your facilitator.")
    if needs_successor(by, held):
        raise Refused(
            f"{held.place} would be left without a headteacher. Name who takes over first, or ask your facilitator."
        )
    held.end(because)
    record("ended_role", held, by=by, programme=held.programme_id, role=held.role)
    return held


@action
def replace_person(
    *, by: Viewer, membership: Membership, email: str, name: str, because: str = ""
) -> Invitation | None:
    """Invite a successor to a role and end the leaver's.

    The leaver's role ends at once, unless the school would be without a head: then it ends when the successor accepts.
    A colleague who holds the role already needs no invitation and takes over at once: then there is none to return.
    What the leaver did stays under their name. Raises Refused when the viewer may not.
    """
    from footbridge.people.actions.invitations import invite

    held = _lock(membership)
    if not may_replace(by, held):
        raise Refused("Your role cannot replace this person. Ask your facilitator.")
    if email.strip().lower() == held.person.email.lower():
        raise Refused("That is the address of the person who leaves. Enter the address of who takes over.")
    if colleague := _colleague(held, email):
        tell_handed_over(held, colleague)
        record("handed_over", held, by=by, programme=held.programme_id, role=held.role)
        _end_replaced(held, because, by=by)
        return None
    waits = needs_successor(by, held)
    invitation = invite(
        by=by, email=email, name=name, role=held.role, programme=held.programme, school=held.school, venue=held.venue,
        replaces=held,
    )  # fmt: skip
    record("named_successor", held, by=by, programme=held.programme_id, invitation=invitation.pk)
    tell_successor_invited(held, invitation)
    if not waits:
        _end_replaced(held, because, by=by)
    return invitation


@action
def let_teach(*, by: Viewer, person: Person, school: School) -> Membership:
    """Give a colleague of the school the role of linking teacher too. Asked twice, there is one role.

    Raises Refused when the viewer may not, or the person holds no role at the school.
    """
    held = Membership.objects.unscoped("who works at the school").current().filter(person=person, school=school)
    if found := held.filter(role=TEACHER.key).first():
        return found
    if not may_name_teachers_of(by, school) or not held.exists():
        raise Refused("Your role cannot make this person a linking teacher here.")
    made = Membership.objects.create(person=person, school=school, role=TEACHER.key)
    record("gave_role", made, by=by, role=made.role, school=school.pk)
    return made


def _colleague(held: Membership, email: str) -> Person | None:
    """Somebody else who holds the same role at the same place, by address."""
    others = Membership.objects.unscoped("whether the successor is here already").current()
    found = others.filter(
        role=held.role, programme=held.programme_id, school=held.school_id, venue=held.venue,
        person__email__iexact=email.strip(),
    ).select_related("person").first()  # fmt: skip
    return found.person if found else None


def _end_replaced(held: Membership, because: str, *, by: Viewer) -> None:
    if held.until is None:
        held.end(because or "Replaced")
        record("ended_role", held, by=by, programme=held.programme_id, role=held.role)


def _lock(membership: Membership) -> Membership:
    return (
        Membership.objects.unscoped("the row an action was given")
        .select_for_update(of=("self",))
        .select_related("person", "school", "programme")
        .get(pk=membership.pk)
    )

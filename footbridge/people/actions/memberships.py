"""Leaving and being replaced. A role ends on a day and stays in the history."""

from __future__ import annotations

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.people.models import Invitation, Membership
from footbridge.people.rules import Refused, may_end, may_replace, needs_successor


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
def replace_person(*, by: Viewer, membership: Membership, email: str, name: str, because: str = "") -> Invitation:
    """Invite a successor to a role and end the leaver's.

    The leaver's role ends at once, unless the school would be without a head: then it ends when the successor accepts.
    What the leaver did stays under their name. Raises Refused when the viewer may not.
    """
    from footbridge.people.actions.invitations import invite

    held = _lock(membership)
    if not may_replace(by, held):
        raise Refused("Your role cannot replace this person. Ask your facilitator.")
    if email.strip().lower() == held.person.email.lower():
        raise Refused("That is the address of the person who leaves. Enter the address of who takes over.")
    waits = needs_successor(by, held)
    invitation = invite(
        by=by, email=email, name=name, role=held.role, programme=held.programme, school=held.school, venue=held.venue,
        replaces=held,
    )  # fmt: skip
    record("named_successor", held, by=by, programme=held.programme_id, invitation=invitation.pk)
    if not waits and held.until is None:
        held.end(because or "Replaced")
        record("ended_role", held, by=by, programme=held.programme_id, role=held.role)
    return invitation


def _lock(membership: Membership) -> Membership:
    return (
        Membership.objects.unscoped("the row an action was given")
        .select_for_update(of=("self",))
        .select_related("person", "school", "programme")
        .get(pk=membership.pk)
    )

"""When a school closes, its people, invitations and open answers follow to the school after it; history stays.

Where the register leaves no doubt this happens by itself; else a facilitator decides. Where a link still runs under the closed
school, its people hold their roles on both sides until it has ended, so that nobody loses sight of it.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.roles import ROLES
from footbridge.audit.action import action, record
from footbridge.notify.outbox import send
from footbridge.people.hooks import busy_at, open_at, tell_school_followed
from footbridge.people.models import Invitation, Membership, Person, SchoolMove
from footbridge.people.moves import heirs_with_people
from footbridge.people.rules import Refused, may_settle_moves
from footbridge.schools.models import School

WHY = "the people of a school that closed"
State = SchoolMove.State


@action
def follow_closed_schools(*, by: Viewer) -> int:
    """Find closed schools that still have people, invitations or open answers here, and let them follow or ask; how many
    followed. Run after every import and every night; a second run finds nothing new."""
    gone = Q(status__istartswith="closed") | Q(replaced_by__isnull=False)
    closed = School.objects.filter(gone).exclude(move__state__in=[State.FOLLOWED, State.LEFT])
    held = closed.filter(Q(memberships__until=None, memberships__isnull=False) | Q(invitations__state="sent"))
    ids = set(held.values_list("pk", flat=True))
    ids |= open_at(closed.values("pk"))
    followed = 0
    for school in School.objects.filter(pk__in=ids).order_by("pk"):
        move, fresh = SchoolMove.objects.unscoped(WHY).get_or_create(before=school)
        if after := heirs_with_people(school).sure:
            _follow(move, after, by=by)
            followed += 1
        elif fresh:
            record("school_closed", school, by=by)
    return followed


@action
def settle_move(*, by: Viewer, move: SchoolMove, after: School | None) -> SchoolMove:
    """A facilitator decides where the people of a closed school go; None: nobody follows. Decided twice, the first counts.

    Raises Refused where the viewer may not, or the school is none that came after.
    """
    row = SchoolMove.objects.unscoped("the row an action was given").select_for_update(of=("self",)).get(pk=move.pk)
    if row.state != State.WAITING:
        return row
    if not may_settle_moves(by, row.before):
        raise Refused("This school belongs to another programme.")
    if after is not None and after not in heirs_with_people(row.before).schools:
        raise Refused("The register does not say that this school came after it. Choose another.")
    if after is not None:
        return _follow(row, after, by=by)
    _decide(row, State.LEFT, None, by=by)
    for invitation in Invitation.objects.unscoped(WHY).filter(school=row.before, state=Invitation.State.SENT):
        invitation.state = Invitation.State.WITHDRAWN
        invitation.save(update_fields=["state"])
    _end_roles(row, by=by)
    return row


@action
def end_roles_of_closed_schools(*, by: Viewer) -> int:
    """End roles that were kept at closed schools until their links ended; how many. Run every night."""
    moves = SchoolMove.objects.unscoped(WHY).filter(
        state__in=[State.FOLLOWED, State.LEFT], before__memberships__until=None
    )
    return sum(_end_roles(move, by=by) for move in moves.filter(before__memberships__isnull=False).distinct())


def _follow(move: SchoolMove, after: School, *, by: Viewer) -> SchoolMove:
    before = move.before
    _decide(move, State.FOLLOWED, after, by=by)
    # Of a chain of closed schools the people of each now stand at its end.
    SchoolMove.objects.unscoped(WHY).filter(after=before).update(after=after)
    told: dict[Person, None] = {}
    for held in _held(before):
        _hold(held.person, held.role, after, main=held.main, by=by)
        told[held.person] = None
    if before.pk not in busy_at([before.pk]):
        for invitation in Invitation.objects.unscoped(WHY).filter(school=before, state=Invitation.State.SENT):
            _move_invitation(invitation, after, by=by)
    tell_school_followed(by, before, after)
    _end_roles(move, by=by)
    for person in told:
        send(
            "people/mail/followed",
            to=person.email,
            key=f"followed:{move.pk}:{after.pk}:{person.pk}",
            context={"person": person, "before": before, "after": after},
        )
    return move


def _decide(move: SchoolMove, state: State, after: School | None, *, by: Viewer) -> None:
    move.state, move.after, move.by_id, move.decided = state, after, by.person_id, timezone.now()
    move.save(update_fields=["state", "after", "by", "decided"])
    record("school_followed" if after else "school_left", move.before, by=by, after=after.pk if after else None)


def _held(school: School) -> list[Membership]:
    rows = Membership.objects.unscoped(WHY).current().filter(school=school).select_related("person", "school")
    return list(rows.order_by("-main", "since", "pk"))


def _hold(person: Person, role: str, school: School, *, main: bool = False, by: Viewer) -> None:
    """Give the role at the school, once; letters go to them first only where they went to nobody yet."""
    there = Membership.objects.unscoped(WHY).current().filter(school=school, role=role)
    if there.filter(person=person).exists():
        return
    main = main and not there.filter(main=True).exists()
    made = Membership.objects.create(person=person, role=role, school=school, main=main)
    record("gave_role", made, by=by, role=role, school=school.pk)


def _move_invitation(invitation: Invitation, after: School, *, by: Viewer) -> None:
    same = Invitation.objects.unscoped(WHY).filter(
        school=after, role=invitation.role, email__iexact=invitation.email, state=Invitation.State.SENT
    )
    if same.exists():
        invitation.state = Invitation.State.WITHDRAWN
    else:
        invitation.school = after
    invitation.save(update_fields=["state", "school"])
    record("moved_invitation", invitation, by=by, school=after.pk)


def _end_roles(move: SchoolMove, *, by: Viewer) -> int:
    """End the roles at the closed school, unless a link still runs there."""
    if move.before_id in busy_at([move.before_id]):
        return 0
    held = _held(move.before)
    for one in held:
        one.end(f"The school became {move.after.name}" if move.after else "The school closed")
        record("ended_role", one, by=by, role=one.role)
    return len(held)


@action
def end_before_too(*, by: Viewer, held: Membership) -> None:
    """Whoever leaves the school that came after leaves the closed one too, where a link kept them."""
    if held.school_id is None:
        return
    kept = Membership.objects.unscoped(WHY).current().filter(
        person=held.person_id, role=held.role, school__move__after=held.school_id, school__move__state=State.FOLLOWED
    )  # fmt: skip
    for one in kept:
        one.end(held.ended_because)
        record("ended_role", one, by=by, role=one.role)


@action
def hold_on_both_sides(*, by: Viewer, invitation: Invitation, person: Person) -> None:
    """Whoever accepts at a school that took over from another, or at that other, belongs to both while a link runs there."""
    if invitation.school_id is None or invitation.role not in ROLES:
        return
    moves = SchoolMove.objects.unscoped(WHY).filter(state=State.FOLLOWED).select_related("before", "after")
    before = [move.before for move in moves.filter(after=invitation.school_id)]
    busy = busy_at([school.pk for school in before])
    here = [school for school in before if school.pk in busy]
    here += [move.after for move in moves.filter(before=invitation.school_id) if move.after is not None]
    for school in here:
        _hold(person, invitation.role, school, by=by)

"""Naming who leads a class of a link, and ending it. The row of the link is locked first, so that a link that is being
withdrawn gets no new teacher.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.roles import TEACHER
from footbridge.audit.action import action, record
from footbridge.brokering import rules
from footbridge.brokering.models import Link, LinkClass, LinkTeacher, TeacherToCome
from footbridge.notify.outbox import send
from footbridge.people.actions import invite, let_teach, resend_invitation, withdraw_invitation
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.rules import Refused

WITH = ("link__linking_year__programme", "link_class__school", "link_class__offered_class")


@action
def name_teacher(
    *, by: Viewer, link_class: LinkClass, person: int | None = None, email: str = "", name: str = ""
) -> LinkTeacher | TeacherToCome:
    """Say who leads a class: somebody of the school by `person`, or anybody by e-mail. Sent twice, it acts once.

    Who works at the school already leads at once; anybody else is invited as linking teacher and leads when she accepts.
    Raises Refused where the link does not stand or the invitation cannot go.
    """
    rules.insist(rules.may_name_teachers(by, link_class.school_id))
    link = _standing(link_class)
    here = Membership.objects.unscoped("who works at the school").current().filter(school=link_class.school_id)
    wanted = here.filter(person=person) if person is not None else here.filter(person__email__iexact=email.strip())
    found = wanted.select_related("person").first()
    if found is not None:
        let_teach(by=by, person=found.person, school=link_class.school)
        return _lead(link_class, link, found.person, by=by)
    if person is not None:
        raise Refused("This person no longer works at the school. Choose somebody else.")
    invitation = invite(by=by, email=email, name=name, role=TEACHER.key, school=link_class.school)
    return _promise(link_class, link, invitation, by=by)


@action
def end_leading(*, by: Viewer, leading: LinkTeacher, because: str) -> LinkTeacher:
    """Somebody no longer leads a class; that she did stays in the history. Ended twice, it ends once."""
    rows = LinkTeacher.objects.unscoped("the row was fetched for its viewer").select_for_update(of=("self",))
    row = rows.select_related(*WITH).get(pk=leading.pk)
    rules.insist(rules.may_name_teachers(by, row.link_class.school_id))
    if row.until is None:
        _end(row, because, by=by)
    return row


@action
def take_back_naming(*, by: Viewer, coming: TeacherToCome) -> None:
    """A teacher who has not accepted yet is not to lead the class after all; invited for nothing else, she is not invited."""
    rules.insist(rules.may_name_teachers(by, coming.link_class.school_id))
    invitation = coming.invitation
    record("took back naming", coming, by=by, link=coming.link_id)
    TeacherToCome.objects.unscoped("the row was fetched for its viewer").filter(pk=coming.pk).delete()
    others = TeacherToCome.objects.unscoped("whether she is invited for another class").filter(invitation=invitation)
    if invitation.state == Invitation.State.SENT and not others.exists():
        withdraw_invitation(by=by, invitation=invitation)


@action
def ask_again(*, by: Viewer, coming: TeacherToCome) -> None:
    """Send the invitation of a teacher who has not accepted yet once more. Raises Refused when it is over."""
    rules.insist(rules.may_name_teachers(by, coming.link_class.school_id))
    resend_invitation(by=by, invitation=coming.invitation)


# --- when people come and go: called by people.hooks inside the action that changed the role ---


@action
def end_with_role(*, by: Viewer, held: Membership) -> None:
    """Whoever is no longer linking teacher of a school leads none of its classes."""
    if held.role != TEACHER.key:
        return
    for row in _led_by(held):
        _end(row, held.ended_because or "No longer linking teacher", by=by)


@action
def promise_to_successor(*, by: Viewer, held: Membership, invitation: Invitation) -> None:
    """Whoever is invited in a teacher's place will lead the same classes when she accepts."""
    if held.role != TEACHER.key:
        return
    for row in _led_by(held):
        _promise(row.link_class, row.link, invitation, by=by)


@action
def pass_on(*, by: Viewer, held: Membership, person: Person) -> None:
    """A colleague who takes a teacher's place leads the same classes from now on."""
    if held.role != TEACHER.key:
        return
    for row in _led_by(held):
        _lead(row.link_class, row.link, person, by=by)


@action
def lead_as_promised(*, by: Viewer, invitation: Invitation, person: Person) -> None:
    """A teacher has accepted: she leads what was promised, where the link still stands."""
    rows = TeacherToCome.objects.unscoped("what an accepted invitation promised").filter(invitation=invitation)
    for row in rows.filter(link__state=Link.State.STANDING).select_related(*WITH):
        _lead(row.link_class, row.link, person, by=by, tell=False)


def _led_by(held: Membership) -> list[LinkTeacher]:
    """What a teacher leads now at the school of her role, locked."""
    rows = LinkTeacher.objects.unscoped("what a leaver leads").select_for_update(of=("self",))
    rows = rows.filter(person=held.person_id, until=None, link_class__school=held.school_id)
    return list(rows.select_related(*WITH).order_by("pk"))


def _standing(link_class: LinkClass) -> Link:
    rows = Link.objects.unscoped("the class was fetched for its viewer").select_related("linking_year__programme")
    link = rows.select_for_update(of=("self",)).get(pk=link_class.link_id)
    if link.state != Link.State.STANDING:
        raise Refused("Teachers are named when the link stands. This one does not stand any more, or not yet.")
    return link


def _lead(link_class: LinkClass, link: Link, person: Person, *, by: Viewer, tell: bool = True) -> LinkTeacher:
    now = LinkTeacher.objects.unscoped("nobody leads a class twice").filter(link_class=link_class, person=person)
    if found := now.filter(until=None).first():
        return found
    row = LinkTeacher.objects.create(link=link, link_class=link_class, person=person)
    programme = link.linking_year.programme_id
    record("named teacher", row, by=by, programme=programme, link=link.pk, person=person.pk)
    if tell and person.pk != by.person_id:
        send(
            "brokering/mail/leads",
            to=person.email,
            key=f"leads:{row.pk}",
            programme=programme,
            context={
                "name": person.name,
                "class_name": link_class.offered_class.name,
                "school": link_class.school.name,
                "programme": link.linking_year.programme,
                "url": f"{settings.ADDRESS}{reverse('brokering:link', args=[link.pk])}",
            },
        )
    return row


def _promise(link_class: LinkClass, link: Link, invitation: Invitation, *, by: Viewer) -> TeacherToCome:
    rows = TeacherToCome.objects.unscoped("nobody is promised a class twice")
    row, made = rows.get_or_create(link_class=link_class, invitation=invitation, defaults={"link": link})
    if made:
        record("promised class", row, by=by, programme=link.linking_year.programme_id, link=link.pk)
    return row


def _end(row: LinkTeacher, because: str, *, by: Viewer) -> None:
    row.until, row.ended_because = timezone.now(), because[:200]
    row.save(update_fields=["until", "ended_because"])
    record("ended leading", row, by=by, programme=row.link.linking_year.programme_id, link=row.link_id)

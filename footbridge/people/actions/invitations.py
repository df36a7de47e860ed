"""Inviting somebody by e-mail, and accepting. The link of the mail identifies; a typed code authorises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.roles import ROLES
from footbridge.audit.action import action, record
from footbridge.notify.outbox import send
from footbridge.people import secrets
from footbridge.people.hooks import tell_accepted
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.rules import Refused, may_invite, may_manage, may_replace
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import Programme
from footbridge.schools.models import School
from footbridge.vault import switches

LASTS = timedelta(days=14)
SAME_BREATH = timedelta(
    hours=1
)  # an invitation as fresh as this leads to the news as well; its link is not ended for it
MOST_TRIES = 5


@dataclass(frozen=True)
class News:
    """Why somebody is invited now: the subject of the mail, and what it says before the invitation itself."""

    headline: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """What came of trying to accept: the person who now holds the role, or the sentence that says why not.

    `fresh` says that the account was made just now, so its owner goes on to set up a second key.
    """

    person: Person | None = None
    fresh: bool = False
    trouble: str = ""


@action
def invite(
    *,
    by: Viewer,
    email: str,
    name: str,
    role: str,
    programme: Programme | None = None,
    school: School | None = None,
    venue: int | None = None,
    replaces: Membership | None = None,
    news: News | None = None,
) -> Invitation:
    """Invite somebody to a role and write the mail. Asked twice, there is one invitation and one mail; `news` is sent all the same.

    Raises Refused when the viewer may not invite to this role here, or the person holds it already.
    """
    _insist_they_are_open()
    email = email.strip().lower()
    successor = replaces is not None and _same_place(replaces, role, programme, school, venue)
    successor = successor and replaces is not None and may_replace(by, replaces)
    if not successor and not may_invite(by, ROLES[role], programme=programme, school=school, venue=venue):
        raise Refused(f"Your role cannot invite a {ROLES[role].name.lower()} here.")
    place = {"role": role, "programme": programme, "school": school, "venue": venue}
    holder = (
        Membership.objects.unscoped("nobody is invited to what they hold")
        .current()
        .filter(person__email__iexact=email, **place)
        .first()
    )
    if holder is not None:
        raise Refused(f"{email} already holds this role: {holder.role_name}, {holder.place}.")
    open_one = Invitation.objects.unscoped("an open invitation is not sent twice").filter(
        email__iexact=email, state=Invitation.State.SENT, **place
    )
    if found := open_one.first():
        if found.expires <= timezone.now() or (news and found.sent <= timezone.now() - SAME_BREATH):
            resend_invitation(by=by, invitation=found, news=news)
        return found
    token, code = secrets.new_token(), secrets.new_code()
    hashed = secrets.hash_of_token(token)
    invitation = Invitation(
        email=email, name=name.strip(), invited_by_id=by.person_id, replaces=replaces, token=hashed,
        code=secrets.hash_of_code(code, beside=hashed), expires=timezone.now() + LASTS, **place,
    )  # fmt: skip
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:  # somebody else invited the same person in this moment
        return open_one.get()
    _write_mail(invitation, by=by, token=token, code=code, news=news)
    record("invited", invitation, by=by, programme=_programme(invitation), role=role, school=invitation.school_id)
    return invitation


@action
def resend_invitation(*, by: Viewer, invitation: Invitation, news: News | None = None) -> Invitation:
    """Send an open invitation again with a new link and code; the old ones stop working.

    Raises Refused when it was accepted or withdrawn meanwhile.
    """
    _insist_they_are_open()
    fresh = _lock(invitation)
    if fresh.state != Invitation.State.SENT:
        raise Refused(f"This invitation was {fresh.get_state_display().lower()} already.")
    if not may_manage(by, fresh):
        raise Refused("Your role cannot send this invitation again.")
    token, code = secrets.new_token(), secrets.new_code()
    fresh.token = secrets.hash_of_token(token)
    fresh.code = secrets.hash_of_code(code, beside=fresh.token)
    fresh.sent = timezone.now()
    fresh.expires = fresh.sent + LASTS
    fresh.tries = 0
    fresh.save(update_fields=["token", "code", "sent", "expires", "tries"])
    _write_mail(fresh, by=by, token=token, code=code, news=news)
    record("resent_invitation", fresh, by=by, programme=_programme(fresh))
    return fresh


@action
def withdraw_invitation(*, by: Viewer, invitation: Invitation) -> Invitation:
    """Take an invitation back; its link then says so. Raises Refused when it was accepted already."""
    fresh = _lock(invitation)
    if fresh.state == Invitation.State.ACCEPTED:
        raise Refused("This invitation was accepted already. Remove the person instead.")
    if not may_manage(by, fresh):
        raise Refused("Your role cannot take this invitation back.")
    if fresh.state == Invitation.State.SENT:
        fresh.state = Invitation.State.WITHDRAWN
        fresh.save(update_fields=["state"])
        record("withdrew_invitation", fresh, by=by, programme=_programme(fresh))
    return fresh


@action
def accept_invitation(
    *, by: Viewer, invitation: Invitation, code: str = "", name: str = "", password: str = "", proved: bool = False
) -> Outcome:
    """Accept, with the typed code or in a session of the invited address. Posted twice it acts once.

    `proved` says that a sign-in provider vouched for the address. A new person gets an account; a known one gets the
    role added. Wrong codes are counted, whatever comes after, so this answers with an Outcome and does not raise.
    """
    invitation = _lock(invitation)
    same_person = by.is_signed_in and by.email.lower() == invitation.email.lower()
    if invitation.state == Invitation.State.ACCEPTED:
        done = invitation.accepted_by if by.person_id == invitation.accepted_by_id else None
        return Outcome(person=done, trouble="" if done else "This invitation was accepted already. Please sign in.")
    if not invitation.is_open:
        return Outcome(trouble="This invitation has ended. Ask whoever invited you to send it again.")
    try:
        switches.insist_on("invitations")
    except switches.SwitchedOff as shut:
        return Outcome(trouble=str(shut))
    if not (same_person or proved):
        trouble = _try_code(invitation, code)
        if trouble:
            return Outcome(trouble=trouble)
    person, fresh = _person_for(invitation, name=name, password=password)
    _give_role(invitation, person)
    invitation.state = Invitation.State.ACCEPTED
    invitation.accepted = timezone.now()
    invitation.accepted_by = person
    invitation.save(update_fields=["state", "accepted", "accepted_by"])
    tell_accepted(invitation, person)
    record(
        "accepted_invitation", invitation, by=viewer_for(person), programme=_programme(invitation), role=invitation.role
    )
    return Outcome(person=person, fresh=fresh)


def _insist_they_are_open() -> None:
    """Raise Refused, in the words of whoever shut them, while invitations are shut for everybody."""
    try:
        switches.insist_on("invitations")
    except switches.SwitchedOff as shut:
        raise Refused(str(shut)) from shut


def _same_place(
    held: Membership, role: str, programme: Programme | None, school: School | None, venue: int | None
) -> bool:
    """Whether an invitation is for exactly the role that somebody hands over."""
    asked = (role, programme and programme.pk, school and school.pk, venue)
    return asked == (held.role, held.programme_id, held.school_id, held.venue)


def _lock(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.unscoped("the row an action was given")
        .select_for_update(of=("self",))
        .select_related("school", "programme", "replaces")
        .get(pk=invitation.pk)
    )


def _try_code(invitation: Invitation, code: str) -> str:
    """Count a try and compare; the sentence that says what is wrong, or nothing."""
    if invitation.tries >= MOST_TRIES:
        return "Too many wrong codes were typed. Ask whoever invited you to send the invitation again."
    if secrets.code_fits(code, invitation.code, beside=invitation.token):
        return ""
    invitation.tries += 1
    invitation.save(update_fields=["tries"])
    left = MOST_TRIES - invitation.tries
    if not left:
        return "That code is not right, and it was the last try. Ask whoever invited you to send the invitation again."
    return f"That code is not right. Look for the six figures in the e-mail. You have {left} tries left."


def _person_for(invitation: Invitation, *, name: str, password: str) -> tuple[Person, bool]:
    """The person with the invited address, made if there is none; and whether it was made."""
    person = Person.objects.filter(email__iexact=invitation.email).first()
    fresh = person is None
    if person is None:
        try:
            with transaction.atomic():
                person = Person.objects.create_user(invitation.email, name.strip() or invitation.name, password or None)
        except IntegrityError:  # accepted another invitation in this very moment
            person, fresh = Person.objects.get(email__iexact=invitation.email), False
    elif not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person, fresh


def _give_role(invitation: Invitation, person: Person) -> Membership:
    """The membership the invitation was for; the one it replaces ends in the same moment."""
    all_of_role = Membership.objects.unscoped("who holds the role now").current().filter(
        role=invitation.role, programme=invitation.programme_id, school=invitation.school_id, venue=invitation.venue
    )  # fmt: skip
    replaced = invitation.replaces
    if replaced is not None and replaced.until is None:
        replaced.end("Replaced")
        record("ended_role", replaced, by=viewer_for(person), programme=replaced.programme_id, role=replaced.role)
    held = all_of_role.filter(person=person).first()
    return held or Membership.objects.create(
        person=person,
        role=invitation.role,
        programme_id=invitation.programme_id,
        school_id=invitation.school_id,
        venue=invitation.venue,
        main=not all_of_role.filter(main=True).exists(),
    )


def _programme(invitation: Invitation) -> int | None:
    return invitation.programme_id


def _write_mail(invitation: Invitation, *, by: Viewer, token: str, code: str, news: News | None = None) -> None:
    first = invitation.invited_by if by.system else None  # a reminder comes in the name of who invited first
    send(
        "people/mail/invitation",
        to=invitation.email,
        key=f"secret:invitation:{invitation.pk}:{invitation.token[:16]}",
        programme=_programme(invitation),
        context={
            "invitation": invitation,
            "inviter": first.name if first else by.name or "Footbridge",
            "news": news,
            "role": ROLES[invitation.role],
            "link": f"{settings.ADDRESS}{reverse('people:invitation', args=[token])}",
            "code": f"{code[:3]} {code[3:]}",
            "until": invitation.expires,
        },
    )

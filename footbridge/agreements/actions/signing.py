"""Opening an agreement, reading it for a head, signing it, ending it. The row of the agreement is locked first."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.roles import DEPUTY, SCHOOL_OFFICE
from footbridge.agreements import letters, rules
from footbridge.agreements.models import Agreement, AgreementEvent, AgreementSide, Reading, Signature
from footbridge.agreements.queries import clauses_in_force, text_in_force
from footbridge.agreements.words import as_text, digest_of, document, token_of
from footbridge.audit.action import action, record
from footbridge.brokering.links.queries import links_for
from footbridge.brokering.models import Link, LinkSide
from footbridge.people.models import Membership

What = AgreementEvent.What
WHY = "the agreement was fetched for its viewer"


class CannotSign(Exception):
    """The agreement cannot be signed now; the message is for the head."""


class WordsChanged(CannotSign):
    """Other words are in force than those on the screen."""


@action
def open_agreement(*, by: Viewer, link: Link) -> Agreement | None:
    """Open the agreement of a link that stands, and write to its heads. Once per link; None while no text is published."""
    rules.insist(rules.may_chase(by, link.linking_year.programme_id))
    Link.objects.unscoped(WHY).select_for_update().get(pk=link.pk)
    found = Agreement.objects.unscoped(WHY).filter(link=link).first()
    text = text_in_force()
    if found is not None or text is None or link.state != Link.State.STANDING:
        return found
    made = Agreement.objects.create(link=link, text=text, clauses=clauses_in_force(link.linking_year.programme_id))
    sides = LinkSide.objects.unscoped(WHY).filter(link=link).order_by("pk")
    AgreementSide.objects.bulk_create(
        [AgreementSide(agreement=made, school_id=side.school_id, asked=timezone.localdate()) for side in sides]
    )
    _note(made, What.OPENED, by=by)
    letters.opened(made)
    return made


@action
def sign(
    *, by: Viewer, agreement: Agreement, school: int, version: str, name: str, role: str, ticks: Collection[str]
) -> Agreement:
    """A head signs the words on the screen for a school. Pressed twice, it acts once.

    `version` is the token of the words that were shown: raises `WordsChanged` where others are in force by now. `ticks` are the
    commitments ticked, in words: raises `CannotSign` unless all are.
    """
    rules.insist(rules.may_sign(by, school))
    locked, sides = _locked(agreement)
    side = next((one for one in sides if one.school_id == school), None)
    rules.insist(side is not None)
    assert side is not None
    if locked.state == Agreement.State.WITHDRAWN:
        raise CannotSign("This link was withdrawn, so there is nothing to sign any more.")
    if token_of(locked) != version:
        raise WordsChanged("The words changed while you were reading. Read what is new, then sign.")
    if side.signature_id is not None:
        return locked
    page = document(links_for(by).get(pk=locked.link_id), locked.text, locked.clauses)
    if set(page.commitments) - set(ticks):
        raise CannotSign("Tick every commitment. If you cannot, call your facilitator before you sign.")
    side.signature = _sign(by, locked, school, name.strip(), role.strip(), as_text(page), page.commitments)
    side.save(update_fields=["signature"])
    _note(locked, What.SIGNED, by=by, school=school)
    waiting = [one for one in sides if one.signature_id is None]
    if waiting:
        letters.partner_signed(locked, side, waiting)
    else:
        locked.state, locked.settled = Agreement.State.SIGNED, timezone.now()
        locked.save(update_fields=["state", "settled"])
        _note(locked, What.COMPLETE, by=by)
        letters.complete(locked, sides)
    return locked


@action
def ask_to_read(*, by: Viewer, agreement: Agreement, school: int, reader: int) -> Reading:
    """A head asks a deputy or the office of the school to read the words first. Asked twice, it is asked once."""
    rules.insist(rules.may_sign(by, school))
    locked, sides = _locked(agreement)
    rules.insist(any(one.school_id == school for one in sides))
    desk = Membership.objects.visible_to(by).current().filter(school=school, role__in=[DEPUTY.key, SCHOOL_OFFICE.key])
    rules.insist(desk.filter(person=reader).exists())
    if locked.state == Agreement.State.WITHDRAWN:
        raise CannotSign("This link was withdrawn, so there is nothing to read any more.")
    reading, fresh = Reading.objects.unscoped(WHY).get_or_create(
        agreement=locked, school_id=school, text=locked.text, clauses=locked.clauses, reader_id=reader,
        defaults={"asked_by_id": by.person_id},
    )  # fmt: skip
    if fresh:
        _note(locked, What.READING, by=by, school=school)
        letters.please_read(locked, reading, by.name)
    return reading


@action
def note_reading(*, by: Viewer, agreement: Agreement, school: int, version: str, note: str) -> Reading:
    """A colleague who was asked says that the words were read, with a note for the head. Said twice, the note is the last one.

    Raises `WordsChanged` where other words are in force than those read.
    """
    rules.insist(rules.may_read_for(by, school))
    locked, _ = _locked(agreement)
    if token_of(locked) != version:
        raise WordsChanged("The words changed while you were reading. Read what is new, then say so.")
    rows = Reading.objects.unscoped(WHY).select_for_update(of=("self",)).select_related("reader")
    reading = rows.filter(
        agreement=locked, school=school, text=locked.text, clauses=locked.clauses, reader=by.person_id
    ).first()
    rules.insist(reading is not None)
    assert reading is not None
    fresh = reading.done is None
    reading.done, reading.note = reading.done or timezone.now(), note
    reading.save(update_fields=["done", "note"])
    if fresh:
        _note(locked, What.READ, by=by, school=school)
        letters.was_read(locked, reading)
    return reading


@action
def end_with_link(*, by: Viewer, link: Link) -> None:
    """A link that is live no more takes its agreement with it; the signatures stay."""
    found = Agreement.objects.unscoped(WHY).select_for_update().filter(link=link).first()
    if found is None or found.state == Agreement.State.WITHDRAWN or link.state != Link.State.WITHDRAWN:
        return
    found.state, found.settled = Agreement.State.WITHDRAWN, timezone.now()
    found.save(update_fields=["state", "settled"])
    _note(found, What.WITHDRAWN, by=by)


def _sign(
    by: Viewer, agreement: Agreement, school: int, name: str, role: str, shown: str, ticks: Collection[str]
) -> Signature:
    at = timezone.now()
    assert by.person_id is not None, "a head signs, never the platform"
    return Signature.objects.create(
        agreement=agreement, school_id=school, person_id=by.person_id, text=agreement.text, clauses=agreement.clauses,
        at=at, name=name, role=role, ticks=list(ticks), shown=shown,
        digest=digest_of(shown, name=name, role=role, at=at, person=by.opaque),
    )  # fmt: skip


def _locked(agreement: Agreement) -> tuple[Agreement, list[AgreementSide]]:
    """The agreement, locked until the end of the transaction, and its sides as they are now."""
    rows = Agreement.objects.unscoped(WHY).select_related("text", "clauses__programme", "link__linking_year__programme")
    locked = rows.select_for_update(of=("self",)).get(pk=agreement.pk)
    sides = AgreementSide.objects.unscoped(WHY).filter(agreement=locked).select_related("school").order_by("pk")
    return locked, list(sides)


def _note(agreement: Agreement, kind: str, *, by: Viewer, school: int | None = None) -> None:
    AgreementEvent.objects.create(agreement=agreement, kind=kind, by_id=by.person_id, school_id=school)
    programme = agreement.link.linking_year.programme_id
    record(f"agreement {kind}", agreement, by=by, programme=programme, state=agreement.state, school=school)

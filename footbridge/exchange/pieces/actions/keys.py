"""The two keys of a piece, the second adult of a first piece, and taking it back."""

from __future__ import annotations

from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.brokering.teachers.queries import leaders_of
from footbridge.exchange import letters, rules
from footbridge.exchange.gate import held_one
from footbridge.exchange.models import Piece, Release, Trusted
from footbridge.exchange.pieces.actions.making import CannotChange
from footbridge.exchange.pieces.telling import tell_partners
from footbridge.vault import walls

WHY = "a key is turned by somebody who may turn it"
State = Piece.State


class Holds(CannotChange):
    """The piece is held: a permission is missing, or a school's rule stops it. Says how many, never who."""


@action
def approve_piece(*, by: Viewer, piece: Piece) -> Piece:
    """The first key: a teacher of the making class sends a piece to the partner. Pressed twice it acts once.

    The first piece that an account ever sends waits for a second adult of the school. Raises Holds while a permission is missing.
    """
    rules.insist(rules.leads_class(by, piece.link_class_id))
    with walls.inside(piece.link_id):
        row = _locked(piece)
        if row.state in (State.SENT, State.SECOND):
            return row
        if not row.may_change:
            raise CannotChange("This piece is hidden until the safeguarding leads have looked at it.")
        found = held_one(row)
        if not found.open:
            raise Holds(" ".join(found.words))
        known = Trusted.objects.unscoped(WHY).filter(person=by.person_id).exists()
        row.approved, row.approved_by_id = timezone.now(), by.person_id
        _move(row, State.SENT if known else State.SECOND, "approved", "approved_by")
    link = _link(row)
    if known:
        letters.arrived(link, _others(row), "Your partner class has sent a piece.")
    else:
        letters.second_adult(link, row.pk, row.school_id, leaders_of([link.pk])[link.pk], by.person_id)
    record("approved a piece", f"exchange.piece:{row.pk}", by=by, state=row.state)
    return row


def _may_agree(by: Viewer, piece: Piece) -> bool:
    """Another teacher of the school in this link, its safeguarding lead, or its head; never the one who sent it."""
    if by.person_id == piece.approved_by_id:
        return False
    if by.may(Permission.HANDLE_CONCERNS):
        return piece.school_id in by.schools
    return rules.schools_led(by).get(piece.link_id) == piece.school_id


@action
def agree_to_first(*, by: Viewer, piece: Piece, agree: bool) -> Piece:
    """A second adult agrees to somebody's first piece, or gives it back."""
    with walls.inside(piece.link_id):
        row = _locked(piece)
        rules.insist(_may_agree(by, row))
        if row.state != State.SECOND:
            return row
        if agree and not held_one(row).open:
            raise Holds(" ".join(held_one(row).words))
        _move(row, State.SENT if agree else State.RETURNED)
    if agree:
        Trusted.objects.unscoped(WHY).get_or_create(
            person_id=row.approved_by_id or 0, defaults={"agreed_by_id": by.person_id}
        )
        letters.arrived(_link(row), _others(row), "Your partner class has sent a piece.")
    record("agreed to a first piece" if agree else "gave a first piece back", f"exchange.piece:{row.pk}", by=by)
    return row


@action
def release_piece(*, by: Viewer, piece: Piece) -> Release:
    """The second key: a teacher of a receiving school shows a piece to the class. Pressed twice it acts once."""
    school = rules.schools_led(by).get(piece.link_id)
    rules.insist(school is not None and school != piece.school_id)
    assert school is not None
    with walls.inside(piece.link_id):
        row = _locked(piece)
        if row.state != State.SENT:
            raise CannotChange("Your partner has called this piece back.")
        found = held_one(row)
        if not found.open:
            raise Holds(" ".join(found.words))
        made, fresh = Release.objects.unscoped(WHY).get_or_create(
            piece=row, school_id=school,
            defaults={"link_id": row.link_id, "from_school_id": row.school_id, "by_id": by.person_id,
                      "first_key_id": row.approved_by_id},
        )  # fmt: skip
    if fresh:
        record("released a piece", f"exchange.piece:{row.pk}", by=by)
    return made


@action
def recall_piece(*, by: Viewer, piece: Piece) -> Piece:
    """The sender takes a piece back, at any time: gone from the partner's screens with the next request."""
    rules.insist(rules.leads_class(by, piece.link_class_id))
    return _back(by, piece, State.RECALLED, "called a piece back")


@action
def return_piece(*, by: Viewer, piece: Piece) -> Piece:
    """The receiver does not show a piece and gives it back."""
    school = rules.schools_led(by).get(piece.link_id)
    rules.insist(school is not None and school != piece.school_id)
    return _back(by, piece, State.RETURNED, "gave a piece back")


@action
def tell_of_withdrawal(*, by: Viewer, link_class: int) -> int:
    """After a permission was taken back: ask the partners to take prints down of what is now held. How many pieces are."""
    link_id = rules.classes_led(by).get(link_class)
    rules.insist(link_id is not None)
    assert link_id is not None
    return tell_partners(by, link_id, link_class)


def _back(by: Viewer, piece: Piece, to: State, verb: str) -> Piece:
    with walls.inside(piece.link_id):
        row = _locked(piece)
        if row.state not in (State.SENT, State.SECOND):
            return row
        shown = list(Release.objects.unscoped(WHY).filter(piece=row).values_list("school_id", flat=True))
        Release.objects.unscoped(WHY).filter(piece=row).delete()
        _move(row, to)
    if shown and to == State.RECALLED:
        letters.take_down(_link(row), row.pk, shown)
    record(verb, f"exchange.piece:{row.pk}", by=by, shown=len(shown))
    return row


def _locked(piece: Piece) -> Piece:
    return Piece.objects.unscoped(WHY).select_for_update().get(pk=piece.pk)


def _move(row: Piece, to: State, *fields: str) -> None:
    row.state, row.changed = to, timezone.now()
    row.save(update_fields=["state", "changed", *fields])


def _link(row: Piece) -> Link:
    return Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=row.link_id)


def _others(row: Piece) -> list[int]:
    return [school for school in letters.schools_of(row.link_id) if school != row.school_id]

"""Making pieces: keeping a rebuilt picture, writing a text, saying what it is and who is in it, deleting."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import LinkClass
from footbridge.exchange import rules
from footbridge.exchange.keepsake.discarding import throw_away_of
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.lesson.holding import lesson_for
from footbridge.exchange.models import Label, Lesson, Piece, PieceChild
from footbridge.exchange.pictures.rebuilding import SIZES, Rebuilt
from footbridge.exchange.pieces.words import KIND, Words, sealed
from footbridge.vault import ledger, objects, switches, walls

WHY = "an action changes a piece that the viewer may change"


class CannotChange(ValueError):
    """The piece is not where it would have to be; the message is for the teacher."""


@action
def keep_picture(*, by: Viewer, link_class: int, original: bytes, picture: Rebuilt, title: str) -> tuple[Piece, bool]:
    """Keep a rebuilt picture in the tray of a class that the viewer leads or whose lesson it holds, and whether it is new.

    The original is looked at for one thing only: a keyed digest, by which the same file sent twice makes one piece. Raises
    SwitchedOff while uploads are shut.
    """
    switches.insist_on("uploads")
    link, school, lesson = _maker(by, link_class)
    digest = hmac.digest(settings.SECRET_KEY.encode(), original, "sha256").hex()
    lock = lock_of(link)
    with walls.inside(link):
        there = Piece.objects.unscoped(WHY).filter(link_class=link_class, digest=digest).first()
        if there is not None:
            return there, False
        piece = Piece(
            link_id=link, link_class_id=link_class, school_id=school, kind=Piece.Of.PICTURE, digest=digest,
            width=picture.width, height=picture.height, made_by_id=by.person_id, lesson=lesson,
        )  # fmt: skip
        piece.sealed = sealed(piece, Words(title), lock)
        piece.save(force_insert=True)
        for size in SIZES:
            objects.put(picture.files[size], lock=lock, kind=f"picture-{size}", row=piece.pk)
    record("kept a picture", f"exchange.piece:{piece.pk}", by=by)
    return piece, True


@action
def write_text(*, by: Viewer, link_class: int, title: str, words: str, once: str = "") -> Piece:
    """Keep a poem, a letter or another text in the tray of a class that the viewer leads or whose lesson it holds.

    `once` is a mark of the form: with the same mark it is kept once.
    """
    switches.insist_on("uploads")
    link, school, lesson = _maker(by, link_class)
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"once:{once}".encode(), "sha256").hex() if once else ""
    with walls.inside(link):
        there = Piece.objects.unscoped(WHY).filter(link_class=link_class, digest=digest).first() if once else None
        if there is not None:
            return there
        piece = Piece(
            link_id=link, link_class_id=link_class, school_id=school, kind=Piece.Of.TEXT, made_by_id=by.person_id,
            digest=digest, lesson=lesson,
        )  # fmt: skip
        piece.sealed = sealed(piece, Words(title, words), lock_of(link))
        piece.save(force_insert=True)
    record("wrote a text", f"exchange.piece:{piece.pk}", by=by)
    return piece


@action
def describe_piece(
    *, by: Viewer, piece: Piece, title: str, words: str, question: str, strand: str, faces: bool, names: bool, who: str,
    children: Collection[UUID] = (), may_keep: bool = False,
) -> None:  # fmt: skip
    """Say what a piece is, what can be seen in it and who. Raises CannotChange once it is on its way."""
    _own(by, piece.link_class_id)
    with walls.inside(piece.link_id):
        row = Piece.objects.unscoped(WHY).select_for_update().get(pk=piece.pk)
        if not row.may_change:
            raise CannotChange("Call the piece back first. Then you can change it.")
        row.sealed = sealed(row, Words(title, words), lock_of(row.link_id))
        row.question, row.strand, row.who, row.may_keep = question, strand, who, may_keep
        row.faces, row.names, row.changed = faces and row.is_picture, names, timezone.now()
        row.save(update_fields=["sealed", "question", "strand", "who", "may_keep", "faces", "names", "changed"])
        PieceChild.objects.unscoped(WHY).filter(piece=row).delete()
        own = Label.objects.visible_to(by).filter(link_class=row.link_class_id, pk__in=list(children))
        if who == Piece.Who.SOME:
            PieceChild.objects.bulk_create(
                PieceChild(link_id=row.link_id, link_class_id=row.link_class_id, piece=row, label_id=pk)
                for pk in own.values_list("pk", flat=True)
            )
    record("described a piece", f"exchange.piece:{piece.pk}", by=by, who=who)


@action
def delete_piece(*, by: Viewer, piece: Piece) -> None:
    """Delete a piece of an own class for good, wherever it stands. The ledger keeps a backup from bringing it back."""
    _own(by, piece.link_class_id)
    with walls.inside(piece.link_id):
        row = Piece.objects.unscoped(WHY).select_for_update().get(pk=piece.pk)
        if row.state == Piece.State.HIDDEN:
            raise CannotChange("A concern was reported. The safeguarding leads decide what becomes of it.")
        _remove([row])
    record("deleted a piece", f"exchange.piece:{piece.pk}", by=by)


def _remove(pieces: Collection[Piece]) -> None:
    """Delete rows and objects of pieces of one link, inside its wall."""
    if not pieces:
        return
    ledger.note_rows(KIND, [piece.pk for piece in pieces])
    link = next(iter(pieces)).link_id
    lock = lock_of(link)
    throw_away_of(link)  # a book may hold them
    for piece in pieces:
        for size in SIZES:
            objects.delete(lock=lock, kind=f"picture-{size}", row=piece.pk)
        piece.delete()


def _maker(by: Viewer, link_class: int) -> tuple[int, int, Lesson | None]:
    """Link and school of a class for whose tray the viewer may make something, and the lesson whose tablet it is, if any."""
    lesson = lesson_for(by, lock=True)
    if lesson is None:
        return *_own(by, link_class), None
    rules.insist(lesson.link_class_id == link_class)
    return lesson.link_id, lesson.school_id, lesson


def _own(by: Viewer, link_class: int) -> tuple[int, int]:
    """Link and school of a class that the viewer leads; stops everybody else."""
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None)
    assert link is not None
    row = LinkClass.objects.unscoped("a piece belongs to the school of its class").get(pk=link_class)
    return link, row.school_id


def _forget_again(ids: list[str]) -> int:
    """After a restore: remove pieces that had been deleted."""
    with walls.door("a restored backup brought back what was deleted"):
        back = list(Piece.objects.unscoped(WHY).filter(pk__in=[UUID(one) for one in ids]))
        for piece in back:
            for size in SIZES:
                objects.delete(lock=lock_of(piece.link_id), kind=f"picture-{size}", row=piece.pk)
            piece.delete()
    return len(back)


def _forget_child(label: UUID) -> None:
    """A child is taken off the list: pieces it is in are deleted, and class pieces that show faces or names are called back.

    Called inside the wall. A tag that only vanished would open a picture in which the child still is.
    """
    tagged = Piece.objects.unscoped(WHY).filter(children__label=label)
    _remove(list(tagged))
    rows = Label.objects.unscoped(WHY).filter(pk=label).values_list("link_class", flat=True)
    shown = Piece.objects.unscoped(WHY).filter(
        link_class__in=list(rows), who=Piece.Who.CLASS, state__in=[Piece.State.SENT, Piece.State.SECOND]
    )  # fmt: skip
    for piece in shown:
        if piece.faces or piece.names:
            piece.releases.unscoped(WHY).all().delete()  # type: ignore[attr-defined]
            piece.state, piece.changed = Piece.State.RECALLED, timezone.now()
            piece.save(update_fields=["state", "changed"])


ledger.register_forgetter(KIND, _forget_again)

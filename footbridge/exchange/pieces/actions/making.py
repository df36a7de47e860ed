"""Making pieces: keeping what was made anew, writing a text, saying what it is and who is in it, deleting."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from typing import Any
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
from footbridge.exchange.media.remaking import Remade
from footbridge.exchange.models import Label, Lesson, Piece, PieceChild
from footbridge.exchange.pictures.rebuilding import SIZES, Rebuilt
from footbridge.exchange.pieces.words import KIND, Words, sealed, spoken
from footbridge.exchange.words import KeyQuestion
from footbridge.vault import ledger, objects, switches, walls

OBJECTS = (*(f"picture-{size}" for size in SIZES), "play")  # every sealed object that a piece may have
WHY = "an action changes a piece that the viewer may change"


class CannotChange(ValueError):
    """The piece is not where it would have to be; the message is for the teacher."""


@action
def keep_picture(*, by: Viewer, link_class: int, original: bytes, picture: Rebuilt, title: str) -> tuple[Piece, bool]:
    """Keep a rebuilt picture in the tray of a class that the viewer leads or whose lesson it holds, and whether it is new.

    The original is looked at for one thing only: a keyed digest, by which the same file sent twice makes one piece. Raises
    SwitchedOff while uploads are shut.
    """
    files = {f"picture-{size}": picture.files[size] for size in SIZES}
    digest = _digest(original)
    return _keep(
        by, link_class, files, title, digest, kind=Piece.Of.PICTURE, width=picture.width, height=picture.height
    )


@action
def keep_remade(*, by: Viewer, link_class: int, original: bytes, made: Remade, title: str) -> list[tuple[Piece, bool]]:
    """Keep a recording or a film in the tray, or each page of a paper as a picture; whether each is new. As `keep_picture`."""
    digest = _digest(original)
    if made.kind == "sound":
        files = {"play": made.files["sound"]}
        return [_keep(by, link_class, files, title, digest, kind=Piece.Of.VOICE, seconds=made.seconds)]
    if made.kind == "film":
        files = {"play": made.files["film"], **{f"picture-{size}": made.files[size] for size in SIZES}}
        told: dict[str, Any] = {"width": made.width, "height": made.height, "seconds": made.seconds}
        return [_keep(by, link_class, files, title, digest, kind=Piece.Of.FILM, **told)]
    found = []
    for number, (width, height) in enumerate(made.pages):
        files = {f"picture-{size}": made.files[f"{number}-{size}"] for size in SIZES}
        words = f"{title}, page {number + 1}" if len(made.pages) > 1 else title
        told = {"kind": Piece.Of.PICTURE.value, "width": width, "height": height}
        found.append(_keep(by, link_class, files, words, _digest(original, number), **told))
    return found


def _digest(original: bytes, page: int | None = None) -> str:
    """What a file is known by when it comes again; of a paper, each page by itself."""
    mark = hmac.new(settings.SECRET_KEY.encode(), original, "sha256")
    if page is not None:
        mark.update(f"|page {page}".encode())
    return mark.hexdigest()


def _keep(
    by: Viewer, link_class: int, files: dict[str, bytes], title: str, digest: str, **fields: Any
) -> tuple[Piece, bool]:
    """Keep one piece with its files, sealed, unless it is there already."""
    switches.insist_on("uploads")
    link, school, lesson = _maker(by, link_class)
    lock = lock_of(link)
    with walls.inside(link):
        there = Piece.objects.unscoped(WHY).filter(link_class=link_class, digest=digest).first()
        if there is not None:
            return there, False
        piece = Piece(
            link_id=link, link_class_id=link_class, school_id=school, digest=digest, made_by_id=by.person_id, lesson=lesson, **fields
        )  # fmt: skip
        piece.sealed = sealed(piece, Words(title), lock)
        piece.save(force_insert=True)
        for kind, content in files.items():
            objects.put(content, lock=lock, kind=kind, row=piece.pk)
    record(f"kept a {piece.get_kind_display().lower()}", f"exchange.piece:{piece.pk}", by=by)
    return piece, True


@action
def write_text(
    *, by: Viewer, link_class: int, title: str, words: str, once: str = "", question: str = "", strand: str = ""
) -> Piece:
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
            digest=digest, lesson=lesson, strand=strand, question=question or KeyQuestion.WHO_AM_I,
        )  # fmt: skip
        piece.sealed = sealed(piece, Words(title, words), lock_of(link))
        piece.save(force_insert=True)
    record("wrote a text", f"exchange.piece:{piece.pk}", by=by)
    return piece


@action
def describe_piece(
    *, by: Viewer, piece: Piece, title: str, words: str, question: str, strand: str, faces: bool, names: bool, who: str,
    children: Collection[UUID] = (), may_keep: bool = False, portrait: bool = False,
) -> None:  # fmt: skip
    """Say what a piece is, what can be seen in it and who. Words of a recording or film may have times. Raises CannotChange once it is
    on its way.
    """
    _own(by, piece.link_class_id)
    with walls.inside(piece.link_id):
        row = Piece.objects.unscoped(WHY).select_for_update().get(pk=piece.pk)
        if not row.may_change:
            raise CannotChange("Call the piece back first. Then you can change it.")
        said = spoken(title, words) if row.seconds is not None else Words(title, words)
        row.sealed = sealed(row, said, lock_of(row.link_id))
        row.question, row.strand, row.who, row.may_keep = question, strand, who, may_keep
        row.faces, row.names, row.changed = faces and row.has_pixels, names, timezone.now()
        row.portrait = portrait and row.is_picture
        changed = ["question", "strand", "who", "may_keep", "faces", "names", "portrait", "changed"]
        row.save(update_fields=["sealed", *changed])
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
        for kind in OBJECTS:
            objects.delete(lock=lock, kind=kind, row=piece.pk)
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
            for kind in OBJECTS:
                objects.delete(lock=lock_of(piece.link_id), kind=kind, row=piece.pk)
            piece.delete()
    return len(back)


def _forget_child(label: UUID) -> None:
    """A child is taken off the list: pieces it is in are deleted, and class pieces by which children could be known are called back.

    Called inside the wall. A tag that only vanished would open a picture in which the child still is.
    """
    tagged = Piece.objects.unscoped(WHY).filter(children__label=label)
    _remove(list(tagged))
    rows = Label.objects.unscoped(WHY).filter(pk=label).values_list("link_class", flat=True)
    shown = Piece.objects.unscoped(WHY).filter(
        link_class__in=list(rows), who=Piece.Who.CLASS, state__in=[Piece.State.SENT, Piece.State.SECOND]
    )  # fmt: skip
    for piece in shown:
        if piece.shows_children:
            piece.releases.unscoped(WHY).all().delete()  # type: ignore[attr-defined]
            piece.state, piece.changed = Piece.State.RECALLED, timezone.now()
            piece.save(update_fields=["state", "changed"])


ledger.register_forgetter(KIND, _forget_again)

"""Asking for a book, making it, fetching it; saying what the partner may keep; saying goodbye."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import letters, rules
from footbridge.exchange.keepsake.contents import all_said_goodbye, contents_of
from footbridge.exchange.keepsake.discarding import KIND, throw_away
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Book, Goodbye, Look, Piece
from footbridge.vault import objects, switches, walls

WHY = "a class's book is made and kept for its own teachers"
AGAIN = timedelta(hours=1)  # after the first fetch, so that a broken download can be repeated
UNFETCHED = timedelta(days=7)
STUCK = timedelta(minutes=10)


class NotRight(ValueError):
    """The book is not what may be kept any more; the message is for the teacher."""


@action
def keep_choices(*, by: Viewer, link: int, kept: Collection[UUID]) -> int:
    """Say which of the own classes' pieces in a link the partner may keep in its book: these, and no other. How many changed."""
    led = [one for one, of in rules.classes_led(by).items() if of == link]
    rules.insist(bool(led))
    with walls.inside(link):
        own = Piece.objects.visible_to(by).filter(link_class__in=led)
        changed = own.filter(pk__in=list(kept), may_keep=False).update(may_keep=True)
        changed += own.exclude(pk__in=list(kept)).filter(may_keep=True).update(may_keep=False)
    if changed:
        record("said what may be kept", f"brokering.link:{link}", by=by, changed=changed, kept=len(set(kept)))
    return changed


@action
def ask_for_book(*, by: Viewer, link_class: int) -> Book:
    """Ask for the book of a class that the viewer leads. One that is being made is not asked for twice; an older one is replaced.

    Raises SwitchedOff while exports or pictures are shut.
    """
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None)
    assert link is not None
    for switch in ("exports", "pictures"):
        switches.insist_on(switch)
    LinkClass.objects.unscoped(WHY).select_for_update().get(pk=link_class)
    with walls.inside(link):
        there = Book.objects.unscoped(WHY).filter(link_class=link_class).first()
        if there and there.state == Book.State.ASKED and there.asked > timezone.now() - STUCK:
            return there
        throw_away([there] if there else [])
        made = Book(link_id=link, link_class_id=link_class, asked_by_id=by.person_id)
        made.whole = all_said_goodbye(link, letters.schools_of(link))
        made.save(force_insert=True)
    from footbridge.exchange.keepsake.tasks import make_book

    make_book.defer(book_id=str(made.pk))
    record("asked for a book", f"exchange.book:{made.pk}", by=by)
    return made


@action
def note_progress(*, by: Viewer, book: Book, **said: str | int) -> None:
    """How far a book is that is being made, or that it could not be made."""
    rules.insist(by.system)
    with walls.inside(book.link_id):
        Book.objects.unscoped(WHY).filter(pk=book.pk, state=Book.State.ASKED).update(**said)


@action
def finish_book(*, by: Viewer, book: Book, content: bytes, ids: list[str], left_out: int) -> None:
    """Seal the pages of a book that was made. One that was thrown away meanwhile is not brought back."""
    rules.insist(by.system)
    with walls.inside(book.link_id):
        row = Book.objects.unscoped(WHY).select_for_update().filter(pk=book.pk, state=Book.State.ASKED).first()
        if row is None:
            return
        objects.put(content, lock=lock_of(row.link_id), kind=KIND, row=row.pk)
        row.state, row.made, row.size, row.pieces, row.left_out = (
            Book.State.READY, timezone.now(), len(content), ids, left_out,
        )  # fmt: skip
        row.save(update_fields=["state", "made", "size", "pieces", "left_out"])
    record("made a book", f"exchange.book:{row.pk}", by=by, pieces=len(ids), left_out=left_out)


@action
def fetch_book(*, by: Viewer, book: Book) -> bytes:
    """The pages of a book, for a teacher of its class. The gate is asked once more: a piece in it that may no longer be shown or kept
    makes the whole book void.

    The looks at the partner's pictures are noted for their owners. Raises NotRight, or SwitchedOff.
    """
    rules.insist(rules.leads_class(by, book.link_class_id))
    for switch in ("exports", "pictures"):
        switches.insist_on(switch)
    link_class = LinkClass.objects.unscoped(WHY).select_related("link").get(pk=book.link_class_id)
    with walls.inside(book.link_id):
        row = Book.objects.unscoped(WHY).select_for_update().filter(pk=book.pk, state=Book.State.READY).first()
        if row is None:
            raise NotRight("This book is gone already. Make it anew; it takes a moment.")
        now = contents_of(link_class)
        fresh = {str(piece.pk) for piece in now.pieces if row.made and piece.changed <= row.made}
        if not set(row.pieces) <= fresh:
            raise NotRight(
                "Since it was made, something in this book was changed, called back or may not be shown any more. Make it anew."
            )
        content = objects.get(lock=lock_of(row.link_id), kind=KIND, row=row.pk)
        if row.fetched is None:
            row.fetched = timezone.now()
            row.save(update_fields=["fetched"])
        theirs = [piece for piece in now.partner if piece.is_picture and str(piece.pk) in set(row.pieces)]
        Look.objects.bulk_create(
            [
                Look(link_id=row.link_id, piece=piece, person_id=by.person_id or 0, day=timezone.localdate())
                for piece in theirs
            ],
            ignore_conflicts=True,
        )
    record("fetched a book", f"exchange.book:{row.pk}", by=by, pieces=len(row.pieces), of_partner=len(theirs))
    return content


@action
def forget_books(*, by: Viewer, now: datetime) -> int:
    """Throw away books that were fetched an hour ago, or a week ago and never. How many."""
    rules.insist(by.system)
    with walls.door("books are kept until they are fetched"):
        rows = Book.objects.unscoped(WHY)
        gone = [*rows.filter(fetched__lt=now - AGAIN), *rows.filter(fetched=None, asked__lt=now - UNFETCHED)]
        throw_away(gone)
    if gone:
        record("forgot books", "exchange.book:0", by=by, count=len(gone))
    return len(gone)


@action
def say_goodbye(*, by: Viewer, link: Link) -> bool:
    """The viewer's school says goodbye; True when every school has now, and then all teachers are told. Pressed twice it acts once."""
    school = rules.schools_led(by).get(link.pk)
    rules.insist(school is not None)
    assert school is not None
    Link.objects.unscoped(WHY).select_for_update().get(pk=link.pk)
    _, fresh = Goodbye.objects.unscoped(WHY).get_or_create(
        link=link, school_id=school, defaults={"by_id": by.person_id}
    )
    everybody = all_said_goodbye(link.pk, letters.schools_of(link.pk))
    if fresh:
        record("said goodbye", f"brokering.link:{link.pk}", by=by, everybody=everybody)
        letters.goodbye(link, school, everybody=everybody)
    return everybody


@action
def take_goodbye_back(*, by: Viewer, link: Link) -> None:
    """The viewer's school goes on after all; the room stays until 31 August, or until everybody has said goodbye again."""
    school = rules.schools_led(by).get(link.pk)
    rules.insist(school is not None)
    assert school is not None
    gone, _ = Goodbye.objects.unscoped(WHY).filter(link=link, school_id=school).delete()
    if gone:
        record("took a goodbye back", f"brokering.link:{link.pk}", by=by)

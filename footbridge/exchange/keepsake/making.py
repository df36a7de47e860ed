"""Making a book that was asked for: the worker's part."""

from __future__ import annotations

from uuid import UUID

import structlog

from footbridge.access import Viewer
from footbridge.brokering.models import LinkClass
from footbridge.exchange.keepsake.actions import finish_book, note_progress
from footbridge.exchange.keepsake.binding import bind
from footbridge.exchange.keepsake.contents import contents_of
from footbridge.exchange.models import Book
from footbridge.vault import walls

log = structlog.get_logger()
WHY = "a class's book is made for its own teachers"
SYSTEM = Viewer.for_system("keepsake")


def make_now(book_id: UUID) -> None:
    """Make a book that was asked for. Started again after a stop, it begins anew; one that was thrown away meanwhile is nobody's."""
    with walls.door("the worker makes a book that a teacher asked for"):
        book = Book.objects.unscoped(WHY).filter(pk=book_id, state=Book.State.ASKED).first()
    if book is None:
        return
    try:
        _make(book)
    except Exception:
        log.exception("book_failed", book=str(book_id))
        note_progress(by=SYSTEM, book=book, state=Book.State.FAILED)


def _make(book: Book) -> None:
    classes = LinkClass.objects.unscoped(WHY).select_related("link__linking_year", "offered_class", "school")
    link_class = classes.get(pk=book.link_class_id)
    with walls.inside(book.link_id):
        contents = contents_of(link_class)
    total = sum(piece.is_picture for piece in contents.pieces)
    note_progress(by=SYSTEM, book=book, total=total)

    def tell(done: int) -> None:
        note_progress(by=SYSTEM, book=book, done=min(done, total))

    content = bind(link_class, contents, whole=book.whole, tell=tell)
    finish_book(by=SYSTEM, book=book, content=content, ids=contents.ids, left_out=contents.left_out)

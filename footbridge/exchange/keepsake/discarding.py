"""Throwing books away: row and sealed object together, inside the wall."""

from __future__ import annotations

from collections.abc import Collection

from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Book
from footbridge.vault import objects

WHY = "books go with what was in them"
KIND = "book"


def throw_away_of(link: int) -> None:
    """A piece of a link was deleted for good: so are the books it may be in. Inside the wall."""
    throw_away(list(Book.objects.unscoped(WHY).filter(link=link)))


def throw_away(books: Collection[Book]) -> None:
    """These books and their pages."""
    for book in books:
        objects.delete(lock=lock_of(book.link_id), kind=KIND, row=book.pk)
        book.delete()

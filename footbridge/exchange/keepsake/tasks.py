"""What the worker does for keepsakes: makes books, and forgets those that were fetched."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.exchange.keepsake import actions, making


@app.task(queue="books")
def make_book(book_id: str) -> None:
    """Make the book that a teacher asked for."""
    making.make_now(UUID(book_id))


@app.periodic(cron="20 * * * *")
@app.task(queue="daily")
def forget_fetched_books(timestamp: int) -> None:
    """Every hour: books that were fetched are thrown away, and those of a week ago that nobody fetched."""
    actions.forget_books(by=Viewer.for_system("retention"), now=datetime.fromtimestamp(timestamp, UTC))

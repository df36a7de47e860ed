"""Reading messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from footbridge.access import Viewer
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.messages.actions import KIND
from footbridge.exchange.models import TeacherMessage
from footbridge.exchange.pieces.queries import Card, cards_of
from footbridge.people.models import Person
from footbridge.vault import sealing, walls

MOST = 100


@dataclass(frozen=True)
class Line:
    """A message, opened. `card` is the piece that came with it, as far as the viewer may see it now."""

    id: UUID
    name: str
    mine: bool
    at: datetime
    words: str
    piece: bool = False
    card: Card | None = None


def messages_of(viewer: Viewer, link: int) -> list[Line]:
    """The newest messages of a link, newest first."""
    lock = lock_of(link)
    with walls.inside(link):
        rows = list(TeacherMessage.objects.visible_to(viewer).filter(link=link).order_by("-at", "pk")[:MOST])
    names = dict(Person.objects.filter(pk__in={row.by_id for row in rows}).values_list("pk", "name"))
    cards = {card.piece.pk: card for card in cards_of(viewer, link)} if any(row.piece_id for row in rows) else {}
    return [
        Line(
            row.pk, names.get(row.by_id or 0, "A teacher who has left"), row.by_id == viewer.person_id, row.at,
            sealing.open_(row.sealed, lock=lock, kind=KIND, row=row.pk).decode(),
            row.piece_id is not None, cards.get(row.piece_id) if row.piece_id else None,
        )
        for row in rows
    ]  # fmt: skip

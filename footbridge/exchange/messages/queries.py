"""Reading messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from footbridge.access import Viewer
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.messages.actions import KIND
from footbridge.exchange.models import TeacherMessage
from footbridge.people.models import Person
from footbridge.vault import sealing, walls

MOST = 100


@dataclass(frozen=True)
class Line:
    """A message, opened."""

    name: str
    mine: bool
    at: datetime
    words: str


def messages_of(viewer: Viewer, link: int) -> list[Line]:
    """The newest messages of a link, newest first."""
    lock = lock_of(link)
    with walls.inside(link):
        rows = list(TeacherMessage.objects.visible_to(viewer).filter(link=link).order_by("-at", "pk")[:MOST])
    names = dict(Person.objects.filter(pk__in={row.by_id for row in rows}).values_list("pk", "name"))
    return [
        Line(
            names.get(row.by_id or 0, "A teacher who has left"), row.by_id == viewer.person_id, row.at,
            sealing.open_(row.sealed, lock=lock, kind=KIND, row=row.pk).decode(),
        )
        for row in rows
    ]  # fmt: skip

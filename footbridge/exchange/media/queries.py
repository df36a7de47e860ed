"""Reading files on their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from footbridge.access import Viewer
from footbridge.exchange import rules
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Parcel
from footbridge.ui.parts import Tone
from footbridge.vault import objects, walls

TONES: dict[str, Tone] = {"arriving": "info", "waiting": "info", "taken": "good", "refused": "danger"}


@dataclass(frozen=True)
class OnItsWay:
    """One file as the room shows it."""

    id: UUID
    state: str
    tone: Tone
    why: str
    size: str
    moving: bool
    ends: bool


def own_parcel(viewer: Viewer, parcel_id: UUID) -> Parcel:
    """One of the viewer's own files on their way, or 404."""
    with walls.inside(*set(rules.classes_led(viewer).values())):
        row = Parcel.objects.visible_to(viewer).filter(pk=parcel_id).first()
    if row is None:
        raise Http404
    return row


def on_their_way(viewer: Viewer, link: int) -> Sequence[OnItsWay]:
    """The viewer's files that have not become a piece yet, or could not. Inside one query."""
    with walls.inside(link):
        rows = list(Parcel.objects.visible_to(viewer).filter(link=link).exclude(state=Parcel.State.TAKEN))
    return [
        OnItsWay(
            row.pk, str(row.get_state_display()), "warning" if row.why and row.state == "waiting" else TONES[row.state],
            row.why, _size(row), row.state == "waiting", row.state != "waiting",
        )
        for row in rows
    ]  # fmt: skip


def start_of(row: Parcel) -> bytes:
    """The first bytes of a file on its way."""
    with walls.inside(row.link_id):
        return objects.get(lock=lock_of(row.link_id), kind="part-0", row=row.pk)[:16]


def content_of(parcel: Parcel) -> bytes:
    """The whole file, opened. Inside the wall."""
    lock = lock_of(parcel.link_id)
    return b"".join(objects.get(lock=lock, kind=f"part-{n}", row=parcel.pk) for n in range(parcel.parts))


def _size(row: Parcel) -> str:
    if row.state == Parcel.State.ARRIVING:
        return f"{100 * row.got // row.size} % of {max(1, row.size // 1_000_000)} MB is here"
    return f"{row.size // 1_000_000} MB" if row.size >= 1_000_000 else "Less than 1 MB"

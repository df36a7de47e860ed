"""Concerns for safeguarding leads."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import LinkSide
from footbridge.exchange.concerns.actions import KIND
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Concern, ConcernSide, Piece
from footbridge.exchange.pieces.words import Words, opened
from footbridge.vault import sealing, walls

WHY = "safeguarding leads read the concerns of their schools' links"


@dataclass(frozen=True)
class Row:
    """A concern, opened: what was said, about which piece, and which schools have settled it."""

    concern: Concern
    words: str
    piece_words: Words
    sides: list[tuple[str, bool, bool]]  # school, whether settled, whether the viewer's own

    @property
    def waits_for_me(self) -> bool:
        return any(mine and not settled for _, settled, mine in self.sides)


def concerns_for(viewer: Viewer) -> list[Row]:
    """Every concern of the links of the viewer's schools, newest first."""
    if not viewer.may(Permission.HANDLE_CONCERNS):
        return []
    links = LinkSide.objects.unscoped(WHY).filter(school__in=viewer.schools).values_list("link", flat=True)
    found: list[Row] = []
    with walls.inside(*set(links)):
        for one in Concern.objects.visible_to(viewer).select_related("piece").order_by("-at"):
            plain = sealing.open_(one.sealed, lock=lock_of(one.link_id), kind=KIND, row=one.pk).decode()
            sides = [
                (side.school.name, side.settled is not None, side.school_id in viewer.schools)
                for side in one.sides.unscoped(WHY).select_related("school").order_by("pk")  # type: ignore[attr-defined]
            ]
            found.append(Row(one, plain, opened([one.piece])[one.piece_id], sides))
    return found


def waiting_for(viewer: Viewer) -> tuple[int, int]:
    """How many concerns wait for a lead's or head's school, and how many first pieces of colleagues. Two queries inside the door."""
    if not (viewer.may(Permission.HANDLE_CONCERNS) and viewer.schools):
        return 0, 0
    with walls.door(WHY):
        sides = ConcernSide.objects.unscoped(WHY).filter(school__in=viewer.schools, settled=None)
        firsts = Piece.objects.unscoped(WHY).filter(
            school__in=viewer.schools, state=Piece.State.SECOND, link__state="standing"
        )
        return sides.count(), firsts.exclude(approved_by=viewer.person_id).count()


def concern_for(viewer: Viewer, concern_id: UUID) -> Row:
    """One of them, or 404."""
    for row in concerns_for(viewer):
        if row.concern.pk == concern_id:
            return row
    raise Http404

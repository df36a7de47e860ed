"""Telling the partner that something it was shown is stopped."""

from __future__ import annotations

from footbridge.access import Viewer
from footbridge.audit.action import record
from footbridge.brokering.models import Link
from footbridge.exchange import letters
from footbridge.exchange.gate import held_one
from footbridge.exchange.models import Piece, Release
from footbridge.vault import walls

WHY = "a withdrawn permission stops what was sent"


def tell_partners(by: Viewer, link_id: int, link_class: int) -> int:
    """After a permission was taken back: ask the partners to take prints down of what is now held. How many pieces are.

    For an action whose right to it is settled: a teacher of the class, or a family by its code.
    """
    with walls.inside(link_id):
        sent = Piece.objects.unscoped(WHY).filter(link_class=link_class, state=Piece.State.SENT)
        stopped = [piece for piece in sent if not held_one(piece).open]
        shown = {row.school_id for piece in stopped for row in Release.objects.unscoped(WHY).filter(piece=piece)}
    for piece in stopped[:1]:
        link = Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=link_id)
        letters.take_down(link, piece.pk, shown)
    if stopped:
        record("stopped pieces", f"brokering.linkclass:{link_class}", by=by, count=len(stopped))
    return len(stopped)

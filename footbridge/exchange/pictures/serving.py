"""Which picture, recording or film a viewer may have now: asked at every request, and answered with a piece or nothing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from footbridge.access import Permission, Viewer
from footbridge.exchange import rules
from footbridge.exchange.gate import held_one
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Concern, Piece
from footbridge.vault import objects, walls

WHY = "the gate looks at one piece before anybody sees it"
SHOWN = ("list", "class", "screen")
CHECK = "check"  # for those who must look before it may be shown
PLAY = "play"  # a recording or a film itself
CHECK_PLAY = "check-play"
PIXELS = (Piece.Of.PICTURE, Piece.Of.FILM)
PLAYED = (Piece.Of.VOICE, Piece.Of.FILM)


def piece_to_show(viewer: Viewer, piece_id: UUID, size: str) -> Piece | None:
    """The piece whose picture the viewer may have in this size, or which may be played, or None.

    A shown size goes through the whole gate, for the own class too. “check” is for those who must look at a picture before it may be
    shown: the own teachers, who say who is in it; a second adult of the school for a first piece; the safeguarding leads for a
    hidden one.
    """
    with walls.door("one piece is looked up before the gate decides"):
        kinds = PLAYED if size in (PLAY, CHECK_PLAY) else PIXELS
        piece = Piece.objects.unscoped(WHY).filter(pk=piece_id, kind__in=kinds).first()
    if piece is None:
        return None
    if size in (CHECK, CHECK_PLAY):
        return piece if _may_check(viewer, piece) else None
    if size not in (*SHOWN, PLAY) or piece.state == Piece.State.HIDDEN:
        return None
    with walls.inside(piece.link_id):
        mine = Piece.objects.visible_to(viewer).filter(pk=piece.pk).exists()
        return piece if mine and held_one(piece).open else None


def _may_check(viewer: Viewer, piece: Piece) -> bool:
    if piece.state == Piece.State.HIDDEN:
        with walls.inside(piece.link_id):
            return Concern.objects.visible_to(viewer).filter(piece=piece).exists()
    if rules.leads_class(viewer, piece.link_class_id):
        return True
    second = piece.state == Piece.State.SECOND
    if viewer.may(Permission.HANDLE_CONCERNS):
        return second and piece.school_id in viewer.schools
    return second and rules.schools_led(viewer).get(piece.link_id) == piece.school_id


def bytes_of(piece: Piece, size: str) -> bytes:
    """The picture in a size, or what is played, opened."""
    kinds = {CHECK: "picture-class", PLAY: "play", CHECK_PLAY: "play"}
    return objects.get(lock=lock_of(piece.link_id), kind=kinds.get(size, f"picture-{size}"), row=piece.pk)


def answer(content: bytes) -> HttpResponse:
    """A picture as it leaves the house: one of ours, kept by no cache, shown on no other site."""
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = 'inline; filename="picture.jpg"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

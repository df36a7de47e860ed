"""Taking a file of whatever kind: told by its first bytes, made anew, kept in the tray."""

from __future__ import annotations

from footbridge.access import Viewer
from footbridge.exchange.classes import OwnClass
from footbridge.exchange.media.remaking import NotTaken, remake
from footbridge.exchange.models import Piece
from footbridge.exchange.pictures.rebuild import kind_of
from footbridge.exchange.pictures.rebuilding import NotAPicture, rebuild
from footbridge.exchange.pieces.actions.making import keep_picture, keep_remade

TITLES = {"film": "Film of", "sound": "Recording of", "pdf": "Paper of"}


def take(*, by: Viewer, own: OwnClass, original: bytes) -> list[Piece]:
    """Make a file anew and keep it in the tray of an own class; a paper page by page.

    Raises NotAPicture or NotTaken with a sentence, and SwitchedOff while uploads are shut.
    """
    if not original:
        raise NotAPicture("empty")
    if kind_of(original[:16]):
        picture = rebuild(original)
        made, _ = keep_picture(
            by=by, link_class=own.id, original=original, picture=picture, title=f"Picture of {own.name}"
        )
        return [made]
    remade = remake(original)
    title = f"{TITLES.get(remade.kind, 'Work of')} {own.name}"
    kept = keep_remade(by=by, link_class=own.id, original=original, made=remade, title=title)
    if not kept:
        raise NotTaken("broken")
    return [piece for piece, _ in kept]

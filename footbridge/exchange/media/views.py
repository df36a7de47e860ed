"""Recordings and films, through the gate, in ranges, kept by no cache."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from footbridge.access import Permission, Request, requires, writes_on_get
from footbridge.exchange.classes import own_class
from footbridge.exchange.gate import closed_by
from footbridge.exchange.media.microphone import with_microphone
from footbridge.exchange.media.remaking import LONGEST_SOUND
from footbridge.exchange.models import Piece
from footbridge.exchange.pictures import serving
from footbridge.exchange.pictures.views import look_through
from footbridge.exchange.pieces.words import captions, opened
from footbridge.vault import walls

WAYS = {"play": serving.PLAY, "check": serving.CHECK_PLAY}


@requires(Permission.RUN_EXCHANGE)
@require_safe
@with_microphone
def record(request: Request, class_id: int) -> HttpResponse:
    """Record with the microphone of this device; it is sent in parts as every file, and without script as a file of its own."""
    own = own_class(request.viewer, class_id)
    context = {"own": own, "longest": LONGEST_SOUND, "closed": closed_by(own.link, "voice"), "nobody": UUID(int=0)}
    return render(request, "exchange/media/record.html", context)


@requires(Permission.RUN_EXCHANGE, Permission.HANDLE_CONCERNS)
@require_safe
@writes_on_get("looks are counted: who heard or saw what on which day")
def play(request: Request, piece_id: UUID, way: str) -> HttpResponse:
    """A recording or film, or the part of it that the player asks for. The gate is asked for every part."""
    if way not in WAYS:
        raise Http404
    piece, found = look_through(request, piece_id, WAYS[way])
    if piece is None:
        return found
    return played(piece, found.content, request.headers.get("Range", ""))


def played(piece: Piece, content: bytes, wanted: str) -> HttpResponse:
    """A recording or film, or a part of it, as it leaves the house: kept by no cache, shown on no other site."""
    response = part_of(content, wanted)
    response["Content-Type"] = "video/mp4" if piece.is_film else "audio/mp4"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"], response["Cross-Origin-Resource-Policy"] = "no-store", "same-origin"
    response["Content-Disposition"] = f'inline; filename="{"film.mp4" if piece.is_film else "recording.m4a"}"'
    return response


@requires(Permission.RUN_EXCHANGE, Permission.HANDLE_CONCERNS)
@require_safe
def words(request: Request, piece_id: UUID, way: str) -> HttpResponse:
    """The captions of a recording or film, to those who may have it itself now."""
    if way not in WAYS:
        raise Http404
    piece = serving.piece_to_show(request.viewer, piece_id, WAYS[way])
    if piece is None:
        raise Http404
    return captions_of(piece)


def captions_of(piece: Piece) -> HttpResponse:
    """Captions as they leave the house: kept by no cache. For a piece that the gate has let through."""
    with walls.inside(piece.link_id):
        said = opened([piece])[piece.pk]
    if not said.lines:
        raise Http404
    response = HttpResponse(captions(said, piece.seconds or 0), content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def part_of(content: bytes, wanted: str) -> HttpResponse:
    """The part that one byte range names; the whole where none or several are named, and 416 for one beyond the end."""
    size, named = len(content), re.fullmatch(r"bytes=(\d{0,12})-(\d{0,12})", wanted.strip())
    if not named or not any(named.groups()):
        return HttpResponse(content)
    first, last = named.groups()
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if begin >= size or begin > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return HttpResponse(content[begin : end + 1], status=206, headers={"Content-Range": f"bytes {begin}-{end}/{size}"})

"""Pictures, recordings, films and papers in; pictures out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import Permission, Request, requires, writes_on_get
from footbridge.exchange.classes import OwnClass, own_class
from footbridge.exchange.media.actions import add_part, begin_parcel
from footbridge.exchange.media.remaking import NotTaken
from footbridge.exchange.media.sending import opened
from footbridge.exchange.models import Parcel, Piece
from footbridge.exchange.pictures import actions, serving
from footbridge.exchange.pictures.receiving import MOST_FILES, in_memory
from footbridge.exchange.pieces.actions.making import CannotChange
from footbridge.vault.keys import KeyGone
from footbridge.vault.objects import ObjectMissing
from footbridge.vault.switches import SwitchedOff, insist_on
from footbridge.vault.troubles import Away


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
@in_memory
def upload(request: Request, class_id: int) -> HttpResponse:
    """Send pictures from a telephone, a tablet or a computer; each lands in the tray. A script sends them in parts (media/sending)."""
    own = own_class(request.viewer, class_id)
    if request.method == "GET":
        return render(request, "exchange/pieces/upload.html", {"own": own, "most": MOST_FILES, "nobody": UUID(int=0)})
    kept = waiting = 0
    troubles: list[str] = []
    files = request.FILES.getlist("pictures")
    for number, file in enumerate(files[:MOST_FILES], 1):
        row, trouble = _send(request, own, file.read())
        kept += row.pieces if row else 0
        waiting += bool(row and row.state == row.State.WAITING)
        trouble = trouble or (row.why if row else "")
        troubles += [f"File {number}: {trouble}"] if trouble else []
    if len(files) > MOST_FILES:
        troubles.append(f"Only the first {MOST_FILES} files came. Send the others now.")
    for words in troubles or ([] if files else ["Choose one or more files first."]):
        messages.warning(request, words)
    if kept:
        messages.success(request, "1 piece is in your tray." if kept == 1 else f"{kept} pieces are in your tray.")
    if waiting:
        messages.info(request, "A file is being made ready. It comes into your tray by itself, in a minute or two.")
    return redirect("exchange:room", own.link) if kept or waiting else redirect("exchange:upload", own.id)


def _send(request: Request, own: OwnClass, content: bytes) -> tuple[Parcel | None, str]:
    """One whole file of the plain form, sealed and then opened as those that come in parts; why it was not even sealed, in words."""
    try:
        row = begin_parcel(by=request.viewer, link_class=own.id, size=len(content))
        row = add_part(by=request.viewer, parcel=row, offset=0, content=content)
    except (NotTaken, CannotChange, SwitchedOff) as trouble:
        return None, str(trouble)
    except Away as trouble:
        return None, f"{trouble.words} Choose the file again in a minute or two."
    return opened(row), ""


@requires(Permission.RUN_EXCHANGE, Permission.HANDLE_CONCERNS)
@require_safe
@writes_on_get("looks are counted: who looked at which picture on which day")
def picture(request: Request, piece_id: UUID, size: str) -> HttpResponse:
    """One picture in one size, through the gate, kept by no cache."""
    return look_through(request, piece_id, size)[1]


def look_through(request: Request, piece_id: UUID, size: str) -> tuple[Piece | None, HttpResponse]:
    """Ask the switch, the gate and the budget for one picture, recording or film. The piece with its bytes, or None with why not."""
    try:
        insist_on("pictures")
    except SwitchedOff as shut:
        return None, HttpResponse(str(shut), status=503, content_type="text/plain; charset=utf-8")
    piece = serving.piece_to_show(request.viewer, piece_id, size)
    if piece is None:
        raise Http404
    if not actions.note_look(by=request.viewer, piece=piece):
        words = "You have looked at very many pictures today. Your safeguarding lead is told. Try again tomorrow."
        return None, HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
    try:
        content = serving.bytes_of(piece, size)
    except (ObjectMissing, KeyGone):
        raise Http404 from None
    return piece, serving.answer(content)

"""Pictures in and pictures out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import Permission, Request, requires, writes_on_get
from footbridge.exchange.classes import OwnClass, own_class
from footbridge.exchange.pictures import actions, serving
from footbridge.exchange.pictures.rebuilding import NotAPicture, rebuild
from footbridge.exchange.pictures.receiving import MOST_FILES, in_memory
from footbridge.exchange.pieces.actions.making import keep_picture
from footbridge.vault.keys import KeyGone
from footbridge.vault.objects import ObjectMissing
from footbridge.vault.switches import SwitchedOff, insist_on


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
@in_memory
def upload(request: Request, class_id: int) -> HttpResponse:
    """Send pictures from a telephone, a tablet or a computer; each lands in the tray. With script one by one, with progress."""
    own = own_class(request.viewer, class_id)
    if request.method == "GET":
        return render(request, "exchange/pieces/upload.html", {"own": own, "most": MOST_FILES})
    kept, troubles = 0, []
    for number, file in enumerate(request.FILES.getlist("pictures")[:MOST_FILES], 1):
        trouble = _keep(request, own, file.read(), number)
        kept += not trouble
        troubles += [f"Picture {number}: {trouble}"] if trouble else []
    if not kept and not troubles:
        troubles = ["Choose one or more pictures first."]
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"kept": kept, "trouble": " ".join(troubles)}, status=200 if kept else 422)
    for words in troubles:
        messages.warning(request, words)
    if kept:
        messages.success(request, "1 picture is in your tray." if kept == 1 else f"{kept} pictures are in your tray.")
        return redirect("exchange:room", own.link)
    return redirect("exchange:upload", own.id)


def _keep(request: Request, own: OwnClass, original: bytes, number: int) -> str:
    """Rebuild and keep one picture; why not, in words, or nothing."""
    try:
        insist_on("uploads")
        picture = rebuild(original)
        keep_picture(
            by=request.viewer, link_class=own.id, original=original, picture=picture, title=f"Picture of {own.name}"
        )
    except (NotAPicture, SwitchedOff) as trouble:
        return str(trouble)
    return ""


@requires(Permission.RUN_EXCHANGE, Permission.HANDLE_CONCERNS)
@require_safe
@writes_on_get("looks are counted: who looked at which picture on which day")
def picture(request: Request, piece_id: UUID, size: str) -> HttpResponse:
    """One picture in one size, through the gate, kept by no cache."""
    try:
        insist_on("pictures")
    except SwitchedOff as shut:
        return HttpResponse(str(shut), status=503, content_type="text/plain; charset=utf-8")
    piece = serving.piece_to_show(request.viewer, piece_id, size)
    if piece is None:
        raise Http404
    if not actions.note_look(by=request.viewer, piece=piece):
        words = "You have looked at very many pictures today. Your safeguarding lead is told. Try again tomorrow."
        return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
    try:
        content = serving.bytes_of(piece, size)
    except (ObjectMissing, KeyGone):
        raise Http404 from None
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = 'inline; filename="picture.jpg"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

"""Class news as families read it, and its pictures, each asked of the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from footbridge.access import public, writes_on_get
from footbridge.access.http import Request
from footbridge.exchange.families.actions.notices import tell_of_many_looks
from footbridge.exchange.families.notices import piece_for, published_for
from footbridge.exchange.families.opening import Opened
from footbridge.exchange.families.throttles import count_part, count_picture
from footbridge.exchange.families.views.parts import behind_code, page, speech_of
from footbridge.exchange.media.views import captions_of, played
from footbridge.exchange.models import Piece
from footbridge.exchange.pictures.serving import PIXELS, PLAY, PLAYED, answer, bytes_of
from footbridge.people.throttle import TooManyTries, network_of
from footbridge.vault.keys import KeyGone
from footbridge.vault.objects import ObjectMissing
from footbridge.vault.switches import SwitchedOff, insist_on


@public
@require_safe
def news(request: Request, language: str) -> HttpResponse:
    """The news of the class behind the code."""
    behind = behind_code(request)
    if behind is None:
        return redirect(reverse("exchange:family_start", args=[language]) + "?away")
    context = {"news": published_for(behind), "class_name": behind.class_name, "child": behind.child}
    return page(request, "exchange/families/news.html", speech_of(language, behind), context, behind=behind)


@public
@require_safe
@writes_on_get("the safeguarding lead is told when a code has used up its pictures")
def picture(request: Request, language: str, piece_id: UUID) -> HttpResponse:
    """One picture of the news, or a still of a film, through the gate, within the budget, kept by no cache."""
    piece, found = _through(request, piece_id, PIXELS, count_picture)
    return answer(found) if piece else HttpResponse(status=429, headers={"Cache-Control": "no-store"})


@public
@require_safe
@writes_on_get("the safeguarding lead is told when a code has used up its recordings and films")
def play(request: Request, language: str, piece_id: UUID) -> HttpResponse:
    """A recording or film of the news, or the part of it that the player asks for; the gate is asked for every part."""
    piece, found = _through(request, piece_id, PLAYED, count_part)
    if piece is None:
        return HttpResponse(status=429, headers={"Cache-Control": "no-store"})
    return played(piece, found, request.headers.get("Range", ""))


@public
@require_safe
def words(request: Request, language: str, piece_id: UUID) -> HttpResponse:
    """The captions of a recording or film of the news."""
    behind = behind_code(request)
    piece = piece_for(behind, piece_id, PLAYED) if behind else None
    if piece is None:
        raise Http404
    return captions_of(piece)


def _through(
    request: Request, piece_id: UUID, kinds: Sequence[str], count: Callable[[Opened, str], None]
) -> tuple[Piece | None, bytes]:
    """A piece that may be shown now with its bytes: the still or the picture of PIXELS, the sound or film of PLAYED. None where the
    switch is off or the budget is used up. Looks are counted by code alone: not who, not what.
    """
    behind = behind_code(request)
    if behind is None:
        raise Http404
    try:
        insist_on("pictures")
        count(behind, network_of(request))
    except (SwitchedOff, TooManyTries) as stopped:
        if isinstance(stopped, TooManyTries):
            tell_of_many_looks(by=request.viewer, opened=behind)
        return None, b""
    piece = piece_for(behind, piece_id, kinds)
    if piece is None:
        raise Http404
    try:
        return piece, bytes_of(piece, "class" if kinds is PIXELS else PLAY)
    except (ObjectMissing, KeyGone):
        raise Http404 from None

"""Class news as families read it, and its pictures, each asked of the gate."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from footbridge.access import public, writes_on_get
from footbridge.access.http import Request
from footbridge.exchange.families.actions.notices import tell_of_many_looks
from footbridge.exchange.families.notices import picture_for, published_for
from footbridge.exchange.families.throttles import count_picture
from footbridge.exchange.families.views.parts import behind_code, page, speech_of
from footbridge.exchange.pictures.serving import answer, bytes_of
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
    """One picture of the news, through the gate, within the budget, kept by no cache."""
    behind = behind_code(request)
    if behind is None:
        raise Http404
    try:
        insist_on("pictures")
        count_picture(behind, network_of(request))
    except (SwitchedOff, TooManyTries) as stopped:
        if isinstance(stopped, TooManyTries):
            tell_of_many_looks(by=request.viewer, opened=behind)
        return HttpResponse(status=429, headers={"Cache-Control": "no-store"})
    piece = picture_for(behind, piece_id)
    if piece is None:
        raise Http404
    try:
        content = bytes_of(piece, "class")
    except (ObjectMissing, KeyGone):
        raise Http404 from None
    return answer(content)

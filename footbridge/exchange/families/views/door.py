"""The door for families: the code from the letter. A link or a square fills it in; only the button opens."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import public
from footbridge.access.http import Request
from footbridge.exchange.families import codes, opening
from footbridge.exchange.families.languages import ENGLISH
from footbridge.exchange.families.throttles import count_code, forgive_code
from footbridge.exchange.families.views.parts import page, speech_of
from footbridge.people.throttle import TooManyTries, network_of


@public
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request, language: str = ENGLISH, code: str = "") -> HttpResponse:
    """Type the code. GET looks nothing up, so that a right and a wrong code look the same until the button is pressed."""
    speech = speech_of(language, None)
    typed, trouble = code[:30], "error.away" if "away" in request.GET else ""
    if request.method == "POST":
        typed = request.POST.get("code", "")[:60]
        try:
            count_code(typed, network_of(request))
        except TooManyTries:
            return page(
                request, "exchange/families/start.html", speech, {"typed": typed, "trouble": "error.tries"}, status=429
            )
        row = opening.row_behind(typed)
        if row is not None:
            forgive_code(typed, network_of(request))
            opening.remember(request.session, row)
            return redirect("exchange:family_child" if row.label_id else "exchange:family_news", speech.language.code)
        trouble = "error.code"
    elif code:
        typed = codes.shown(codes.plain(code)) if len(codes.plain(code)) == codes.LENGTH else typed
    return page(request, "exchange/families/start.html", speech, {"typed": typed, "trouble": trouble})


@public
@require_POST
def finish(request: Request, language: str) -> HttpResponse:
    """Close what is open, for the next person on this telephone."""
    opening.forget(request.session)
    return redirect("exchange:family_start", language)

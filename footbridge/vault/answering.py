"""What to answer while the keys or the sealed objects cannot be reached: a clear sentence, 503, and what was typed is not lost."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from footbridge.vault.keys import KeyGone
from footbridge.vault.troubles import Away

log = structlog.get_logger()
AGAIN_AFTER = "30"  # seconds
NOT_TYPED = ("csrfmiddlewaretoken",)
SECRET = "password"  # a field whose name holds it is never sent back


class AwayMiddleware:
    """Where a page needs what cannot be reached, it says so. A form comes back with what was typed, to be sent once more.

    Files are not kept: they are on the device still, and the page says to choose them again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        if not isinstance(trouble, Away | KeyGone):
            return None
        log.error("vault_away", trouble=str(trouble), kind=type(trouble).__name__)
        words = getattr(trouble, "words", KeyGone.words)
        if "text/html" in request.headers.get("Accept", "") and "X-Requested-With" not in request.headers:
            posted = request.method == "POST"
            context = {"words": words, "typed": typed(request) if posted else [], "files": posted and request.FILES}
            response = render(request, "503.html", context, status=503)
        else:
            response = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = AGAIN_AFTER
        response["Cache-Control"] = "no-store"
        return response


def typed(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """What a form held: name, value, and whether somebody typed it (and did not just tick or choose)."""
    return [
        (name, value, "\n" in value or " " in value.strip())
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and SECRET not in name
        for value in values
        if isinstance(value, str)
    ]

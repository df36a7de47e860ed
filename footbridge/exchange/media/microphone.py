"""The few pages on which somebody may record: the microphone is theirs alone, and what was recorded can be heard before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse

from footbridge.config.headers import CLOSED

View = Callable[..., HttpResponse]
OPEN = CLOSED.replace("microphone=()", "microphone=(self)")


def with_microphone(view: View) -> View:
    """A page that may ask the browser for the microphone, and play from its own memory what was recorded. No camera, as everywhere:
    a photograph or a film is taken with the tablet's own camera, outside of the page.
    """
    heard: Any = csp_update({"media-src": ["blob:"]})(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = heard(request, *args, **kwargs)
        response["Permissions-Policy"] = OPEN
        return response

    answer.opens_microphone = True  # type: ignore[attr-defined]
    return answer

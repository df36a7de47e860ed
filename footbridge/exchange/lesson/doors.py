"""What every page on a tablet has in common: uploads stay in memory, no cache keeps it, and nothing stays on the device."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from footbridge.exchange.pictures.receiving import in_memory

View = Callable[..., HttpResponse]


def on_tablet(view: View) -> View:
    """A page of class mode. The cookie against forged posts goes with the browser too, as the pass does."""
    inner = in_memory(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = inner(request, *args, **kwargs)
        cookie = response.cookies.get(settings.CSRF_COOKIE_NAME)
        if cookie is not None:
            cookie["max-age"] = cookie["expires"] = ""
        add_never_cache_headers(response)
        return response

    return csrf_exempt(answer)


def said(
    request: HttpRequest, template: str, context: dict[str, Any], trouble: str, *, later: bool = False
) -> HttpResponse:
    """A page that says what is wrong, with what was typed; to a script the words alone. `later` asks a script to come again."""
    status = 429 if later else 422
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"trouble": trouble}, status=status)
    return render(request, template, {**context, "trouble": trouble}, status=status if trouble else 200)


def done(request: HttpRequest, address: str) -> HttpResponse:
    """It is in the tray: on to the page that says so."""
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"done": address})
    return redirect(address)

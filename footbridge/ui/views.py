"""The switch between light and dark, and the page that shows every part in every state."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from footbridge.access.rules import demonstration_only, public
from footbridge.ui import samples

YEAR = 365 * 24 * 3600


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as-the-device in a cookie of a year, and go back to where the reader was."""
    chosen = request.POST.get("theme", "")
    back = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    if chosen in ("light", "dark"):
        response.set_cookie("theme", chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@demonstration_only
@require_safe
def components(request: HttpRequest, section: str = "basics") -> HttpResponse:
    """Every part in every state, in sections; `?dir=rtl` turns the page round, `?base=public` shows it inviting."""
    if section not in samples.SECTIONS:
        raise Http404
    return render(request, f"ui/components/{section}.html", samples.context(section, request))


@demonstration_only
@require_safe
def component_suggestions(request: HttpRequest) -> HttpResponse:
    """Invented schools for the search box of the component page."""
    words = request.GET.get("q", "").casefold()
    found = [one for one in samples.SUGGESTIONS if words in one["label"].casefold()]
    return render(request, "ui/suggestions.html", {"suggestions": found})

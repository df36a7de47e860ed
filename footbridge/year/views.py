"""Home pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from footbridge.access import Permission, requires, signed_in
from footbridge.year import network
from footbridge.year.cards import home_of


@signed_in
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is next for me."""
    return render(request, "year/today.html", {"home": home_of(request.viewer)})  # type: ignore[attr-defined]


@requires(Permission.SEE_NETWORK_FIGURES)
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """All programmes with their stage and their numbers."""
    found = network.lines(request.viewer, timezone.localdate())  # type: ignore[attr-defined]
    return render(request, "year/programmes.html", {"table": network.table(found, request.GET)})

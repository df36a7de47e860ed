"""Home pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from footbridge.access import Permission, requires, signed_in
from footbridge.access.http import Request
from footbridge.year import network
from footbridge.year.cards import home_of


@signed_in
@require_safe
def today(request: Request) -> HttpResponse:
    """What is next for me."""
    return render(request, "year/today.html", {"home": home_of(request.viewer)})


@requires(Permission.SEE_NETWORK_FIGURES)
@require_safe
def programmes(request: Request) -> HttpResponse:
    """All programmes with their stage and their numbers."""
    found = network.lines(request.viewer, timezone.localdate())
    return render(request, "year/programmes.html", {"table": network.table(found, request.GET)})

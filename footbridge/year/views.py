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
from footbridge.year.work import works


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


@requires(Permission.SEE_AUDIT)
@require_safe
def work(request: Request) -> HttpResponse:
    """What the platform does by itself at its hours, and whether it was done."""
    found = works()
    return render(request, "year/work.html", {"works": found, "wrong": sum(bool(one.trouble) for one in found)})

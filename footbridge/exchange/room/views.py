"""The rooms a teacher runs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import own_classes
from footbridge.exchange.labels import counts_of
from footbridge.exchange.permissions.queries import unknown_of


@requires(Permission.RUN_EXCHANGE)
def rooms(request: Request) -> HttpResponse:
    """Every class that the viewer leads, with how far its list and its permissions are."""
    classes = own_classes(request.viewer)
    counts = counts_of({one.link for one in classes})
    rows = [
        {"own": one, "children": counts.get(one.id, 0), "unknown": unknown_of(request.viewer, one.id)}
        for one in classes
    ]
    return render(request, "exchange/room/rooms.html", {"rows": rows})

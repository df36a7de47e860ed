"""The teacher's side of class mode: open, show the code, close; and the way with paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import own_class
from footbridge.exchange.gate import closed_by
from footbridge.exchange.lesson import actions, queries
from footbridge.exchange.lesson.forms import OpenForm
from footbridge.paper import download, pdf
from footbridge.ui.squares import square_of
from footbridge.vault.switches import SwitchedOff


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def lesson(request: Request, class_id: int) -> HttpResponse:
    """Open class mode for one lesson; while it is open, the code and what has come in."""
    own = own_class(request.viewer, class_id)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.open_lesson(by=request.viewer, link_class=own.id, minutes=form.cleaned_data["minutes"])
        except SwitchedOff as shut:
            form.add_error(None, str(shut))
        else:
            return redirect("exchange:lesson", own.id)
    context = {"own": own, "form": form, "closed": closed_by(own.link, "voice"), **_shown(request, own.id)}
    return render(request, "exchange/lesson/teacher.html", context)


@requires(Permission.RUN_EXCHANGE)
@require_safe
def board(request: Request, class_id: int) -> HttpResponse:
    """The code alone, as large as the whiteboard."""
    own = own_class(request.viewer, class_id)
    shown = _shown(request, own.id)
    if shown["open"] is None:
        return redirect("exchange:lesson", own.id)
    return render(request, "exchange/lesson/board.html", {"own": own, **shown})


@requires(Permission.RUN_EXCHANGE)
@require_POST
def close(request: Request, class_id: int) -> HttpResponse:
    """Close the lesson at once."""
    own = own_class(request.viewer, class_id)
    found = queries.open_lesson_of(request.viewer, own.id)
    if found is not None:
        actions.close_lesson(by=request.viewer, lesson=found.lesson)
        messages.success(request, "Class mode is closed. No tablet can hand in any more.")
    return redirect("exchange:room", own.link)


@requires(Permission.RUN_EXCHANGE)
@require_safe
def sheets(request: Request, class_id: int) -> HttpResponse:
    """The same on paper: sheets to write, draw and ask on."""
    own = own_class(request.viewer, class_id)
    data = {"title": "Sheets for our link", "class": own.name, "foot": "No surname and no address, please."}
    return download(pdf("exchange/lesson", data), "sheets-for-a-lesson")


def _shown(request: Request, class_id: int) -> dict[str, object]:
    """The open lesson with its address and square code; all of it empty when none is open."""
    found = queries.open_lesson_of(request.viewer, class_id)
    enter = request.build_absolute_uri(reverse("exchange:lesson_enter"))
    square = square_of(f"{enter}#{found.code.replace(' ', '')}") if found else ""
    return {"open": found, "address": enter.partition("://")[2], "square": square}

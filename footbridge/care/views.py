"""The board of all links, one link in one place, and what is due today."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.drafts.queries import years_of
from footbridge.brokering.links.queries import lines_of, link_for, timeline_of
from footbridge.brokering.models import Link
from footbridge.care import queries
from footbridge.care.flags import programmes as over_programmes
from footbridge.care.flags.board import board as board_table
from footbridge.care.flags.board import rows_of
from footbridge.care.flags.steps import STEPS
from footbridge.care.log import actions
from footbridge.care.log.forms import LogForm
from footbridge.exchange.room.outside import outside_of

WITH_ROOM = (Link.State.STANDING, Link.State.ENDED)
cares = requires(Permission.LOOK_AFTER_LINKS)


@cares
@require_safe
def board(request: Request) -> HttpResponse:
    """Every live link by step, most urgent first."""
    table = board_table(request.viewer, years_of(request.viewer), request.GET, timezone.localdate())
    return render(request, "care/board.html", {"table": table})


@cares
def link(request: Request, link_id: int) -> HttpResponse:
    """All of a link in one place: where it stands, what it needs, who was spoken to. POST notes a contact."""
    found = link_for(request.viewer, link_id)
    form = LogForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.log_contact(by=request.viewer, link=found, **form.cleaned_data)
        messages.success(request, "Noted.")
        return redirect("care:link", found.pk)
    row = rows_of(request.viewer, [found], timezone.localdate())[0]
    context = {
        "link": found,
        "row": row,
        "steps": [(step.label, row.standings.get(step.key)) for step in STEPS],
        "lines": lines_of(found),
        "events": timeline_of(request.viewer, found),
        "log": queries.log_of(request.viewer, found),
        "to_do": queries.open_steps_of(request.viewer, found),
        "form": form,
        "room": outside_of(request.viewer, found, timezone.localdate()) if found.state in WITH_ROOM else None,
    }
    return render(request, "care/link.html", context)


@cares
@require_safe
def due(request: Request) -> HttpResponse:
    """Next steps whose day has come."""
    found = list(queries.steps_due(request.viewer, timezone.localdate()))
    return render(request, "care/due.html", {"lines": found})


@cares
@require_POST
def step_done(request: Request, pk: int) -> HttpResponse:
    """Mark a next step done."""
    line = queries.line_for(request.viewer, pk)
    actions.finish_step(by=request.viewer, line=line)
    messages.success(request, "Done.")
    return redirect("care:link", line.link_id) if request.POST.get("from") == "link" else redirect("care:due")


@requires(Permission.SEE_NETWORK_FIGURES)
@require_safe
def programmes(request: Request) -> HttpResponse:
    """The same over programmes, as figures."""
    found = over_programmes.lines(request.viewer, timezone.localdate())
    return render(request, "care/programmes.html", {"table": over_programmes.table(found, request.GET)})

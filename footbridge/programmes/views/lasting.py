"""Handing a programme to another host, and closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.programmes import calendar, queries
from footbridge.programmes.actions import close_programme, hand_over_programme
from footbridge.programmes.forms.questions import HandoverForm
from footbridge.programmes.rules import NotPossible


@requires(Permission.SET_UP_PROGRAMMES)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Request, slug: str) -> HttpResponse:
    """Another organisation hosts the programme; everything else stays."""
    viewer = request.viewer
    programme = queries.own_programme(viewer, slug)
    form = HandoverForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            made = hand_over_programme(by=viewer, programme=programme, **form.cleaned_data)
        except NotPossible as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(
                request,
                f"{made.organisation} hosts {programme.name} from {calendar.say(made.since)}. Everything else stayed.",
            )
            return redirect("programmes:overview", slug=slug)
    context = {"form": form, "programme": programme, "host": queries.host_of(programme), "button": "Hand it over"}
    return render(request, "programmes/hand_over.html", context)


@requires(Permission.SET_UP_PROGRAMMES)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, slug: str) -> HttpResponse:
    """End a programme, after asking once."""
    viewer = request.viewer
    programme = queries.own_programme(viewer, slug)
    if request.method == "POST":
        try:
            close_programme(by=viewer, programme=programme)
            messages.success(request, f"{programme.name} has ended. Its history stays.")
        except NotPossible as fault:
            messages.error(request, str(fault))
        return redirect("programmes:overview", slug=slug)
    return render(request, "programmes/close.html", {"programme": programme})

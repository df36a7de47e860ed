"""A programme's settings: a calm overview, and a page for each part of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.programmes import actions, queries, rules
from footbridge.programmes import overview as overviews
from footbridge.programmes.forms.dates import DatesForm
from footbridge.programmes.rules import NotPossible
from footbridge.programmes.sections import SECTIONS

KEEPS = (Permission.MANAGE_PROGRAMME, Permission.SET_UP_PROGRAMMES)


@requires(*KEEPS)
@require_safe
def pick(request: Request) -> HttpResponse:
    """The settings of the own programme; where there are several, which one."""
    found = queries.programmes_of(request.viewer)
    if len(found) == 1:
        return redirect("programmes:overview", slug=found[0].slug)
    return render(request, "programmes/pick.html", {"programmes": found})


@requires(*KEEPS)
@require_safe
def overview(request: Request, slug: str) -> HttpResponse:
    """Everything that is set, with where to change it."""
    viewer = request.viewer
    programme = queries.own_programme(viewer, slug)
    return render(request, "programmes/overview.html", overviews.of(viewer, programme))


@requires(*KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, slug: str, section: str) -> HttpResponse:
    """One part of the settings."""
    viewer = request.viewer
    programme = queries.own_programme(viewer, slug)
    part = SECTIONS.get(section)
    if part is None or (part.network_only and not rules.may_set_up(viewer)):
        raise Http404
    form = part.form(request.POST if request.method == "POST" else None, programme)
    if form.is_bound and form.is_valid():
        try:
            part.keep(viewer, programme, form)
        except NotPossible as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"“{part.heading}” is saved.")
            return redirect("programmes:overview", slug=slug)
    return render(request, "programmes/section.html", {"form": form, "part": part, "programme": programme})


@requires(*KEEPS)
@require_POST
def recruiting(request: Request, slug: str) -> HttpResponse:
    """Let schools join, or stop it."""
    viewer = request.viewer
    programme = queries.own_programme(viewer, slug)
    start = request.POST.get("to") == "start"
    try:
        (actions.start_recruiting if start else actions.stop_recruiting)(by=viewer, programme=programme)
        done = "Schools can join now." if start else "Visitors are told that the programme is full for now."
        messages.success(request, done)
    except NotPossible as fault:
        messages.error(request, str(fault))
    return redirect("programmes:overview", slug=slug)


@requires(*KEEPS)
@require_POST
def open_year(request: Request, slug: str) -> HttpResponse:
    """Open a linking year with the programme's usual days."""
    viewer = request.viewer
    programme = queries.own_programme(viewer, slug)
    asked = request.POST.get("start", "")
    if asked not in {str(start) for start in overviews.years_to_open(viewer, programme)}:
        raise Http404
    try:
        year = actions.open_linking_year(by=viewer, programme=programme, start=int(asked))
        messages.success(request, f"The linking year {year.label} is open. Look through its dates.")
        return redirect("programmes:dates", slug=slug, start=year.start)
    except NotPossible as fault:
        messages.error(request, str(fault))
        return redirect("programmes:overview", slug=slug)


@requires(*KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: Request, slug: str, start: int) -> HttpResponse:
    """The dates of one linking year."""
    viewer = request.viewer
    year = queries.own_year(viewer, slug, start)
    form = DatesForm(request.POST if request.method == "POST" else None, year=year)
    if form.is_bound and form.is_valid():
        try:
            dates = {**form.cleaned_data}
            actions.change_dates(by=viewer, year=year, holidays=dates.pop("holidays"), dates=dates)
        except NotPossible as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"The dates of {year.label} are saved.")
            return redirect("programmes:overview", slug=slug)
    return render(request, "programmes/dates.html", {"form": form, "year": year, "programme": year.programme})


@requires(*KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def close_year(request: Request, slug: str, start: int) -> HttpResponse:
    """Close a linking year, after asking once."""
    viewer = request.viewer
    year = queries.own_year(viewer, slug, start)
    if request.method == "POST":
        actions.close_linking_year(by=viewer, year=year)
        messages.success(request, f"The linking year {year.label} is closed. Its figures stay.")
        return redirect("programmes:overview", slug=slug)
    return render(request, "programmes/close_year.html", {"year": year, "programme": year.programme})

"""Pages of meetings: the own ones, every one of a programme, one meeting, numbers, one more, calling off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.links.queries import link_for, title_of
from footbridge.ui.parts import Row
from footbridge.venues.queries import venue_of
from footbridge.visits import rules
from footbridge.visits.afterwards.queries import reflections_of
from footbridge.visits.meetings import actions, queries
from footbridge.visits.meetings.forms import AddForm, CallOffForm, NumbersForm
from footbridge.visits.meetings.listing import meetings_table
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Meeting

SCHOOL = (Permission.PLAN_VISITS, Permission.SEE_OWN_VISITS)


@requires(*SCHOOL)
def ours(request: Request) -> HttpResponse:
    """The meetings of the own links, and what is missing for each."""
    found = list(queries.meetings_for(request.viewer))
    missing = queries.missing_of(found, timezone.localdate())
    links = queries.by_link(found)
    for link in links:
        link["rows"] = [_line(request, meeting, missing[meeting.pk]) for meeting in link["rows"]]
    plans = request.viewer.may(Permission.PLAN_VISITS)
    return render(request, "visits/ours.html", {"links": links, "plans": plans})


def _line(request: Request, meeting: Meeting, missing: list[queries.Missing]) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "when": queries.when_said(meeting),
        "tone": queries.TONES[meeting.state],
        "missing": missing,
    }


@requires(Permission.SEE_LINK_PROGRESS)
def every(request: Request) -> HttpResponse:
    """Every meeting of the facilitator's programmes: state, day and counts."""
    return render(request, "visits/every.html", {"table": meetings_table(request.viewer, request.GET)})


@requires(*SCHOOL, Permission.SEE_LINK_PROGRESS)
def meeting(request: Request, meeting_id: int) -> HttpResponse:
    """One meeting: when, where, who brings how many, what is missing, how it was."""
    found = queries.meeting_for(request.viewer, meeting_id)
    today, plans = timezone.localdate(), rules.may_plan(request.viewer, found.link_id)
    begun = bool(found.month and (found.day is None or found.day <= today))
    context = {
        **_line(request, found, queries.missing_of([found], today)[found.pk]),
        "title": title_of(found.link),
        "where": queries.where_said(found),
        "venue": venue_of(f"meeting:{found.pk}"),
        "sides": [_side(side) for side in queries.sides_for(request.viewer, found)],
        "reflections": reflections_of(request.viewer, found),
        "plans": plans,
        "online": found.how == Meeting.How.ONLINE,
        "begun": begun,
        "may_call_off": found.is_ahead and (plans or request.viewer.may(Permission.LOOK_AFTER_LINKS)),
        "facilitates": request.viewer.may(Permission.SEE_LINK_PROGRESS),
    }
    return render(request, "visits/meeting.html", context)


def _side(side: Any) -> dict[str, Any]:
    rows = [Row("Children expected", side.children_expected), Row("Adults expected", side.adults_expected)]
    if side.counted:
        rows = [Row("Children who came", side.children_present), Row("Adults who came", side.adults_present)]
    return {"school": side.side.school, "rows": rows, "needs": queries.needs_said(side)}


@requires(Permission.PLAN_VISITS)
def numbers(request: Request, meeting_id: int) -> HttpResponse:
    """How many the own school brings, and what they need."""
    found = queries.meeting_for(request.viewer, meeting_id)
    own = rules.own_side(request.viewer, found.link_id)
    row = next((one for one in queries.sides_for(request.viewer, found) if one.side_id == own), None)
    known = {"children": row.children_expected, "adults": row.adults_expected, **row.needs} if row else {}
    form = NumbersForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        children, adults = form.cleaned_data["children"], form.cleaned_data["adults"]
        try:
            actions.say_numbers(by=request.viewer, meeting=found, children=children, adults=adults, needs=form.needs)
        except CannotDo as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Saved. Your partner teacher sees these numbers too.")
            return redirect("visits:meeting", found.pk)
    return render(request, "visits/numbers.html", {"meeting": found, "form": form, "title": title_of(found.link)})


@requires(Permission.PLAN_VISITS)
def add(request: Request, link_id: int) -> HttpResponse:
    """One more meeting for a link."""
    link = link_for(request.viewer, link_id)
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_meeting(by=request.viewer, link=link, kind=form.cleaned_data["kind"])
        except CannotDo as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("visits:meeting", made.pk)
    return render(request, "visits/add.html", {"form": form, "title": title_of(link)})


@requires(Permission.PLAN_VISITS, Permission.LOOK_AFTER_LINKS)
def call_off(request: Request, meeting_id: int) -> HttpResponse:
    """Call a meeting off, with the reason; asks before it acts."""
    found = queries.meeting_for(request.viewer, meeting_id)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_off_meeting(by=request.viewer, meeting=found, why=form.cleaned_data["why"])
        except CannotDo as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "The meeting is called off. You can add another one in its place.")
            return redirect("visits:meeting", found.pk)
    return render(request, "visits/call_off.html", {"meeting": found, "form": form, "title": title_of(found.link)})

"""Pages of the plan: the whole of it, and a form for each part. Offices and facilitators read it; the link's teachers write it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.links.queries import own_side, sides_of, title_of
from footbridge.ui.parts import Row
from footbridge.visits import rules
from footbridge.visits.meetings.queries import meeting_for, sides_for, when_said, where_said
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.meetings.views import SCHOOL
from footbridge.visits.models import Meeting
from footbridge.visits.plans import actions, lines, queries
from footbridge.visits.plans.checks import SCHOOL as SCHOOL_CHECKS
from footbridge.visits.plans.forms import (
    ActivityForm,
    AssessForm,
    CoachForm,
    QuoteForm,
    TemplateForm,
    TimetableForm,
    WordsForm,
)
from footbridge.visits.plans.listing import risk_tables
from footbridge.visits.plans.money import say_pounds
from footbridge.visits.plans.sheet import sheet as sheet_of


@requires(*SCHOOL, Permission.SEE_LINK_PROGRESS)
def plan(request: Request, meeting_id: int) -> HttpResponse:
    """The one plan: the day hour by hour, who comes, the coach, risk side by side, plan B."""
    meeting = meeting_for(request.viewer, meeting_id)
    sides = sides_for(request.viewer, meeting)
    written, rows = queries.plan_of(request.viewer, meeting), queries.timetable_of(request.viewer, meeting)
    quotes = queries.quotes_of(request.viewer, meeting)
    risk = queries.risk_of(request.viewer, meeting, sides_of(meeting.link))
    children, adults, needs = queries.totals_of(sides)
    context = {
        **_about(meeting),
        "plans": rules.may_plan(request.viewer, meeting.link_id) and meeting.is_ahead,
        "school": any(request.viewer.may(one) for one in SCHOOL),
        "online": meeting.how == Meeting.How.ONLINE,
        "when": when_said(meeting),
        "where": where_said(meeting),
        "plan": written,
        "rows": lines.hours(meeting, rows),
        "too_long": lines.too_long(meeting, rows),
        "children": children,
        "adults": adults,
        "needs": queries.needs_in_words(needs),
        "stops": written.stops.splitlines(),
        "parts": queries.parts_of(meeting, written, quotes, sides),
        "taken": next((one for one in quotes if one.chosen), None),
        "quotes": len(quotes),
        "venue": [Row(label, words) for label, words in queries.venue_facts(meeting)],
        "risk": risk,
        "risk_tables": risk_tables(risk),
    }
    return render(request, "visits/plans/plan.html", context)


@requires(Permission.PLAN_VISITS)
def timetable(request: Request, meeting_id: int) -> HttpResponse:
    """The day as lines; a template to begin with, activities to add."""
    meeting = meeting_for(request.viewer, meeting_id)
    rows = [(row.minutes, row.what) for row in queries.timetable_of(request.viewer, meeting)]
    seen = lines.seen(rows)
    form = TimetableForm(request.POST or None, initial={"day": lines.write(rows), "seen": seen})
    if request.method == "POST" and form.is_valid():
        day, shown = form.cleaned_data["day"], form.cleaned_data["seen"]
        form, done = _write(request, meeting, form, seen, actions.write_timetable, rows=day, seen=shown)
        if done:
            return done
    context = {
        **_about(meeting),
        "form": form,
        "now": rows if form.is_bound else [],
        "empty": not rows,
        "templates": TemplateForm(),
        "activity": ActivityForm(initial={"seen": seen}, auto_id="more_%s"),
    }
    return render(request, "visits/plans/timetable.html", context)


@requires(Permission.PLAN_VISITS)
@require_POST
def template(request: Request, meeting_id: int) -> HttpResponse:
    """Begin with a template."""
    meeting, form = meeting_for(request.viewer, meeting_id), TemplateForm(request.POST)
    if form.is_valid():
        _try(request, actions.begin_with_template, meeting, template=form.cleaned_data["template"])
    else:
        messages.warning(request, "Choose a template first.")
    return redirect("visits:timetable", meeting.pk)


@requires(Permission.PLAN_VISITS)
@require_POST
def activity(request: Request, meeting_id: int) -> HttpResponse:
    """Add an activity at the end."""
    meeting, form = meeting_for(request.viewer, meeting_id), ActivityForm(request.POST)
    if form.is_valid():
        _try(request, actions.add_activity, meeting, **form.cleaned_data)
    return redirect("visits:timetable", meeting.pk)


@requires(Permission.PLAN_VISITS)
def words(request: Request, meeting_id: int) -> HttpResponse:
    """Where we meet, plan B, what else matters."""
    meeting = meeting_for(request.viewer, meeting_id)
    written = queries.plan_of(request.viewer, meeting)
    seen = lines.seen(meeting.place, written.plan_b, written.note)
    initial = {"place": meeting.place, "plan_b": written.plan_b, "note": written.note, "seen": seen}
    form = WordsForm(_unix(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        form, done = _write(request, meeting, form, seen, actions.say_words, **form.cleaned_data)
        if done:
            return done
    now = [one for one in (meeting.place, written.plan_b, written.note) if one] if form.is_bound else []
    return render(request, "visits/plans/words.html", {**_about(meeting), "form": form, "now": now})


@requires(Permission.PLAN_VISITS)
def coach(request: Request, meeting_id: int) -> HttpResponse:
    """Stops and sharing, quotes and which one is taken."""
    meeting = meeting_for(request.viewer, meeting_id)
    written, quotes = queries.plan_of(request.viewer, meeting), queries.quotes_of(request.viewer, meeting)
    seen = lines.seen(written.split, written.stops)
    form = CoachForm(_unix(request), initial={"split": written.split, "stops": written.stops, "seen": seen})
    if request.method == "POST" and form.is_valid():
        form, done = _write(request, meeting, form, seen, actions.plan_coach, **form.cleaned_data)
        if done:
            return done
    return _coach(request, meeting, form, QuoteForm(), quotes)


def _coach(request: Request, meeting: Meeting, form: CoachForm, quote_form: QuoteForm, quotes: Any) -> HttpResponse:
    listed = [{"row": one, "said": say_pounds(one.pence)} for one in quotes]
    context = {**_about(meeting), "form": form, "quote_form": quote_form, "quotes": listed}
    return render(request, "visits/plans/coach.html", context)


@requires(Permission.PLAN_VISITS)
def quote(request: Request, meeting_id: int) -> HttpResponse:
    """Note a quote."""
    meeting = meeting_for(request.viewer, meeting_id)
    if request.method != "POST":
        return redirect("visits:coach", meeting.pk)
    quote_form = QuoteForm(request.POST)
    if quote_form.is_valid():
        operator = quote_form.cleaned_data["operator"]
        _try(request, actions.note_quote, meeting, operator=operator, pence=quote_form.pence)
        return redirect("visits:coach", meeting.pk)
    written = queries.plan_of(request.viewer, meeting)
    initial = {"split": written.split, "stops": written.stops, "seen": lines.seen(written.split, written.stops)}
    quotes = queries.quotes_of(request.viewer, meeting)
    return _coach(request, meeting, CoachForm(initial=initial), quote_form, quotes)


@requires(Permission.PLAN_VISITS)
@require_POST
def take(request: Request, meeting_id: int, quote_id: int) -> HttpResponse:
    """Take a quote, or take it out."""
    meeting = meeting_for(request.viewer, meeting_id)
    found = queries.quote_for(request.viewer, meeting, quote_id)
    verb = actions.drop_quote if request.POST.get("what") == "drop" else actions.take_quote
    _try(request, verb, meeting, quote=found)
    return redirect("visits:coach", meeting.pk)


@requires(Permission.PLAN_VISITS)
def risk(request: Request, meeting_id: int) -> HttpResponse:
    """The own school's check list."""
    return _assess(request, meeting_id, of_place=False)


@requires(Permission.PLAN_VISITS)
def place_risk(request: Request, meeting_id: int) -> HttpResponse:
    """The check list for the place; every teacher of the link may tick it."""
    return _assess(request, meeting_id, of_place=True)


def _assess(request: Request, meeting_id: int, *, of_place: bool) -> HttpResponse:
    meeting = meeting_for(request.viewer, meeting_id)
    side = None if of_place else rules.own_side(request.viewer, meeting.link_id)
    row = queries.assessments_of(request.viewer, meeting).get(side)
    initial = {"done": row.done, "reference": row.reference, "notes": row.notes} if row else {}
    checks = queries.place_checks(meeting) if of_place else SCHOOL_CHECKS
    form = AssessForm(request.POST or None, initial=initial, checks=checks)
    if request.method == "POST" and form.is_valid():
        form, done = _write(request, meeting, form, "", actions.assess, of_place=of_place, **form.cleaned_data)
        if done:
            return done
    return render(request, "visits/plans/risk.html", {**_about(meeting), "form": form, "of_place": of_place})


@requires(*SCHOOL)
def sheet(request: Request, meeting_id: int) -> HttpResponse:
    """The plan as one text, to paste into the school's own visit-approval system."""
    meeting = meeting_for(request.viewer, meeting_id)
    sides = sides_for(request.viewer, meeting)
    written, quotes = queries.plan_of(request.viewer, meeting), queries.quotes_of(request.viewer, meeting)
    words = sheet_of(
        meeting,
        written,
        queries.timetable_of(request.viewer, meeting),
        sides,
        own_side(request.viewer, meeting.link),
        queries.parts_of(meeting, written, quotes, sides),
        queries.risk_of(request.viewer, meeting, sides_of(meeting.link)),
    )
    return render(
        request, "visits/plans/sheet.html", {**_about(meeting), "words": words, "lines": words.count("\n") + 2}
    )


def _about(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "title": title_of(meeting.link)}


def _write(
    request: Request, meeting: Meeting, form: Any, stands: str, verb: Any, **given: Any
) -> tuple[Any, HttpResponse | None]:
    """Write what a form says: the form with what stands against it, and the way on where it is written.

    `stands` is the mark of what stands now: what was written meanwhile is shown, and the form sent once more is kept.
    """
    try:
        verb(by=request.viewer, meeting=meeting, **given)
    except actions.ChangedMeanwhile as reason:
        return _again(form, str(reason), stands), None
    except CannotDo as reason:
        form.add_error(None, str(reason))
        return form, None
    messages.success(request, "Saved. Your partner teacher sees it too.")
    return form, redirect("visits:plan", meeting.pk)


def _again(form: Any, reason: str, seen: str) -> Any:
    """The form as it was typed, which now knows what stands: sent once more, it is kept."""
    data = form.data.copy()
    data["seen"] = seen
    again = type(form)(data)
    again.is_valid()
    again.add_error(None, reason)
    return again


def _unix(request: Request) -> Any:
    """What was posted, with the line ends that we keep, so that the same text again changes nothing."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for key, value in data.items():
        data[key] = str(value).replace("\r\n", "\n")
    return data


def _try(request: Request, verb: Any, meeting: Meeting, **given: Any) -> None:
    try:
        verb(by=request.viewer, meeting=meeting, **given)
    except CannotDo as reason:
        messages.warning(request, str(reason))

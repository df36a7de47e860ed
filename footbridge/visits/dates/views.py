"""Pages for finding a day: both teachers of the link, and nobody else."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.links.queries import sides_of, title_of
from footbridge.visits import rules
from footbridge.visits.dates import actions, queries
from footbridge.visits.dates.days import school_days
from footbridge.visits.dates.forms import DaysForm, ProposeForm
from footbridge.visits.meetings.queries import meeting_for
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Meeting


@requires(Permission.PLAN_VISITS)
def date(request: Request, meeting_id: int) -> HttpResponse:
    """What suits whom, what is proposed, and the form to propose a day."""
    meeting = meeting_for(request.viewer, meeting_id)
    days = queries.days_of(request.viewer, meeting, len(sides_of(meeting.link)))
    initial = {"day": days.common[0] if days.common else None, "starts": "10:00", "ends": "14:00"}
    form = ProposeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_day(by=request.viewer, meeting=meeting, **form.cleaned_data)
        except CannotDo as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Proposed. Your partner teacher answers here; then the meeting has its date.")
            return redirect("visits:date", meeting.pk)
    return render(request, "visits/date.html", _context(request, meeting, days, form))


def _context(request: Request, meeting: Meeting, days: queries.Days, form: ProposeForm) -> dict[str, object]:
    own, found = rules.own_side(request.viewer, meeting.link_id), queries.proposals_of(request.viewer, meeting)
    waiting = next((one for one in found if one.state == "open"), None)
    return {
        "meeting": meeting,
        "title": title_of(meeting.link),
        "form": form,
        "waiting": waiting,
        "mine": waiting is not None and waiting.side_id == own,
        "said_yes": waiting is not None and own in waiting.yes,
        "earlier": [one for one in found if one.state != "open"],
        "common": [f"{day:%A %-d %B}" for day in days.common],
        "marked": len(days.own),
        "planned": meeting.state == Meeting.State.PLANNED,
    }


@requires(Permission.PLAN_VISITS)
def days(request: Request, meeting_id: int) -> HttpResponse:
    """Mark the days that suit the own school."""
    meeting = meeting_for(request.viewer, meeting_id)
    marked = queries.days_of(request.viewer, meeting, len(sides_of(meeting.link)))
    dates = school_days(meeting.link.linking_year, timezone.localdate())
    form = DaysForm(request.POST or None, days=dates, own=marked.own, others=marked.others)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_days(by=request.viewer, meeting=meeting, days=form.chosen)
        except CannotDo as reason:
            messages.warning(request, str(reason))
        return redirect("visits:date", meeting.pk)
    return render(request, "visits/days.html", {"meeting": meeting, "form": form, "title": title_of(meeting.link)})


@requires(Permission.PLAN_VISITS)
@require_POST
def answer(request: Request, meeting_id: int, proposal_id: int) -> HttpResponse:
    """Agree to a proposal, turn it down, or take the own one back."""
    meeting = meeting_for(request.viewer, meeting_id)
    proposal = queries.proposal_for(request.viewer, meeting, proposal_id)
    what = request.POST.get("answer")
    try:
        if what == "back":
            actions.take_back(by=request.viewer, meeting=meeting, proposal=proposal)
        elif what in ("yes", "no"):
            actions.answer_proposal(by=request.viewer, meeting=meeting, proposal=proposal, yes=what == "yes")
    except CannotDo as reason:
        messages.warning(request, str(reason))
    return redirect("visits:meeting" if what == "yes" else "visits:date", meeting.pk)


@requires(Permission.PLAN_VISITS)
@require_POST
def move(request: Request, meeting_id: int) -> HttpResponse:
    """Take the date away and look for another."""
    meeting = meeting_for(request.viewer, meeting_id)
    try:
        actions.move_meeting(by=request.viewer, meeting=meeting)
    except CannotDo as reason:
        messages.warning(request, str(reason))
        return redirect("visits:meeting", meeting.pk)
    return redirect("visits:date", meeting.pk)

"""Pages for afterwards: the teachers of the link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.links.queries import title_of
from footbridge.visits import rules
from footbridge.visits.afterwards import actions
from footbridge.visits.afterwards.forms import HeldForm, ReflectForm
from footbridge.visits.afterwards.queries import own_reflection
from footbridge.visits.meetings.queries import meeting_for, sides_for
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Meeting


@requires(Permission.PLAN_VISITS)
def after(request: Request, meeting_id: int) -> HttpResponse:
    """Held or not, and how many came."""
    meeting = meeting_for(request.viewer, meeting_id)
    form = HeldForm(request.POST or None, initial=_known(request, meeting))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["held"] == "yes":
                how, children, adults = given["how"] or meeting.how, given["children"], given["adults"]
                actions.say_held(by=request.viewer, meeting=meeting, how=how, children=children, adults=adults)
                return redirect("visits:reflect", meeting.pk)
            actions.say_not_held(by=request.viewer, meeting=meeting, why=given["why"])
            return redirect("visits:meeting", meeting.pk)
        except CannotDo as reason:
            form.add_error(None, str(reason))
    return render(request, "visits/after.html", {"meeting": meeting, "form": form, "title": title_of(meeting.link)})


def _known(request: Request, meeting: Meeting) -> dict[str, object]:
    """What was said before, or what was expected."""
    own = rules.own_side(request.viewer, meeting.link_id)
    row = next((one for one in sides_for(request.viewer, meeting) if one.side_id == own), None)
    if row is None:
        return {}
    said = {"held": "yes", "not_held": "no"}.get(meeting.state)
    children = row.children_present if row.counted else row.children_expected
    adults = row.adults_present if row.counted else row.adults_expected
    return {"held": said, "how": meeting.how, "children": children, "adults": adults, "why": meeting.why}


@requires(Permission.PLAN_VISITS)
def reflect(request: Request, meeting_id: int) -> HttpResponse:
    """How it was, in three lines."""
    meeting = meeting_for(request.viewer, meeting_id)
    form = ReflectForm(request.POST or None, initial=own_reflection(request.viewer, meeting))
    if request.method == "POST" and form.is_valid():
        try:
            actions.reflect(by=request.viewer, meeting=meeting, words=actions.Words(**form.cleaned_data))
        except CannotDo as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Thank you. Your meeting is counted.")
            return redirect("visits:meeting", meeting.pk)
    return render(request, "visits/reflect.html", {"meeting": meeting, "form": form, "title": title_of(meeting.link)})

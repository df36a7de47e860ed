"""The page of a live call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, Request, requires
from footbridge.brokering.links.queries import title_of
from footbridge.visits import rules
from footbridge.visits.calls import actions, queries
from footbridge.visits.calls.checks import CHECKS, LONGEST, is_taken
from footbridge.visits.meetings.queries import meeting_for, when_said
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Meeting


class CallForm(forms.Form):
    """The own school's meeting link and check list."""

    address = forms.CharField(
        label="Your school’s meeting link",
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        help_text="From Teams, Meet, Zoom, Webex, Whereby or Jitsi. One of your two schools is enough.",
    )
    done = forms.MultipleChoiceField(
        label="We have made sure of this",
        choices=list(CHECKS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_address(self) -> str:
        """A meeting link of a place we know, or none."""
        said = str(self.cleaned_data["address"]).strip()
        if said and not is_taken(said):
            raise forms.ValidationError(
                "Paste the whole link to the meeting, from https:// on. It must be one of Teams, Meet, Zoom, Webex, Whereby or Jitsi."
            )
        return said


@requires(Permission.PLAN_VISITS)
@require_http_methods(["GET", "POST"])
def call(request: Request, meeting_id: int) -> HttpResponse:
    """Both schools' meeting links as text, check lists side by side, who may be seen, and the way to the game."""
    meeting = meeting_for(request.viewer, meeting_id)
    if meeting.how != Meeting.How.ONLINE or not rules.may_plan(request.viewer, meeting.link_id):
        raise Http404
    halves = queries.halves_of(request.viewer, meeting)
    mine = next((one for one in halves if one.mine), None)
    initial: dict[str, Any] = {"address": mine.address, "done": list(mine.keys)} if mine else {}
    form = CallForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.prepare_call(by=request.viewer, meeting=meeting, **form.cleaned_data)
        except CannotDo as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "Kept. Your partner teacher sees it.")
            return redirect("visits:call", meeting.pk)
    rule, seen = queries.who_is_seen(request.viewer, meeting.link_id)
    context = {
        "meeting": meeting,
        "title": title_of(meeting.link),
        "when": when_said(meeting),
        "form": form,
        "halves": halves,
        "rule": rule,
        "seen": seen,
    }
    return render(request, "visits/call.html", context)

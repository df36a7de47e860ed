"""Pages of mixed groups: for the teachers who run the link, and nobody else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.links.queries import own_side, title_of
from footbridge.exchange import rules as exchange
from footbridge.paper.printing import download
from footbridge.visits import rules
from footbridge.visits.groups import actions, papers, wishing
from footbridge.visits.groups.forms import MixForm, MoveForm, PinForm
from footbridge.visits.groups.page import Groups, groups_of
from footbridge.visits.meetings.queries import meeting_for
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Meeting


def _meeting(request: Request, meeting_id: int) -> Meeting:
    """The meeting of a link that the viewer runs, or 404."""
    meeting = meeting_for(request.viewer, meeting_id)
    if not exchange.may_run(request.viewer, meeting.link_id):
        raise Http404
    return meeting


@requires(Permission.PLAN_VISITS)
def groups(request: Request, meeting_id: int) -> HttpResponse:
    """The groups, what was wished, and the form to mix."""
    meeting = _meeting(request, meeting_id)
    found = groups_of(request.viewer, meeting)
    form = MixForm(request.POST or None, names=found.names, initial=_initial(request, meeting, found))
    if request.method == "POST" and form.is_valid():
        try:
            again = request.POST.get("what") == "again"
            actions.mix_groups(by=request.viewer, meeting=meeting, again=again, **form.cleaned_data)
        except CannotDo as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "The groups are mixed. Your partner teacher sees the same ones.")
            return redirect("visits:groups", meeting.pk)
    context = {
        "meeting": meeting,
        "title": title_of(meeting.link),
        "found": found,
        "form": form,
        "move": MoveForm(groups=found.groups),
        "pin": PinForm(adults=found.adults, groups=found.groups) if found.adults else None,
        "classes": [one for one, link in exchange.classes_led(request.viewer).items() if link == meeting.link_id],
        "sheets": list(papers.SHEETS.items()),
    }
    return render(request, "visits/groups/groups.html", context)


def _initial(request: Request, meeting: Meeting, found: Groups) -> dict[str, Any]:
    own = str(rules.own_side(request.viewer, meeting.link_id))
    return {
        "count": found.kept.count or found.usual,
        "together": wishing.write(found.kept.together, found.said),
        "apart": wishing.write(found.kept.apart, found.said),
        "adults": "\n".join(found.kept.adults.get(own, [])),
    }


@requires(Permission.PLAN_VISITS)
@require_POST
def move_child(request: Request, meeting_id: int) -> HttpResponse:
    """Put one child into another group."""
    meeting = _meeting(request, meeting_id)
    form = MoveForm(request.POST, groups=groups_of(request.viewer, meeting).groups)
    if form.is_valid():
        try:
            actions.move_child(by=request.viewer, meeting=meeting, **form.cleaned_data)
        except CannotDo as reason:
            messages.warning(request, str(reason))
    else:
        messages.warning(request, "Choose a child and a group.")
    return redirect("visits:groups", meeting.pk)


@requires(Permission.PLAN_VISITS)
@require_POST
def pin_adult(request: Request, meeting_id: int) -> HttpResponse:
    """Keep one adult in a group, or deal again."""
    meeting = _meeting(request, meeting_id)
    found = groups_of(request.viewer, meeting)
    form = PinForm(request.POST, adults=found.adults, groups=found.groups)
    if form.is_valid():
        try:
            actions.pin_adult(by=request.viewer, meeting=meeting, **form.chosen)
        except CannotDo as reason:
            messages.warning(request, str(reason))
    else:
        messages.warning(request, "Choose an adult and a group.")
    return redirect("visits:groups", meeting.pk)


@requires(Permission.PLAN_VISITS)
@require_POST
def forget_groups(request: Request, meeting_id: int) -> HttpResponse:
    """Delete the groups."""
    meeting = _meeting(request, meeting_id)
    actions.forget_groups(by=request.viewer, meeting=meeting)
    return redirect("visits:groups", meeting.pk)


@requires(Permission.PLAN_VISITS)
def group_sheets(request: Request, meeting_id: int) -> HttpResponse:
    """A page for the leader of each group, as PDF."""
    return download(papers.group_sheets(_mixed(request, meeting_id)), "group-sheets")


@requires(Permission.PLAN_VISITS)
def stickers(request: Request, meeting_id: int) -> HttpResponse:
    """Name stickers on a standard sheet, as PDF."""
    kind = request.GET.get("sheet", "21")
    return download(papers.stickers(_mixed(request, meeting_id), kind if kind in papers.SHEETS else "21"), "stickers")


@requires(Permission.PLAN_VISITS)
def register(request: Request, meeting_id: int) -> HttpResponse:
    """The own children with boxes to tick, for the office, as PDF."""
    side = own_side(request.viewer, _meeting(request, meeting_id).link)
    found = _mixed(request, meeting_id)
    if side is None:
        raise Http404
    return download(papers.register(found, side), "register")


def _mixed(request: Request, meeting_id: int) -> Groups:
    """The groups of a meeting; 404 before it has any."""
    found = groups_of(request.viewer, _meeting(request, meeting_id))
    if not found.groups:
        raise Http404
    return found

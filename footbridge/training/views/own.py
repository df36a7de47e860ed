"""For teachers: my training, one click to my partner's session, what I thought of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.booking.rules import Refused
from footbridge.training import actions
from footbridge.training.forms import BeforeForm, EvaluationForm
from footbridge.training.queries import pages
from footbridge.training.queries.standings import leading, read
from footbridge.training.showing import part_lines

own = requires(Permission.SEE_OWN_TRAINING)


@own
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Request) -> HttpResponse:
    """Each part of my training, and what is next. POST says that I linked before."""
    found = read(leading(request.viewer))
    me = [one for (person, _), one in found.teachers.items() if person == request.viewer.person_id]
    before = BeforeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and me and before.is_valid():
        actions.say_linked_before(by=request.viewer, teacher=me[0], words=before.cleaned_data["words"])
        messages.success(request, "Thank you. You see the sessions for those who linked before.")
        return redirect("training:mine")
    years = [
        {"teacher": one, "lines": part_lines(found, one, request.viewer), "done": all(p.is_done for p in one.parts)}
        for one in me
    ]
    return render(request, "training/mine.html", {"years": years, "before": before})


@own
@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    """Come to this session, instead of the one I am booked on if any."""
    session = pages.session_for(request.viewer, pk)
    try:
        place = actions.join_session(by=request.viewer, session=session, person=request.viewer.person_id or 0)
    except Refused as trouble:
        messages.error(request, str(trouble))
    else:
        waits = place.state == place.State.WAITING
        messages.success(
            request, "You are on the waiting list." if waits else "You have your place. It is in your e-mail."
        )
    return redirect("training:mine")


@own
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: Request, pk: int) -> HttpResponse:
    """What I thought of a session."""
    place = pages.own_place(request.viewer, pk)
    said = pages.evaluated(request.viewer, [pk]).get(pk)
    initial = {name: getattr(said, name) for name in EvaluationForm.base_fields} if said else {}
    form = EvaluationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.evaluate(by=request.viewer, place=place, **form.cleaned_data)
        except Refused as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "Thank you. Your facilitator reads it without your name.")
            return redirect("training:mine")
    return render(request, "training/after.html", {"place": place, "form": form})

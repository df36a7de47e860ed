"""One answer, as its facilitator works on it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access.http import Request
from footbridge.interest.actions import looking_after as acts
from footbridge.interest.actions.answering import withdraw_answer
from footbridge.interest.forms.classes import years_taught
from footbridge.interest.forms.looking_after import AddClassForm, OwnerForm, TalkForm
from footbridge.interest.models import Interest
from footbridge.interest.queries import answers
from footbridge.interest.queries import inbox as reading
from footbridge.interest.rules import ANSWER_TONES, TONES, Refused, is_live
from footbridge.interest.summary import names_of, rows_of
from footbridge.interest.views.changing import begin_change
from footbridge.interest.views.inbox import looks_after
from footbridge.ui.parts import Event


def version_in(request: Request) -> int | None:
    """The version of the answer that the page showed."""
    seen = request.POST.get("version", "")
    return int(seen) if seen.isdecimal() else None


@looks_after
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, reference: str) -> HttpResponse:
    """The answer, its talks, and what can be done. POST logs a talk."""
    interest = reading.one_answer(request.viewer, reference)
    form = TalkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        acts.log_talk(by=request.viewer, interest=interest, **form.cleaned_data)
        messages.success(request, "The talk is noted.")
        return redirect("interest:one", reference)
    given = answers.given_of(interest)
    talks = reading.talks_of(request.viewer, interest)
    context = {
        "interest": interest,
        "form": form,
        "rows": rows_of(given, names_of([*given.refused_schools, given.last_partner])),
        "events": [
            Event(talk.at, talk.get_way_display(), talk.by.name if talk.by else "", talk.summary) for talk in talks
        ],
        "steps": [talk for talk in talks if talk.next_step and talk.done is None],
        "owner_form": OwnerForm(owners=answers.owners_for(interest), initial={"owner": interest.owner_id or ""}),
        "others": reading.earlier_answers(request.viewer, interest),
        "lines": reading.sheet_lines(request.viewer, interest),
        "tone": TONES[interest.state],
        "answer_tone": ANSWER_TONES[interest.answer],
        "live": is_live(interest),
        "age": reading.say_age(interest.created, timezone.now()),
    }
    return render(request, "interest/inbox/one.html", context)


def _act(request: Request, reference: str, done: str, act: Callable[[Interest], object]) -> HttpResponse:
    """Do one thing with an answer and say so, or say why not."""
    interest = reading.one_answer(request.viewer, reference)
    try:
        act(interest)
    except Refused as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, done)
    return redirect("interest:one", reference)


@looks_after
@require_POST
def own(request: Request, reference: str) -> HttpResponse:
    """Say who looks after the answer."""
    interest = reading.one_answer(request.viewer, reference)
    form = OwnerForm(request.POST, owners=answers.owners_for(interest))
    if not form.is_valid():
        messages.error(request, "Choose a facilitator of this programme from the list.")
        return redirect("interest:one", reference)
    return _act(
        request,
        reference,
        "Noted who looks after this answer.",
        lambda row: acts.assign_owner(
            by=request.viewer, interest=row, owner_id=form.owner_id(), version=version_in(request)
        ),
    )


@looks_after
@require_POST
def mark(request: Request, reference: str) -> HttpResponse:
    """Mark the answer settled, in talk or new again."""
    state = request.POST.get("state", "")
    return _act(
        request,
        reference,
        "The state is changed.",
        lambda row: acts.set_state(by=request.viewer, interest=row, state=state, version=version_in(request)),
    )


@looks_after
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, reference: str) -> HttpResponse:
    """Take the answer back for the school."""
    if request.method == "POST":
        return _act(
            request,
            reference,
            "The answer is withdrawn. Its classes are no longer offered.",
            lambda row: withdraw_answer(by=request.viewer, interest=row, version=version_in(request)),
        )
    interest = reading.one_answer(request.viewer, reference)
    return render(request, "interest/inbox/withdraw.html", {"interest": interest})


@looks_after
@require_POST
def change(request: Request, reference: str) -> HttpResponse:
    """Change or complete the answer on the school's behalf, with the school's own questions."""
    return begin_change(request, reading.one_answer(request.viewer, reference), "behalf")


@looks_after
@require_http_methods(["GET", "HEAD", "POST"])
def add_class(request: Request, reference: str) -> HttpResponse:
    """Add a class on the school's behalf."""
    interest = reading.one_answer(request.viewer, reference)
    years = years_taught(interest.school)
    form = AddClassForm(
        request.POST if request.method == "POST" else None, years=years, initial={"version": interest.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.add_class(
                by=request.viewer, interest=interest, given=form.given(), version=form.cleaned_data["version"]
            )
        except Refused as trouble:
            form.add_error(None, str(trouble))
            typed = request.POST.copy()  # what was typed stays; the next press counts for what stands now
            typed["version"] = str(reading.one_answer(request.viewer, reference).version)
            form.data = typed
        else:
            messages.success(request, "The class is added.")
            return redirect("interest:one", reference)
    return render(request, "interest/inbox/add_class.html", {"interest": interest, "form": form})

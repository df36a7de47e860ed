"""For organisers: occasions, one of them, setting up, changing, cancelling, writing to those who come."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.booking import actions, eligibility
from footbridge.booking.actions.writing import write_to_places
from footbridge.booking.forms import CancelForm, OccasionForm, ReleaseForm, WriteForm
from footbridge.booking.listing import occasions_table
from footbridge.booking.models import Occasion, Place
from footbridge.booking.queries import pages
from footbridge.booking.queries.clashes import clashes
from footbridge.booking.rules import Refused
from footbridge.booking.views.parts import TONES, act_on_place, facts_of, file_answer


@requires(Permission.RUN_OCCASIONS)
@require_safe
def occasions(request: Request) -> HttpResponse:
    """Coming and past occasions of the viewer's programmes."""
    rows = list(pages.run_by(request.viewer))
    past = [one for one in rows if one.is_over or one.state == Occasion.State.CANCELLED]
    context = {
        "coming": occasions_table([one for one in rows if one not in past], request.GET, past=False),
        "past": occasions_table(past, request.GET, past=True) if past else None,
        "kinds": Occasion.Kind.choices,
    }
    return render(request, "booking/occasions.html", context)


@requires(Permission.RUN_OCCASIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, kind: str) -> HttpResponse:
    """Set up an occasion of a kind."""
    if kind not in Occasion.Kind.values or kind == Occasion.Kind.TRAINING:  # training has a page of its own above
        raise Http404
    years = pages.years_to_run(request.viewer)
    form = OccasionForm(request.POST or None, years=years, kind=kind, initial={"sent_key": secrets.token_hex(12)})
    if request.method == "POST" and form.is_valid():
        year = next(one for one in years if str(one.pk) == form.cleaned_data["year"])
        try:
            made = actions.open_occasion(
                by=request.viewer,
                year=year,
                kind=kind,
                facts=form.facts(),
                questions=form.questions(),
                sent_key=form.cleaned_data["sent_key"],
            )
        except Refused as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "It is open for booking.")
            return redirect("booking:occasion", made.pk)
    return render(request, "booking/form.html", {"form": form, "heading": f"New {Occasion.Kind(kind).label.lower()}"})


@requires(Permission.RUN_OCCASIONS)
@require_safe
def occasion(request: Request, pk: int) -> HttpResponse:
    """Who is booked, who waits, what they need, release and attendance."""
    one = pages.occasion_for(request.viewer, pk)
    places, questions = pages.places_of(request.viewer, one), pages.questions_of(one)
    hints = eligibility.hints(one, [place.pk for place in places])
    shown: list[dict[str, Any]] = [
        {
            "place": place,
            "tone": TONES.get(place.state, "plain"),
            "answers": pages.answers_in_words(place, questions),
            "hint": hints.get(place.pk, ""),
            "release": ReleaseForm(prefix=f"p{place.pk}") if place.release == Place.Release.ASKED else None,
        }
        for place in places
    ]
    groups = [
        (label, [row for row in shown if row["place"].state in states])
        for label, states in (
            ("Booked", ["booked"]),
            ("Waiting, in order", ["waiting"]),
            ("Invited, no answer yet", ["invited"]),
            ("Not coming", ["cannot_come", "replaced", "cancelled"]),
        )
    ]
    context = {
        "occasion": one,
        "facts": facts_of(one, joining=True),
        "groups": [group for group in groups if group[1]],
        "counted": [count for count in pages.counted(places, questions) if count.answers],
        "settled": one.state in ("cancelled", "held"),
        "on_the_day": timezone.localdate(one.starts) <= timezone.localdate() and one.state != "cancelled",
    }
    return render(request, "booking/occasion.html", context)


@requires(Permission.RUN_OCCASIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def placed(request: Request, pk: int) -> HttpResponse:
    """One place for the organiser: what they need, and what they said on the telephone, cannot come or a colleague instead."""
    return act_on_place(request, pages.place_for(request.viewer, pk), organiser=True, back=request.path)


@requires(Permission.RUN_OCCASIONS)
@require_safe
def placed_file(request: Request, pk: int, kind: str) -> HttpResponse:
    """The certificate of one place, for whoever lost theirs."""
    if kind != "certificate":
        raise Http404
    return file_answer(pages.place_for(request.viewer, pk), kind)


@requires(Permission.RUN_OCCASIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change an occasion: first who is told and who loses the place, then once more to do it."""
    one = pages.occasion_for(request.viewer, pk)
    questions = pages.questions_of(one)
    form = OccasionForm(request.POST or None, years=[], occasion=one, questions=questions)
    context = {"form": form, "heading": f"Change {one.title}", "occasion": one, "sure": False}
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if "sure" not in request.POST:
            told = [
                place
                for place in pages.places_of(request.viewer, one)
                if place.state in ("booked", "waiting", "invited")
            ]
            moved = (facts["starts"], facts["ends"]) != (one.starts, one.ends)
            lost = clashes(one, facts["starts"], facts["ends"]) if moved else []
            context |= {"sure": True, "told": told, "lost": lost}
            return render(request, "booking/form.html", context)
        try:
            actions.change_occasion(by=request.viewer, occasion=one, facts=facts, questions=form.questions())
        except Refused as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "It is changed. Whom it concerns has been told.")
            return redirect("booking:occasion", pk)
    return render(request, "booking/form.html", context)


@requires(Permission.RUN_OCCASIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel an occasion, after seeing who is told."""
    one = pages.occasion_for(request.viewer, pk)
    form = CancelForm(request.POST or None, occasion=one)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_occasion(by=request.viewer, occasion=one, because=form.cleaned_data["because"])
        except Refused as trouble:
            messages.error(request, str(trouble))
        else:
            messages.success(request, "It is cancelled, and everybody has been told.")
        return redirect("booking:occasion", pk)
    told = [place for place in pages.places_of(request.viewer, one) if place.state in ("booked", "waiting", "invited")]
    return render(request, "booking/cancel.html", {"occasion": one, "form": form, "told": told})


@requires(Permission.RUN_OCCASIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, pk: int) -> HttpResponse:
    """Write to everybody who is booked, or also to those who wait."""
    one = pages.occasion_for(request.viewer, pk)
    form = WriteForm(request.POST or None, occasion=one)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        states = [Place.State.BOOKED, *([Place.State.WAITING] if data["to"] == "all" else [])]
        sent = write_to_places(
            by=request.viewer, occasion=one, states=states, subject=data["subject"], words=data["words"]
        )
        messages.success(request, f"{sent} letters are on their way.")
        return redirect("booking:occasion", pk)
    return render(request, "booking/write.html", {"occasion": one, "form": form})


def answer_release(request: Request, occasion: Occasion) -> None:
    """The organiser answers for a school that told her on the telephone. Raises Http404 and Refused."""
    place = pages.place_for(
        request.viewer, int("0" + "".join(filter(str.isdecimal, request.POST.get("place", "")))[:18])
    )
    form = ReleaseForm(request.POST, prefix=f"p{place.pk}")
    if place.occasion_id != occasion.pk:
        raise Http404
    if not form.is_valid():
        raise Refused("Choose yes or no.")
    data = form.cleaned_data
    actions.settle_release(
        by=request.viewer, place=place, given=data["given"] == "yes", words=data["words"], cover=data["cover"]
    )
    messages.success(request, f"{place.name} has the answer by e-mail.")


@requires(Permission.RUN_OCCASIONS)
@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    """Close or open booking, invite classes, end the occasion, release somebody for a school that does not answer."""
    one = pages.occasion_for(request.viewer, pk)
    verb = request.POST.get("verb", "")
    try:
        if verb in ("close", "reopen"):
            actions.close_booking(by=request.viewer, occasion=one, closed=verb == "close")
        elif verb == "invite":
            made = actions.invite_classes(by=request.viewer, occasion=one)
            messages.success(request, f"{len(made)} classes are invited.")
        elif verb == "finish":
            told = actions.finish_occasion(by=request.viewer, occasion=one)
            messages.success(request, f"It is held. {told} certificates are ready, and those people have been told.")
        elif verb == "release":
            answer_release(request, one)
    except Refused as trouble:
        messages.error(request, str(trouble))
    return redirect("booking:occasion", pk)

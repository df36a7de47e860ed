"""For facilitators: who is trained, sessions, partner teachers together, one teacher."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.booking.rules import Refused
from footbridge.booking.words import hours_of
from footbridge.brokering.links.queries import link_for
from footbridge.training import actions, shapes
from footbridge.training.forms import BeforeForm, GivesForm, MaterialForm, SessionForm, SettleForm
from footbridge.training.listing import figures_table, training_table
from footbridge.training.models import TrainingSession
from footbridge.training.queries import pages
from footbridge.training.queries.standings import leading, read
from footbridge.training.showing import part_lines, planned_of

FIRST = 8  # proposals that are shown at once
runs = requires(Permission.RUN_OCCASIONS)


@runs
@require_safe
def board(request: Request) -> HttpResponse:
    """Sessions, figures, partner teachers who could train together, and every link."""
    found = read(leading(request.viewer))
    rows = pages.rows_of(found, pages.standing_links(request.viewer))
    sessions, years = pages.sessions_for(request.viewer), pages.years_run(request.viewer)
    proposals = pages.proposals(found, rows)
    context = {
        "figures": figures_table(pages.figures(list(found.teachers.values()))),
        "planned": [planned_of(year, sessions) for year in years],
        "proposals": proposals[:FIRST],
        "more_proposals": proposals[FIRST:],
        "table": training_table(rows, years, request.GET),
    }
    return render(request, "training/board.html", context)


@runs
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, year: int, slot: str) -> HttpResponse:
    """Set up a session, beginning with what the programme's shape asks for."""
    of = next((one for one in pages.years_run(request.viewer) if one.pk == year), None)
    asked = next((one for one in shapes.slots_of(of.programme.training_shape) if one.key == slot), None) if of else None
    if of is None or (asked is None and slot != "other"):
        raise Http404
    initial: dict[str, Any] = {
        "sent_key": secrets.token_hex(12),
        "capacity": 30,
        "audience": "everyone",
        "length": "half",
    }
    if asked is not None:
        initial |= {"title": asked.title, "parts": list(asked.parts), "audience": asked.audience, "length": asked.length,
                    "day": shapes.day_for(of, asked), "begins": f"{asked.begins:%H:%M}", "finishes": f"{asked.ends:%H:%M}"}  # fmt: skip
    form = SessionForm(request.POST or None, year=of, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.open_session(
                by=request.viewer,
                year=of,
                parts=data["parts"],
                audience=data["audience"],
                length=data["length"],
                facts=form.facts(),
                questions=form.questions(),
                sent_key=data["sent_key"],
            )
        except Refused as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "It is open for booking. Teachers who miss this part are asked to choose it.")
            return redirect("training:session", made.pk)
    return render(request, "training/new.html", {"form": form, "year": of})


@runs
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: Request, pk: int) -> HttpResponse:
    """What a session gives, its materials, and what those who were there thought."""
    one = pages.session_for(request.viewer, pk)
    year = one.occasion.linking_year
    verb = request.POST.get("verb", "")
    gives = GivesForm(
        request.POST if verb == "gives" else None,
        year=year,
        initial={"parts": one.parts, "audience": one.audience, "length": one.length},
    )
    material = MaterialForm(request.POST if verb == "material" else None, initial={"sent_key": secrets.token_hex(12)})
    materials = pages.materials_for(request.viewer, [one.pk]).get(one.pk, [])
    if verb == "gives" and gives.is_valid():
        actions.change_session(by=request.viewer, session=one, **gives.cleaned_data)
        messages.success(request, "Kept. Who is booked stays booked.")
        return redirect("training:session", pk)
    if verb == "material" and material.is_valid():
        actions.add_material(by=request.viewer, session=one, **material.cleaned_data)
        messages.success(request, "Added. Teachers of this year find it on “My training”.")
        return redirect("training:session", pk)
    if verb == "away":
        for found in materials:
            if str(found.pk) == request.POST.get("material"):
                actions.take_away_material(by=request.viewer, material=found)
                messages.success(request, "It is no longer shown.")
        return redirect("training:session", pk)
    context = {
        "session": one,
        "occasion": one.occasion,
        "hours": hours_of(one.occasion),
        "gives_words": shapes.names_of(year.programme.training_shape, one.parts),
        "gives": gives,
        "material": material,
        "materials": materials,
        "thought": pages.evaluations_of(request.viewer, one),
    }
    return render(request, "training/session.html", context)


@runs
@require_POST
def together(request: Request, link: int, pk: int) -> HttpResponse:
    """Bring the partner teachers of a link to one session."""
    found, one = link_for(request.viewer, link), pages.session_for(request.viewer, pk)
    if one.occasion.linking_year_id != found.linking_year_id:
        raise Http404
    try:
        moved = actions.bring_together(by=request.viewer, link=found, session=one)
    except Refused as trouble:
        messages.error(request, str(trouble))
    else:
        words = pages.listed(moved)
        messages.success(
            request, f"{words}: booked. They have it by e-mail." if moved else "They are together already."
        )
    return redirect("training:board")


@runs
@require_http_methods(["GET", "HEAD", "POST"])
def teacher(request: Request, person: int, year: int) -> HttpResponse:
    """One teacher: where she stands, booking for her, what is known of her."""
    who, found = pages.teacher_for(request.viewer, person, year)
    verb = request.POST.get("verb", "")
    missing = [(one.part, one.name) for one in who.missing]
    settle = SettleForm(
        request.POST if verb == "settle" else None, parts=missing, initial={"part": missing[0][0] if missing else None}
    )
    before = BeforeForm(request.POST if verb == "before" else None, initial={"words": who.before})
    back = redirect("training:teacher", person, year)
    try:
        if verb == "join":
            chosen = pages.session_for(request.viewer, int(request.POST.get("session") or 0))
            place = actions.join_session(by=request.viewer, session=chosen, person=who.person)
            waits = place.state == place.State.WAITING
            messages.success(request, f"{who.name} is {'on the waiting list' if waits else 'booked'}, and hears of it.")
            return back
        if verb == "settle" and settle.is_valid():
            actions.settle_part(by=request.viewer, teacher=who, **settle.cleaned_data)
            messages.success(request, "Settled. Nobody is asked about it any more.")
            return back
        if verb == "unsettle":
            actions.take_back_settling(by=request.viewer, teacher=who, part=int(request.POST.get("part") or 0))
            messages.success(request, "It is open again.")
            return back
        if verb == "before" and before.is_valid():
            actions.say_linked_before(by=request.viewer, teacher=who, words=before.cleaned_data["words"])
            messages.success(request, "Kept.")
            return back
    except (Refused, ValueError) as trouble:
        messages.error(request, str(trouble) if isinstance(trouble, Refused) else "Choose a session.")
        return back
    context = {
        "teacher": who,
        "lines": part_lines(found, who, request.viewer),
        "partners": found.partners(who),
        "settle": settle if missing else None,
        "before": before,
        "known": who.before == "Known from an earlier link",
        "audiences": TrainingSession.Audience.choices,
    }
    return render(request, "training/teacher.html", context)

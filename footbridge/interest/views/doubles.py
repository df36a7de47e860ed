"""Schools that answered more than once: their answers beside each other, settled in one action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from footbridge.access.http import Request
from footbridge.interest.actions.looking_after import settle_answers
from footbridge.interest.queries import inbox as reading
from footbridge.interest.rules import ANSWER_TONES, Refused
from footbridge.interest.summary import names_of, rows_of
from footbridge.interest.views.inbox import looks_after, year_in


@looks_after
@require_safe
def doubles(request: Request) -> HttpResponse:
    """All of them, school by school."""
    year, years = year_in(request)
    found = reading.doubles_of(request.viewer, year)
    ids = [
        i for double in found for side in double.sides for i in [*side.given.refused_schools, side.given.last_partner]
    ]
    names = names_of(ids)
    shown = [
        {
            "double": double,
            "sides": [
                {
                    "interest": side.interest,
                    "tone": ANSWER_TONES[side.interest.answer],
                    "rows": [row for row in rows_of(side.given, names) if row.value and row.label != "Answer"],
                }
                for side in double.sides
            ],
        }
        for double in found
    ]
    return render(request, "interest/inbox/doubles.html", {"year": year, "years": years, "shown": shown})


@looks_after
@require_POST
def settle(request: Request) -> HttpResponse:
    """Keep one, with or without the classes of the others."""
    keep = reading.one_answer(request.viewer, request.POST.get("keep", ""))
    seen = {}
    for pair in request.POST.getlist("seen"):
        pk, _, version = pair.partition(":")
        if pk.isdecimal() and version.isdecimal():
            seen[int(pk)] = int(version)
    try:
        settle_answers(by=request.viewer, keep=keep, versions=seen, merge_classes=request.POST.get("merge") == "yes")
    except Refused as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, f"{keep.school.name} now has one answer, {keep.reference}.")
    return redirect(f"{reverse('interest:doubles')}?year={keep.linking_year_id}")

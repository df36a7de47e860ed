"""For head, deputy and office: which of the school's teachers are trained, and cover for their classes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.booking.actions.releasing import note_cover
from footbridge.booking.words import hours_of
from footbridge.training.forms import CoverForm
from footbridge.training.models import TrainingSession
from footbridge.training.queries import pages
from footbridge.training.queries.standings import leading, read

releases = requires(Permission.APPROVE_RELEASE)


@releases
@require_safe
def teachers(request: Request) -> HttpResponse:
    """Each teacher who leads a linked class of the school, part by part, with cover."""
    found = read(leading(request.viewer))
    here = [one for one in found.teachers.values() if any(s.pk in request.viewer.schools for s in one.schools)]
    rows = [
        {
            "teacher": one,
            "parts": [
                {
                    "part": part,
                    "hours": hours_of(part.session.occasion) if part.session else "",
                    "form": CoverForm(prefix=f"p{part.place.pk}", initial={"cover": part.place.cover})
                    if part.place and part.session and part.session.length != TrainingSession.Length.AFTER
                    else None,
                }
                for part in one.parts
            ],
        }
        for one in here
    ]
    return render(request, "training/school.html", {"rows": rows})


@releases
@require_POST
def cover(request: Request, pk: int) -> HttpResponse:
    """Note whether a teacher's class is covered."""
    place = pages.cover_place(request.viewer, pk)
    form = CoverForm(request.POST, prefix=f"p{pk}")
    if form.is_valid():
        note_cover(by=request.viewer, place=place, cover=form.cleaned_data["cover"])
        messages.success(request, f"Noted for {place.name}.")
    return redirect("training:school")

"""Attendance on a telephone, one button at a time, and the pages to print."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.booking import actions, papers
from footbridge.booking.actions.attending import rest_present
from footbridge.booking.models import Place
from footbridge.booking.queries import pages
from footbridge.booking.rules import Refused
from footbridge.booking.words import hours_of
from footbridge.paper.printing import download


@requires(Permission.RUN_OCCASIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: Request, pk: int) -> HttpResponse:
    """Who is there. Each button sends one mark alone, so that two organisers lose none of each other's."""
    occasion = pages.occasion_for(request.viewer, pk)
    places = [one for one in pages.places_of(request.viewer, occasion) if one.state == Place.State.BOOKED]
    if request.method == "POST":
        number, _, mark = request.POST.get("mark", "").partition("-")
        try:
            if number == "rest":
                rest_present(by=request.viewer, occasion=occasion)
            else:
                place = next((one for one in places if str(one.pk) == number), None)
                if place is None:
                    raise Http404
                actions.take_attendance(by=request.viewer, place=place, mark=mark)
        except Refused as trouble:
            messages.error(request, str(trouble))
        anchor = f"#place-{number}" if number.isdigit() else ""
        return redirect(reverse("booking:attendance", args=[pk]) + anchor)
    places.sort(key=lambda one: one.name.casefold())
    marks = [choice for choice in Place.Attendance.choices if choice[0]]
    context = {
        "occasion": occasion,
        "hours": hours_of(occasion),
        "places": places,
        "marks": marks,
        "noted": sum(bool(one.attendance) for one in places),
    }
    return render(request, "booking/attendance.html", context)


@requires(Permission.RUN_OCCASIONS)
@require_safe
def papers_view(request: Request, pk: int, kind: str) -> HttpResponse:
    """The list for the door, or all certificates, as PDF."""
    occasion = pages.occasion_for(request.viewer, pk)
    places = pages.places_of(request.viewer, occasion)
    if kind == "list":
        questions = pages.questions_of(occasion)
        needs = {one.pk: "; ".join(answer for _, answer in pages.answers_in_words(one, questions)) for one in places}
        return download(papers.door_list(occasion, places, needs), "attendance-list")
    present = [one for one in places if papers.has_certificate(one)]
    if kind != "certificates" or not present:
        raise Http404
    return download(papers.certificates(occasion, present), "certificates")

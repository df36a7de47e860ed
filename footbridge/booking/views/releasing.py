"""For head, deputy and office: whether the school decides about release, and the requests that wait."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.booking import actions
from footbridge.booking.forms import ReleaseForm
from footbridge.booking.models import Place, ReleaseSetting
from footbridge.booking.queries import pages
from footbridge.booking.rules import Refused
from footbridge.booking.words import hours_of
from footbridge.schools.models import School


@requires(Permission.APPROVE_RELEASE)
@require_safe
def releases(request: Request) -> HttpResponse:
    """Requests that wait, and those that were answered."""
    rows = pages.releases(request.viewer)
    asks = set(ReleaseSetting.objects.visible_to(request.viewer).filter(approves=True).values_list("school", flat=True))
    schools = School.objects.filter(pk__in=request.viewer.schools).order_by("name")
    context = {
        "waiting": [
            {"place": one, "hours": hours_of(one.occasion), "form": ReleaseForm(prefix=f"p{one.pk}")}
            for one in rows
            if one.release == Place.Release.ASKED
        ],
        "answered": [
            {"place": one, "hours": hours_of(one.occasion)} for one in rows if one.release != Place.Release.ASKED
        ],
        "schools": [{"school": one, "asks": one.pk in asks} for one in schools],
    }
    return render(request, "booking/releases.html", context)


@requires(Permission.APPROVE_RELEASE)
@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Answer one request."""
    place = pages.place_for(request.viewer, pk)
    form = ReleaseForm(request.POST, prefix=f"p{pk}")
    if not form.is_valid():
        messages.error(request, "Choose yes or no.")
        return redirect("booking:releases")
    data = form.cleaned_data
    try:
        given = data["given"] == "yes"
        actions.settle_release(by=request.viewer, place=place, given=given, words=data["words"], cover=data["cover"])
    except Refused as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, f"{place.name} has your answer by e-mail.")
    return redirect("booking:releases")


@requires(Permission.APPROVE_RELEASE)
@require_POST
def setting(request: Request, pk: int) -> HttpResponse:
    """Whether this school decides about each release."""
    if pk not in request.viewer.schools:
        raise Http404
    school = School.objects.get(pk=pk)
    actions.set_release(by=request.viewer, school=school, approves=request.POST.get("approves") == "yes")
    messages.success(request, "Kept. It counts for bookings from now on.")
    return redirect("booking:releases")

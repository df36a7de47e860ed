"""Pages of venues, the same for host, facilitator and network staff: who may not see a venue finds nothing here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, Request, requires
from footbridge.access.roles import VENUE_HOST
from footbridge.people import throttle
from footbridge.people.actions import invite
from footbridge.people.forms import InviteForm
from footbridge.people.models import Invitation, Membership
from footbridge.people.rules import Refused
from footbridge.people.views.colleagues import way_of_letters
from footbridge.programmes.models import Programme
from footbridge.ui.parts import Row, Tab
from footbridge.venues import actions, forms
from footbridge.venues.calendar import calendar_of, first_day, visits_of
from footbridge.venues.listing import lines_of
from footbridge.venues.models import FITS, THEMES, SlotHold, Venue, VenueDayOff, VenueSlot
from footbridge.venues.queries import SHOWN
from footbridge.venues.rules import CannotDo, may_answer

keeps_venues = requires(Permission.KEEP_OWN_VENUE, Permission.RUN_VENUES)
runs_venues = requires(Permission.RUN_VENUES)
answers_for_venue = requires(Permission.KEEP_OWN_VENUE)


def venue_for(request: Request, pk: int) -> Venue:
    """The venue, or nothing where the viewer may not see it."""
    return get_object_or_404(Venue.objects.visible_to(request.viewer), pk=pk)


@keeps_venues
@require_safe
def all_venues(request: Request) -> HttpResponse:
    """The venues one looks after; a host of a single one is led to it."""
    found = list(Venue.objects.visible_to(request.viewer).open())
    if len(found) == 1 and not request.viewer.may(Permission.RUN_VENUES):
        return redirect("venues:venue", found[0].pk)
    runs = request.viewer.may(Permission.RUN_VENUES)
    context = {
        "lines": lines_of(request.viewer, found),
        "may_add": runs,
        "may_share": runs and not request.viewer.is_network_staff,
    }
    return render(request, "venues/all.html", context)


@runs_venues
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Add a venue."""
    viewer = request.viewer
    programmes = Programme.objects.filter(closed=None).order_by("name")
    if not viewer.is_network_staff:
        programmes = programmes.filter(pk__in=viewer.programmes)
    form = forms.NewVenueForm(request.POST if request.method == "POST" else None, programmes=programmes)
    if form.is_valid():
        venue = actions.add_venue(by=viewer, **{k: v for k, v in form.cleaned_data.items() if k != "version"})
        messages.success(request, f"{venue.name} is added. Now invite its host, who keeps its calendar.")
        return redirect("venues:invite_host", venue.pk)
    return render(request, "venues/profile.html", {"form": form, "venue": None, "button": "Add the venue"})


@keeps_venues
@require_safe
def venue(request: Request, pk: int) -> HttpResponse:
    """The venue's profile, its hosts, what waits for an answer, and days off."""
    found, viewer = venue_for(request, pk), request.viewer
    now = timezone.now()
    holds = SlotHold.objects.visible_to(viewer).live().filter(slot__venue=found, slot__ends__gt=now)
    visits = visits_of(list(holds.select_related("slot", "programme").order_by("slot__starts", "pk")))
    ahead = VenueSlot.objects.visible_to(viewer).filter(venue=found, starts__gt=now).values_list("state", flat=True)
    states = Counter(ahead)
    hosts = Membership.objects.visible_to(viewer).current().filter(role=VENUE_HOST.key, venue=found.pk)
    themes, fits = dict(THEMES), dict(FITS)
    rows = [Row(label, getattr(found, key)) for key, label in SHOWN if getattr(found, key)]
    rows += [
        Row("Curriculum", ", ".join(themes[one] for one in found.themes) or "Not said yet"),
        Row(
            "Has",
            ", ".join(fits[one] for one in found.fits)
            or "Not said yet: classes that need something are not sent here.",
        ),
        *([] if found.easting else [Row("Ways of schools", "Not known yet: give a postcode with schools nearby.")]),
        Row("Takes at once", f"{found.classes} classes, {found.children} children"),
    ]
    context = {
        "venue": found,
        "rows": rows,
        "waiting": [one for one in visits if one.hold.state == SlotHold.State.HELD],
        "coming": [one for one in visits if one.hold.state == SlotHold.State.CONFIRMED],
        "free": states[VenueSlot.State.FREE],
        "held": states[VenueSlot.State.HELD] + states[VenueSlot.State.CONFIRMED],
        "may_answer": may_answer(viewer, found.pk),
        "may_invite": viewer.may(Permission.RUN_VENUES),
        "hosts": hosts.select_related("person").order_by("person__name"),
        "invited": Invitation.objects.visible_to(viewer).filter(venue=found.pk, state=Invitation.State.SENT),
        "days_off": VenueDayOff.objects.visible_to(viewer).filter(venue=found, last__gte=timezone.localdate()),
    }
    return render(request, "venues/venue.html", context)


@keeps_venues
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change the profile."""
    found = venue_for(request, pk)
    start = {key: getattr(found, key) for key in ("version", *actions.PROFILE)}
    form = forms.ProfileForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        sent = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        if _done(request, form, lambda: actions.change_venue(by=request.viewer, venue=found, **sent)):
            messages.success(
                request, "The profile is kept. Teachers of classes that come read it on the page of their meeting."
            )
            return redirect("venues:venue", found.pk)
        found.refresh_from_db()
        many = {name: request.POST.getlist(name) for name in ("themes", "fits")}
        form.data = {**request.POST.dict(), **many, "version": str(found.version)}
    return render(request, "venues/profile.html", {"form": form, "venue": found, "button": "Keep the profile"})


@keeps_venues
@require_safe
def calendar(request: Request, pk: int) -> HttpResponse:
    """The month or the week, to look at and to print."""
    found = venue_for(request, pk)
    view = "week" if request.GET.get("view") == "week" else "month"
    try:
        asked = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        asked = first_day(request.viewer, found, timezone.localdate())
    asked = min(max(asked, dt.date(2000, 2, 1)), dt.date(2099, 11, 1))
    shown = calendar_of(request.viewer, found, asked, view)
    tabs = [
        Tab(label, f"?view={key}&day={asked}", key == view) for key, label in (("month", "Month"), ("week", "Week"))
    ]
    context = {"venue": found, "calendar": shown, "tabs": tabs, "may_answer": may_answer(request.viewer, found.pk)}
    return render(request, "venues/calendar.html", context)


@keeps_venues
@require_http_methods(["GET", "POST"])
def slots(request: Request, pk: int) -> HttpResponse:
    """Offer slots."""
    found = venue_for(request, pk)
    form = forms.SlotsForm(request.POST if request.method == "POST" else None, venue=found, today=timezone.localdate())
    if form.is_valid():
        made, known = actions.offer_slots(by=request.viewer, venue=found, **form.cleaned_data)
        said = f"{made} {'slot is' if made == 1 else 'slots are'} offered."
        messages.success(
            request, said + (f" {known} would overlap slots that are there, so they were left out." if known else "")
        )
        return redirect(_calendar(found, form.cleaned_data["first"]))
    return render(request, "venues/slots.html", {"form": form, "venue": found})


@keeps_venues
@require_POST
def withdraw_slot(request: Request, pk: int, slot: int) -> HttpResponse:
    """Take a free slot back."""
    found = venue_for(request, pk)
    row = get_object_or_404(VenueSlot.objects.visible_to(request.viewer).select_related("venue"), pk=slot, venue=found)
    _said(request, lambda: actions.withdraw_slot(by=request.viewer, slot=row), "The slot is taken back.")
    return redirect(_calendar(found, timezone.localdate(row.starts)))


@keeps_venues
@require_http_methods(["GET", "POST"])
def day_off(request: Request, pk: int) -> HttpResponse:
    """Say days off."""
    found = venue_for(request, pk)
    form = forms.DayOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(
        request, form, lambda: actions.say_day_off(by=request.viewer, venue=found, **form.cleaned_data)
    ):
        messages.success(request, "The days off are kept. Free slots on them were taken back.")
        return redirect("venues:venue", found.pk)
    return render(request, "venues/day_off.html", {"form": form, "venue": found})


@keeps_venues
@require_POST
def day_off_back(request: Request, pk: int, day: int) -> HttpResponse:
    """Take days off back."""
    found = venue_for(request, pk)
    row = VenueDayOff.objects.visible_to(request.viewer).select_related("venue").filter(pk=day, venue=found).first()
    if row is not None:
        actions.take_day_off_back(by=request.viewer, day_off=row)
        messages.success(request, "The venue is open on these days again. Offer slots on them anew where you wish.")
    return redirect("venues:venue", found.pk)


@answers_for_venue
@require_POST
def confirm(request: Request, pk: int, hold: int) -> HttpResponse:
    """The classes are welcome."""
    found = venue_for(request, pk)
    row = get_object_or_404(SlotHold.objects.visible_to(request.viewer), pk=hold, slot__venue=found)
    done = "Confirmed. The facilitator is told."
    _said(request, lambda: actions.confirm_hold(by=request.viewer, hold=row), done)
    return redirect("venues:venue", found.pk)


@answers_for_venue
@require_http_methods(["GET", "POST"])
def decline(request: Request, pk: int, hold: int) -> HttpResponse:
    """The classes cannot come, and why."""
    found = venue_for(request, pk)
    rows = SlotHold.objects.visible_to(request.viewer).select_related("slot", "programme")
    row = get_object_or_404(rows, pk=hold, slot__venue=found)
    form = forms.DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(
        request, form, lambda: actions.decline_hold(by=request.viewer, hold=row, **form.cleaned_data)
    ):
        messages.success(request, "Declined. The facilitator is told and looks for another day.")
        return redirect("venues:venue", found.pk)
    return render(request, "venues/decline.html", {"form": form, "venue": found, "visit": visits_of([row])[0]})


@runs_venues
@require_http_methods(["GET", "POST"])
def invite_host(request: Request, pk: int) -> HttpResponse:
    """Invite the venue's host."""
    found, viewer = venue_for(request, pk), request.viewer
    form = InviteForm(request.POST if request.method == "POST" else None, roles=(VENUE_HOST,))
    if form.is_valid():
        try:
            throttle.count_try(throttle.INVITING, account=str(viewer.person_id), network=throttle.network_of(request))
            sent = invite(by=viewer, venue=found.pk, **form.cleaned_data)
        except (Refused, throttle.TooManyTries) as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"{sent.name} is invited. {way_of_letters(sent.email)}")
            return redirect("venues:venue", found.pk)
    return render(request, "venues/invite.html", {"form": form, "venue": found})


def _calendar(venue: Venue, day: dt.date) -> str:
    return f"{reverse('venues:calendar', args=[venue.pk])}?day={day}"


def _done(request: Request, form: Any, act: Callable[[], object]) -> bool:
    """Run a change; where it makes no sense the form says why."""
    try:
        act()
    except CannotDo as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _said(request: Request, act: Callable[[], object], words: str) -> None:
    """Run a change and say how it went."""
    try:
        act()
    except CannotDo as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, words)

"""Colleagues: who is here, inviting, leaving, taking over; for a school, a programme and the network."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, Request, Viewer, requires
from footbridge.access.roles import ROLES, Role, Scope
from footbridge.people import throttle
from footbridge.people.actions import (
    end_membership,
    invite,
    replace_person,
    resend_invitation,
    withdraw_invitation,
)
from footbridge.people.actions.keys import free_of_lost_key
from footbridge.people.colleagues import network_people, programme_people, school_people
from footbridge.people.forms import InviteForm, LeaverForm, SuccessorForm
from footbridge.people.models import Invitation, Membership
from footbridge.people.rules import (
    Refused,
    invitable_roles,
    may_end,
    may_free_of_key,
    may_manage,
    may_replace,
    may_speak_for_school,
    needs_successor,
)
from footbridge.programmes.models import Programme
from footbridge.schools.models import School
from footbridge.ui.parts import Crumb
from footbridge.ui.tables import Column, Filter, Table

looks_after_people = requires(Permission.INVITE_COLLEAGUES, Permission.INVITE_SCHOOLS, Permission.INVITE_FACILITATORS)
HEAD_STATES = [("missing", "No headteacher yet"), ("invited", "Invited"), ("here", "Here")]
HEAD_TONES = {"missing": "warning", "invited": "info", "here": ""}


@looks_after_people
@require_safe
def colleagues(request: Request) -> HttpResponse:
    """The people of one's own place; where one has several, a choice."""
    viewer = request.viewer
    if viewer.is_network_staff:
        return _network_page(request, viewer)
    schools = list(School.objects.filter(pk__in=viewer.schools).order_by("name"))
    programmes = list(Programme.objects.filter(pk__in=viewer.programmes).order_by("name"))
    if len(schools) == 1:
        return render(request, "people/school.html", school_people(viewer, schools[0]))
    if len(programmes) == 1:
        return _programme_page(request, viewer, programmes[0])
    return render(request, "people/places.html", {"schools": schools, "programmes": programmes})


@looks_after_people
@require_safe
def school(request: Request, school: int) -> HttpResponse:
    """The people of one school."""
    viewer = request.viewer
    found = get_object_or_404(School, pk=school)
    if not (viewer.is_network_staff or may_speak_for_school(viewer, found)):
        raise Http404
    return render(request, "people/school.html", {**school_people(viewer, found), "crumbs": _crumbs(viewer)})


@looks_after_people
@require_safe
def programme(request: Request, slug: str) -> HttpResponse:
    """The people of one programme and the heads of its schools."""
    viewer = request.viewer
    found = get_object_or_404(Programme, slug=slug)
    if not (viewer.is_network_staff or viewer.is_facilitator_of(found.pk)):
        raise Http404
    return _programme_page(request, viewer, found)


def _crumbs(viewer: Viewer) -> list[Crumb]:
    return [] if viewer.schools else [Crumb("People", reverse("people:colleagues"))]


def _programme_page(request: Request, viewer: Viewer, found: Programme) -> HttpResponse:
    people = programme_people(viewer, found)
    names = dict(HEAD_STATES)
    table = Table(
        people["schools"],
        [
            Column("name", "School", sort=True, link=lambda row: reverse("people:school", args=[row["id"]])),
            Column("town", "Town", sort=True),
            Column("state", "Headteacher", sort=True, show=lambda row: row["head"] or names[row["state"]],
                   tone=lambda row: HEAD_TONES[row["state"]]),
        ],
        request.GET,
        caption="Schools and their headteachers",
        search=["name", "town", "head"],
        filters=[Filter("state", "Headteacher", HEAD_STATES)],
        order="name",
        empty_title="No school has answered yet",
        empty_text="When schools answer, they stand here, and you invite their headteachers.",
    )  # fmt: skip
    return render(request, "people/programme.html", {**people, "table": table})


def _network_page(request: Request, viewer: Viewer) -> HttpResponse:
    people = network_people(viewer)
    table = Table(
        people["programmes"],
        [
            Column("name", "Programme", sort=True, link=lambda row: reverse("people:programme", args=[row["slug"]])),
            Column("facilitators", "Facilitators", sort=True, numeric=True),
        ],
        request.GET,
        caption="Programmes and their facilitators",
        search=["name"],
        order="name",
        empty_title="No programme yet",
        empty_text="Set up the first programme, then invite its facilitator here.",
    )
    return render(request, "people/network.html", {**people, "table": table})


@looks_after_people
@require_http_methods(["GET", "POST"])
def invite_somebody(request: Request, school: int | None = None, slug: str | None = None) -> HttpResponse:
    """Invite somebody to a school, a programme, or the network."""
    viewer = request.viewer
    at_school = get_object_or_404(School, pk=school) if school is not None else None
    at_programme = get_object_or_404(Programme, slug=slug) if slug is not None else None
    scope = Scope.SCHOOL if at_school else Scope.PROGRAMME if at_programme else Scope.NETWORK
    roles: tuple[Role, ...] = tuple(role for role in invitable_roles(viewer) if role.scope is scope)
    if not roles or (at_school and not may_speak_for_school(viewer, at_school)):
        raise Http404
    form = InviteForm(request.POST if request.method == "POST" else None, roles=roles)
    place = {"school": at_school, "programme": at_programme}
    if form.is_valid() and (sent := _invite(request, viewer, form, place)):
        messages.success(request, f"{sent.name} is invited. {way_of_letters(sent.email)}")
        return redirect(_back_to(at_school, at_programme))
    context = {"form": form, "place": at_school or at_programme, "back": _back_to(at_school, at_programme)}
    return render(request, "people/invite.html", context)


def way_of_letters(address: str) -> str:
    """What happens to a letter, in words: it goes, or this server sends none."""
    if settings.DEMONSTRATION:
        return "In this demonstration nothing is sent; staff read the letter under “Letters”."
    if not settings.SENDS_MAIL:
        return "This server has no mail server yet: the letter is written on the screen where Footbridge was started."
    return f"The letter goes to {address} now."


def _invite(request: Request, viewer: Viewer, form: Any, place: dict[str, Any]) -> Invitation | None:
    """Send the invitation; None when it was refused, with the reason in the form."""
    try:
        throttle.count_try(throttle.INVITING, account=str(viewer.person_id), network=throttle.network_of(request))
        return invite(by=viewer, **form.cleaned_data, **place)
    except (Refused, throttle.TooManyTries) as trouble:
        form.add_error(None, str(trouble))
        return None


def _back_to(at_school: School | None, at_programme: Programme | None) -> str:
    if at_school is not None:
        return reverse("people:school", args=[at_school.pk])
    return reverse("people:programme", args=[at_programme.slug]) if at_programme else reverse("people:colleagues")


def _back_from(request: Request, where: Membership | Invitation) -> str:
    """Where a small press came from, when that is a page of ours; else the page of the place."""
    came = request.POST.get("next", "")
    if came and url_has_allowed_host_and_scheme(came, None):
        return came
    return _back_to(where.school, where.programme)


def _invitation(viewer: Viewer, pk: int) -> Invitation:
    rows = Invitation.objects.visible_to(viewer).select_related("school", "programme")
    found = get_object_or_404(rows, pk=pk)
    if not may_manage(viewer, found):
        raise Http404
    return found


@looks_after_people
@require_POST
def send_again(request: Request, invitation: int) -> HttpResponse:
    """Send an open invitation again."""
    viewer = request.viewer
    found = _invitation(viewer, invitation)
    try:
        throttle.count_try(throttle.SENDING_AGAIN, account=str(found.pk), network=throttle.network_of(request))
        resend_invitation(by=viewer, invitation=found)
        words = f"{found.name} is invited again; the older letter no longer works. {way_of_letters(found.email)}"
        messages.success(request, words)
    except (Refused, throttle.TooManyTries) as trouble:
        messages.error(request, str(trouble))
    return redirect(_back_from(request, found))


@looks_after_people
@require_POST
def take_back(request: Request, invitation: int) -> HttpResponse:
    """Take an open invitation back."""
    viewer = request.viewer
    found = _invitation(viewer, invitation)
    try:
        withdraw_invitation(by=viewer, invitation=found)
        messages.success(request, f"The invitation to {found.name} is taken back.")
    except Refused as trouble:
        messages.error(request, str(trouble))
    return redirect(_back_from(request, found))


def _membership(viewer: Viewer, pk: int) -> Membership:
    rows = Membership.objects.visible_to(viewer).current().select_related("person", "school", "programme")
    found: Membership = get_object_or_404(rows, pk=pk)
    return found


@looks_after_people
@require_http_methods(["GET", "POST"])
def remove(request: Request, membership: int) -> HttpResponse:
    """Remove a leaver, after asking why."""
    viewer = request.viewer
    held = _membership(viewer, membership)
    if not may_end(viewer, held):
        raise Http404
    form = LeaverForm(request.POST if request.method == "POST" else None)
    back = _back_to(held.school, held.programme)
    if form.is_valid():
        try:
            end_membership(by=viewer, membership=held, because=form.cleaned_data["because"])
            messages.success(request, f"{held.person} is no longer {held.role_name.lower()}, {held.place}.")
            return redirect(back if held.person_id != viewer.person_id else "people:account")
        except Refused as trouble:
            form.add_error(None, str(trouble))
    context = {"form": form, "held": held, "back": back, "last": needs_successor(viewer, held),
               "may_replace": may_replace(viewer, held)}  # fmt: skip
    return render(request, "people/remove.html", context)


@looks_after_people
@require_http_methods(["GET", "POST"])
def replace(request: Request, membership: int) -> HttpResponse:
    """Name who takes a role over."""
    viewer = request.viewer
    held = _membership(viewer, membership)
    if not may_replace(viewer, held):
        raise Http404
    form = SuccessorForm(request.POST if request.method == "POST" else None)
    back = _back_to(held.school, held.programme)
    if form.is_valid():
        try:
            sent = replace_person(by=viewer, membership=held, **form.cleaned_data)
            words = f"{form.cleaned_data['name']} takes over from {held.person} from now on."
            if sent is not None:
                words = f"{sent.name} is invited to take over from {held.person}. {way_of_letters(sent.email)}"
            messages.success(request, words)
            return redirect(back)
        except Refused as trouble:
            form.add_error(None, str(trouble))
    context = {"form": form, "held": held, "back": back, "waits": needs_successor(viewer, held)}
    return render(request, "people/replace.html", context)


@looks_after_people
@require_http_methods(["GET", "POST"])
def lost_key(request: Request, membership: int) -> HttpResponse:
    """Help a colleague who lost their second key."""
    viewer = request.viewer
    held = _membership(viewer, membership)
    if not may_free_of_key(viewer, held):
        raise Http404
    back = _back_to(held.school, held.programme)
    if request.method == "POST":
        free_of_lost_key(by=viewer, membership=held)
        messages.success(request, f"{held.person} sets up a new second key when signing in next.")
        return redirect(back)
    return render(request, "people/lost_key.html", {"held": held, "back": back, "role": ROLES[held.role]})

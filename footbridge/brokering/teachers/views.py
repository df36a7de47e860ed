"""Who leads which class of a link: head, deputy and office name teachers, end their leading, invite those not here yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import Permission, Request, requires
from footbridge.brokering.links.queries import link_for, title_of
from footbridge.brokering.models import LinkTeacher, TeacherToCome
from footbridge.brokering.teachers import actions, queries
from footbridge.brokering.teachers.forms import SOMEBODY_ELSE, EndLeadingForm, WhoLeadsForm
from footbridge.people import throttle
from footbridge.people.rules import Refused
from footbridge.people.views.colleagues import way_of_letters


@requires(Permission.NAME_TEACHERS)
@require_http_methods(["GET", "POST"])
def who_leads(request: Request, link_id: int, class_id: int) -> HttpResponse:
    """Who leads a class of the own school; POST names another."""
    link = link_for(request.viewer, link_id)
    led = queries.class_led(request.viewer, link, class_id)
    data = request.POST if request.method == "POST" else None
    form = WhoLeadsForm(data, colleagues=queries.colleagues_for(request.viewer, led))
    if form.is_valid() and (named := _name(request, led, form)):
        messages.success(request, _said(named, led))
        return redirect("brokering:link", link.pk)
    context = {"form": form, "link": link, "class": led, "title": title_of(link)}
    return render(request, "brokering/teachers/who_leads.html", context)


def _name(request: Request, led: queries.ClassLed, form: WhoLeadsForm) -> LinkTeacher | TeacherToCome | None:
    """Name the chosen one; None when it was refused, with the reason in the form."""
    said = form.cleaned_data
    try:
        if said["person"] != SOMEBODY_ELSE:
            return actions.name_teacher(by=request.viewer, link_class=led.row, person=said["person"])
        throttle.count_try(
            throttle.INVITING, account=str(request.viewer.person_id), network=throttle.network_of(request)
        )
        return actions.name_teacher(by=request.viewer, link_class=led.row, email=said["email"], name=said["name"])
    except (Refused, throttle.TooManyTries) as trouble:
        form.add_error(None, str(trouble))
        return None


def _said(named: LinkTeacher | TeacherToCome, led: queries.ClassLed) -> str:
    if isinstance(named, LinkTeacher):
        return f"{named.person.name} leads {led.name} from now on."
    invited = named.invitation
    return f"{invited.name} is invited and leads {led.name} on accepting. {way_of_letters(invited.email)}"


@requires(Permission.NAME_TEACHERS)
@require_http_methods(["GET", "POST"])
def end(request: Request, leading: int) -> HttpResponse:
    """Somebody no longer leads a class, after asking why."""
    found = queries.leading_for(request.viewer, leading)
    form = EndLeadingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.end_leading(by=request.viewer, leading=found, because=form.cleaned_data["because"])
        messages.success(request, f"{found.person.name} no longer leads {found.link_class.offered_class.name}.")
        return redirect("brokering:who_leads", found.link_id, found.link_class_id)
    return render(request, "brokering/teachers/end.html", {"form": form, "leading": found})


@requires(Permission.NAME_TEACHERS)
@require_POST
def send_again(request: Request, coming: int) -> HttpResponse:
    """Send the invitation of a teacher once more."""
    found = queries.coming_for(request.viewer, coming)
    invited = found.invitation
    try:
        throttle.count_try(throttle.SENDING_AGAIN, account=str(invited.pk), network=throttle.network_of(request))
        actions.ask_again(by=request.viewer, coming=found)
        messages.success(request, f"{invited.name} is invited again. {way_of_letters(invited.email)}")
    except (Refused, throttle.TooManyTries) as trouble:
        messages.error(request, str(trouble))
    return redirect("brokering:who_leads", found.link_id, found.link_class_id)


@requires(Permission.NAME_TEACHERS)
@require_POST
def take_back(request: Request, coming: int) -> HttpResponse:
    """A teacher who has not accepted is not to lead the class after all."""
    found = queries.coming_for(request.viewer, coming)
    try:
        actions.take_back_naming(by=request.viewer, coming=found)
        messages.success(
            request, f"{found.invitation.name} is no longer to lead {found.link_class.offered_class.name}."
        )
    except Refused as trouble:
        messages.error(request, str(trouble))
    return redirect("brokering:who_leads", found.link_id, found.link_class_id)

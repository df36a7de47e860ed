"""The page an invitation's link leads to: who invites to what, and the code that accepts."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from footbridge.access import Request, Viewer, public
from footbridge.people import throttle
from footbridge.people.actions import accept_invitation
from footbridge.people.forms import CodeForm, NewPersonForm
from footbridge.people.models import Invitation, Person
from footbridge.people.queries import invitation_of_link
from footbridge.people.sign_in.adapters import home_of_everybody
from footbridge.people.viewers import ROLE_IN_USE
from footbridge.people.views.second_key import steps


@public
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Show the invitation; with the typed code, or for the signed-in owner of the address, accept it."""
    found = invitation_of_link(token)
    if found is None:
        raise Http404
    viewer = request.viewer
    if not found.is_open:
        return _ended(request, found, viewer)
    if viewer.is_signed_in and viewer.email.lower() != found.email.lower():
        return render(request, "people/invitation_other.html", {"invitation": found})
    form = _form(request, found, viewer)
    if request.method == "POST" and form.is_valid():
        answer = _accept(request, found, viewer, form, token)
        if answer is not None:
            return answer
    new = isinstance(form, NewPersonForm)
    context = {"invitation": found, "form": form, "mine": viewer.is_signed_in, "steps": steps(0) if new else []}
    return render(request, "people/invitation.html", context)


def _form(request: Request, found: Invitation, viewer: Viewer) -> forms.Form:
    """No questions for the signed-in owner, the code for a known person, name and password for a new one."""
    data = request.POST if request.method == "POST" else None
    if viewer.is_signed_in:
        return forms.Form(data)
    if Person.objects.filter(email__iexact=found.email).exists():
        return CodeForm(data)
    form = NewPersonForm(data, initial={"name": found.name})
    form.for_person = Person(email=found.email, name=request.POST.get("name", "")[:120])
    return form


def _accept(request: Request, found: Invitation, viewer: Viewer, form: forms.Form, token: str) -> HttpResponse | None:
    """Accept and lead on; None when the page is to be shown again with what is wrong."""
    typed = form.cleaned_data
    try:
        throttle.count_try(throttle.INVITATION, account=token, network=throttle.network_of(request))
    except throttle.TooManyTries as trouble:
        form.add_error(None, str(trouble))
        return None
    outcome = accept_invitation(
        by=viewer,
        invitation=found,
        code=typed.get("code", ""),
        name=typed.get("name", ""),
        password=typed.get("password", ""),
    )
    if outcome.person is None:
        found.refresh_from_db()
        if not found.is_open:
            return redirect(request.path)
        form.add_error("code" if "code" in form.fields else None, outcome.trouble)
        return None
    if outcome.fresh:
        record_authentication(request, outcome.person, method="code", email=outcome.person.email)
        login = Login(user=outcome.person, email=outcome.person.email, redirect_url=reverse("mfa_index"))
        answer: HttpResponse = perform_login(request, login)
        return answer
    messages.success(request, f"You are now {found.role_name.lower()}, {found.place}.")
    if viewer.is_signed_in:
        request.session.pop(ROLE_IN_USE, None)
        return redirect(home_of_everybody())
    return redirect("account_login")


def _ended(request: Request, found: Invitation, viewer: Viewer) -> HttpResponse:
    """An invitation that was accepted, withdrawn or is too old."""
    if found.state == Invitation.State.ACCEPTED and found.accepted_by_id == viewer.person_id:
        return redirect("mfa_index" if not viewer.strong else home_of_everybody())
    return render(request, "people/invitation_ended.html", {"invitation": found}, status=410)

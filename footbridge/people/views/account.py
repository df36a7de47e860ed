"""The own account: name, second keys, sessions, roles; and switching between roles."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Request, signed_in
from footbridge.people import throttle
from footbridge.people.actions.account import change_about_me, sign_out_everywhere
from footbridge.people.actions.address import ask_for_address, take_address
from footbridge.people.actions.keys import KEYS, remove_key
from footbridge.people.forms import AboutMeForm, NewAddressForm
from footbridge.people.models import Person
from footbridge.people.queries import account_of, address_change_of
from footbridge.people.rules import Refused
from footbridge.people.sign_in.adapters import home_of_everybody
from footbridge.people.viewers import ROLE_IN_USE


@signed_in
@never_cache
@require_safe
def account(request: Request) -> HttpResponse:
    """Everything about oneself on one page."""
    return render(request, "people/account.html", account_of(request.viewer, cast(Person, request.user)))


@signed_in
@require_http_methods(["GET", "POST"])
def about_me(request: Request) -> HttpResponse:
    """Change name and language."""
    person = Person.objects.get(pk=cast(Person, request.user).pk)
    data = request.POST if request.method == "POST" else None
    form = AboutMeForm(data, instance=person, languages=settings.LANGUAGES)
    if form.is_valid():
        change_about_me(by=request.viewer, person=person, **form.cleaned_data)
        messages.success(request, "Your name and language are kept.")
        return redirect("people:account")
    return render(request, "people/about_me.html", {"form": form})


@signed_in
@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "POST"])
def new_address(request: Request) -> HttpResponse:
    """Ask to sign in with another e-mail address."""
    person = Person.objects.get(pk=cast(Person, request.user).pk)
    form = NewAddressForm(request.POST if request.method == "POST" else None, now=person.email)
    if form.is_valid():
        try:
            throttle.count_try(throttle.NEW_ADDRESS, account=str(person.pk), network=throttle.network_of(request))
            change = ask_for_address(by=request.viewer, person=person, email=form.cleaned_data["email"])
        except throttle.TooManyTries as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"A link goes to {change.email}. Open it in this browser within a day.")
            return redirect("people:account")
    return render(request, "people/new_address.html", {"form": form, "person": person})


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def confirm_address(request: Request, token: str) -> HttpResponse:
    """The page that the link to the new address opens: one press takes it."""
    change = address_change_of(cast(Person, request.user), token)
    if change is None:
        raise Http404
    if request.method == "POST":
        try:
            person = take_address(by=request.viewer, change=change)
        except Refused as trouble:
            messages.error(request, str(trouble))
            return redirect("people:new_address")
        update_session_auth_hash(request, person)
        messages.success(request, f"From now on you sign in with {person.email}. Other devices are signed out.")
        return redirect("people:account")
    return render(request, "people/confirm_address.html", {"change": change, "form": Form()})


@signed_in
@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "POST"])
def drop_key(request: Request, key: int) -> HttpResponse:
    """Remove one of the own second keys, after asking."""
    person = cast(Person, request.user)
    found = get_object_or_404(Authenticator, pk=key, user=person, type__in=KEYS)
    if request.method == "POST":
        try:
            remove_key(by=request.viewer, person=person, key=found)
            messages.success(request, "The second key is removed.")
        except Refused as trouble:
            messages.error(request, str(trouble))
        return redirect("people:account")
    return render(request, "people/drop_key.html", {"key": found})


@signed_in
@require_POST
def end_session(request: Request, session: int) -> HttpResponse:
    """Sign out one other device."""
    found = get_object_or_404(UserSession, pk=session, user=request.user)
    here = found.is_current()
    end_sessions(request, [found])
    messages.success(request, "That device is signed out.")
    return redirect("account_login" if here else "people:account")


@signed_in
@require_POST
def end_all_sessions(request: Request) -> HttpResponse:
    """Sign out everywhere, here too."""
    person = cast(Person, request.user)
    sign_out_everywhere(by=request.viewer, person=person)
    end_sessions(request, list(UserSession.objects.filter(user=person)))
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")


@signed_in
@require_http_methods(["GET", "POST"])
def switch(request: Request) -> HttpResponse:
    """Choose the role to act in, of those one holds."""
    viewer = request.viewer
    if request.method == "POST":
        chosen = next((s for s in viewer.standings if str(s.id) == request.POST.get("role")), None)
        if chosen is None:
            raise Http404
        request.session[ROLE_IN_USE] = chosen.id
        came = request.POST.get("next", "")  # from a page that the role before could not open
        ours = came and url_has_allowed_host_and_scheme(came, None)
        return redirect(came if ours else home_of_everybody())
    return render(request, "people/switch.html")

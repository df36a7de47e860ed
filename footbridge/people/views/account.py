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
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Request, signed_in
from footbridge.people.actions.account import change_about_me, sign_out_everywhere
from footbridge.people.actions.keys import KEYS, remove_key
from footbridge.people.forms import AboutMeForm
from footbridge.people.models import Person
from footbridge.people.queries import account_of
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
        return redirect(home_of_everybody())
    return render(request, "people/switch.html")

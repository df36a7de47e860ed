"""The library's doors that we open, each behind a counter of tries; what is not here is not served."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.account.internal.stagekit import unstash_login
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from footbridge.people import throttle

View = Callable[..., HttpResponse]


def counted(limit: throttle.Limit, account: Callable[[HttpRequest], str]) -> Callable[[View], View]:
    """Count a POST against the account it names and the network it comes from; too many are told when to try again."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                try:
                    throttle.count_try(limit, account=account(request), network=throttle.network_of(request))
                except throttle.TooManyTries as trouble:
                    return too_many(request, trouble)
            return view(request, *args, **kwargs)

        return inner

    return wrap


def too_many(request: HttpRequest, trouble: throttle.TooManyTries) -> HttpResponse:
    """The page that says when to try again."""
    response = render(request, "people/too_many.html", {"sentence": str(trouble), "back": request.path}, status=429)
    response["Retry-After"] = str(int(trouble.limit.within.total_seconds()))
    return response


def typed_address(request: HttpRequest) -> str:
    """The address in a form of the library."""
    return request.POST.get("login") or request.POST.get("email") or ""


def waiting_person(request: HttpRequest) -> str:
    """The person whose sign-in waits in this session for its next step."""
    login = unstash_login(request, peek=True)
    return str(login.user.pk) if login is not None and login.user is not None else ""


def this_person(request: HttpRequest) -> str:
    """The signed-in person."""
    return str(request.user.pk or "")


def nobody_in_particular(request: HttpRequest) -> str:
    """No account; only the network is counted."""
    return ""


def leads_to_providers(view: View) -> View:
    """Let forms of this page lead on to the configured sign-in providers, which our policy else forbids."""
    if not settings.SIGN_IN_ORIGINS:
        return view
    widened: View = csp_update({"form-action": list(settings.SIGN_IN_ORIGINS)})(view)  # type: ignore[assignment]
    return widened

"""When a session counts as strong: a second factor was proved in it, or a sign-in provider opened it."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from footbridge.people import throttle
from footbridge.people.models import Person
from footbridge.people.viewers import STRONG

PROVES = ("mfa", "socialaccount")


def came_by_provider(request: HttpRequest, person: Person | None) -> bool:
    """Whether this session was opened by a sign-in provider, which asks for its own second factor."""
    return any(record.get("method") == "socialaccount" for record in get_authentication_records(request, person))


def mark_strong(request: HttpRequest) -> None:
    """This session has proved a second factor."""
    request.session[STRONG] = True


def on_signed_in(sender: Any, *, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """After every sign-in by the library: strong or not by what was proved on the way, and counters forgiven."""
    records = get_authentication_records(request, user)
    if any(record.get("method") in PROVES for record in records):
        mark_strong(request)
    else:
        request.session.pop(STRONG, None)
    network = throttle.network_of(request)
    throttle.forgive(throttle.SIGN_IN, account=user.email, network=network)
    throttle.forgive(throttle.TYPE_CODE, account=user.email, network=network)
    throttle.forgive(throttle.SECOND_STEP, account=str(user.pk), network=network)

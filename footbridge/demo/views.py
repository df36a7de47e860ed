"""The page on which a visitor of the demonstration becomes one of its people."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from footbridge.access.rules import demonstration_only
from footbridge.demo.queries import cards, person_of
from footbridge.people.viewers import STRONG

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def only_here() -> None:
    """The second lock, should the rule of the view ever be lost: outside a demonstration there is nothing."""
    if not settings.DEMONSTRATION or settings.PRODUCTION:
        raise Http404


@demonstration_only
@require_GET
def personas(request: HttpRequest) -> HttpResponse:
    """Everybody one can be, with what to try."""
    only_here()
    return render(request, "demo/personas.html", {"cards": cards(request.viewer)})  # type: ignore[attr-defined]


@demonstration_only
@require_POST
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as a persona, the second factor taken as proved."""
    only_here()
    person = person_of(key)
    if person is None:
        raise Http404
    request.session.flush()
    login(request, person, backend=BACKEND)
    request.session[STRONG] = True
    return redirect("today")

"""The first steps of an empty network. Once it stands, this page does not exist."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from footbridge.access import Request, public
from footbridge.people import throttle
from footbridge.people.actions.first_steps import set_up_network
from footbridge.people.forms import FirstStepsForm
from footbridge.people.models import Person
from footbridge.people.rules import Refused
from footbridge.people.secrets import is_first_steps_code
from footbridge.programmes.models import Network
from footbridge.ui.parts import Step


@public
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponse:
    """Name of the network, the first person, and the code that the start of the server printed."""
    if Network.objects.exists():
        raise Http404
    form = FirstStepsForm(request.POST if request.method == "POST" else None)
    form.for_person = Person(email=request.POST.get("email", "")[:254], name=request.POST.get("name", "")[:120])
    if form.is_valid() and (person := _set_up(request, form)):
        record_authentication(request, person, method="code", email=person.email)
        login = Login(user=person, email=person.email, redirect_url=reverse("mfa_index"))
        answer: HttpResponse = perform_login(request, login)
        return answer
    steps = [Step("Network and you", "now"), Step("Second key"), Step("Recovery codes"), Step("First programme")]
    return render(request, "people/start.html", {"form": form, "steps": steps})


def _set_up(request: Request, form: FirstStepsForm) -> Person | None:
    """The first person; None when the code was wrong or somebody was quicker, with the reason in the form."""
    typed = dict(form.cleaned_data)
    try:
        throttle.count_try(throttle.FIRST_STEPS, network=throttle.network_of(request))
        if not is_first_steps_code(typed.pop("code")):
            form.add_error("code", "That is not the code. It stands where Footbridge was started.")
            return None
        person: Person = set_up_network(by=request.viewer, **typed)
        return person
    except (Refused, throttle.TooManyTries) as trouble:
        form.add_error(None, str(trouble))
        return None

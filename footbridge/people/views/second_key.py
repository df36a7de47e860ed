"""Setting up the second key in three steps: who you are, the second key, recovery codes."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast
from urllib.parse import quote

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import Request
from footbridge.access.rules import half_signed_in
from footbridge.people import throttle
from footbridge.people.actions.keys import KEYS, add_app, add_passkey, make_recovery_codes
from footbridge.people.forms import AppCodeForm, PasskeyForm
from footbridge.people.models import Person
from footbridge.people.rules import Refused
from footbridge.people.secrets import seal, unseal
from footbridge.people.sign_in.adapters import home_of_everybody
from footbridge.people.sign_in.doors import View
from footbridge.people.sign_in.strong import PROVES, mark_strong
from footbridge.programmes.models import Programme
from footbridge.ui.parts import Step
from footbridge.ui.squares import square_of

NEW_SECRET = "new_app_secret"


def steps(now: int) -> list[Step]:
    """The three stones, with the one we stand on."""
    labels = ["Who you are", "Second key", "Recovery codes"]
    return [Step(label, "done" if n < now else "now" if n == now else "later") for n, label in enumerate(labels)]


def has_key(person: Person) -> bool:
    """Whether the person has a second key already."""
    return bool(Authenticator.objects.filter(user=person, type__in=KEYS).exists())


def may_add_key(view: View) -> View:
    """Only the first key may be added in a session that has not proved one; and a stale session signs in again."""

    @wraps(view)
    def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = request.viewer
        if not viewer.strong and has_key(cast(Person, request.user)):
            return redirect("mfa_index")
        answer: HttpResponse = reauthentication_required(view, app="allauth.mfa")(request, *args, **kwargs)
        return answer

    return inner


@half_signed_in
@never_cache
@require_safe
def second_key(request: Request) -> HttpResponse:
    """Step two: choose a passkey or an app. Those who have a key prove it, those who proved one go on."""
    viewer = request.viewer
    person = cast(Person, request.user)
    if not viewer.strong and any(r.get("method") in PROVES for r in get_authentication_records(request, person)):
        mark_strong(request)
        return redirect(home_of_everybody())
    if viewer.strong:
        return redirect("people:account")
    return render(request, "people/second_key.html", {"steps": steps(1), "has_key": has_key(person)})


@half_signed_in
@never_cache
@may_add_key
@require_http_methods(["GET", "POST"])
def app(request: Request) -> HttpResponse:
    """Step two with an authenticator app: scan or type the secret, then type the figures it shows."""
    person = cast(Person, request.user)
    secret = unseal(request.session.get(NEW_SECRET, ""))
    if not secret:
        secret = totp.generate_totp_secret()
        request.session[NEW_SECRET] = seal(secret)
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        trouble = _trouble_with(request, person, secret, form.cleaned_data["code"])
        if not trouble:
            add_app(by=request.viewer, person=person, secret=secret)
            del request.session[NEW_SECRET]
            return _proved(request, person, "Your authenticator app is set up.")
        form.add_error("code", trouble)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    context = {"form": form, "secret": spaced, "square": _square(person, secret), "steps": steps(1)}
    return render(request, "people/app.html", context)


def _trouble_with(request: Request, person: Person, secret: str, code: str) -> str:
    """What is wrong with a typed code, in words; nothing when it is right. Tries are counted."""
    try:
        throttle.count_try(throttle.SECOND_STEP, account=str(person.pk), network=throttle.network_of(request))
    except throttle.TooManyTries as trouble:
        return str(trouble)
    if totp.validate_totp_code(secret, code):
        throttle.forgive(throttle.SECOND_STEP, account=str(person.pk), network=throttle.network_of(request))
        return ""
    return "That is not the code your app shows. Wait for the next one and type it. Is your phone's clock right?"


def _square(person: Person, secret: str) -> str:
    """The square code to scan, as an address of a picture."""
    issuer = get_adapter().get_totp_issuer()
    address = f"otpauth://totp/{quote(f'{issuer}:{person.email}')}?secret={secret}&issuer={quote(issuer)}"
    return square_of(address)


@half_signed_in
@never_cache
@may_add_key
@require_http_methods(["GET", "POST"])
def passkey(request: Request) -> HttpResponse:
    """Step two with a passkey: the browser makes one and asks for finger, face or PIN."""
    person = cast(Person, request.user)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        trouble = _trouble_with_passkey(form.cleaned_data["credential"])
        if not trouble:
            name = form.cleaned_data["name"].strip() or get_adapter().generate_authenticator_name(
                person, Authenticator.Type.WEBAUTHN
            )
            add_passkey(
                by=request.viewer,
                person=person,
                name=name,
                credential=form.cleaned_data["credential"],
            )
            return _proved(request, person, "Your passkey is set up.")
        form.add_error(None, trouble)
    options = webauthn.begin_registration(person, passwordless=True)
    context = {"form": form, "js_data": {"creation_options": options}, "steps": steps(1)}
    return render(request, "people/passkey.html", context)


def _trouble_with_passkey(credential: dict[str, Any]) -> str:
    """Check what the browser answered against what it was asked; the sentence that says what is wrong."""
    wrong = "The passkey could not be read. Press the button and try once more."
    try:
        webauthn.parse_registration_response(credential)
        binding = webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError):
        return wrong
    return (
        "" if binding.is_user_verified() else "This passkey did not ask for a finger, a face or a PIN. Use another one."
    )


def _proved(request: Request, person: Person, words: str) -> HttpResponse:
    """A second key was proved in this session: strong from here on, and recovery codes come next."""
    mark_strong(request)
    messages.success(request, words)
    known = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).exists()
    return redirect("people:account" if known else "mfa_view_recovery_codes")


@half_signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def recovery_codes(request: Request) -> HttpResponse:
    """Step three: codes for the day the phone is lost, made and shown in answer to a press of a button."""
    viewer = request.viewer
    if not viewer.strong:
        return redirect("mfa_index")
    answer: HttpResponse = _recovery_codes(request)
    return answer


@reauthentication_required(app="allauth.mfa")
def _recovery_codes(request: Request) -> HttpResponse:
    person = cast(Person, request.user)
    codes: list[str] = []
    if request.method == "POST":
        try:
            codes = [f"{code[:4]} {code[4:]}" for code in make_recovery_codes(by=request.viewer, person=person)]
        except Refused as trouble:
            messages.error(request, str(trouble))
            return redirect("mfa_index")
    known = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).exists()
    text = "Footbridge recovery codes\r\nEach works once.\r\n\r\n" + "\r\n".join(codes) + "\r\n"
    context = {
        "codes": codes,
        "known": known,
        "steps": steps(2),
        "file": "data:text/plain;charset=utf-8," + quote(text),
        "home": home_of_everybody(),
        "first": request.viewer.is_network_staff and not Programme.objects.exists(),
    }
    return render(request, "people/recovery_codes.html", context)

"""What the sign-in library asks the house: mail through the outbox, our words, who may come in, where to go next."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from footbridge.notify.outbox import send
from footbridge.people import secrets
from footbridge.people.models import Person
from footbridge.people.secrets import seal, unseal
from footbridge.people.sign_in.providers import proved_address, welcome_by_provider
from footbridge.people.throttle import network_of

MAIL = {
    "account/email/login_code": "people/mail/sign_in_code",
    "account/email/password_reset_code": "people/mail/password_code",
}
FRESH = 15 * 60  # seconds for which a sign-in counts as just made


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask your facilitator to invite you again.",
        "email_password_mismatch": "That address and password do not fit together. Check both, or get a code by e-mail.",
        "enter_current_password": "That is not your password now. Type it once more.",
        "incorrect_code": "That code is not right. Check the figures and type them once more.",
        "incorrect_password": "That is not your password. Type it once more.",
        "too_many_login_attempts": "There were too many wrong codes. Ask for a new one.",
        "rate_limited": "There were too many tries. Wait a few minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tries are counted before the view, see doors.py."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The library's few letters in our words, through the outbox. Others are not sent."""
        template = MAIL.get(template_prefix)
        if template is None:
            return
        code = unseal(str(context["code"]))
        with transaction.atomic():
            send(
                template,
                to=email,
                key=f"secret:{template}:{uuid4()}",
                context={"code": f"{code[:3]} {code[3:]}", "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60},
            )

    def generate_login_code(self) -> str:
        """Sealed, because the library keeps it in the session; the mail and the form unseal it."""
        return seal(secrets.new_code())

    def generate_password_reset_code(self) -> str:
        return seal(secrets.new_code())

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kw: Any) -> None:
        """Of the library's messages only those said in words we gave it."""
        if message:
            super().add_message(request, level, message=message)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of_everybody()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:account")

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request).partition("/")[0].replace("unknown", "0.0.0.0")  # noqa: S104 (a place holder, not a listener)

    def get_login_stages(self) -> list[str]:
        return [
            "footbridge.people.sign_in.stages.SecondStep" if path == "allauth.mfa.stages.AuthenticateStage" else path
            for path in super().get_login_stages()
        ]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not again within a quarter of an hour of signing in; later, before keys and passwords are changed."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > FRESH


class SecondKeyAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database; the key is derived from the server's own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Wait for the next one in your app and type it.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed. What cannot be read (another server's key) becomes a secret that nobody has, so nothing fits it."""
        return unseal(encrypted_text) or generate_totp_secret()

    def _get_site_name(self) -> str:
        return "Footbridge"

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Our own letter goes out where keys are changed."""

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "My passkey" if number == 1 else f"My passkey {number}"


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Microsoft, Google and DfE Sign-in let in whom we know or have invited, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        person: Person | None = welcome_by_provider(proved_address(sociallogin))
        if person is None:
            raise ImmediateHttpResponse(redirect("people:not_invited"))
        sociallogin.connect(request, person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        if error == AuthError.CANCELLED:
            return  # the library shows our page for those who stopped
        raise ImmediateHttpResponse(redirect("people:provider_trouble"))


def home_of_everybody() -> str:
    """Where people go after signing in: what is next for them, or the front page."""
    try:
        return reverse("today")
    except NoReverseMatch:
        return "/"

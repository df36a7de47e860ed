"""Rules of the views that libraries bring. A library's view that is not named here is not served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from footbridge.access.rules import Rule

PUBLIC = Rule(public=True)
HALF = Rule(needs_strong=False)
SIGNED_IN = Rule()

# module and name of the view (or of its class) -> rule
OUTSIDE: dict[str, Rule] = {
    # signing in, for nobody yet
    "allauth.account.views.LoginView": PUBLIC,
    "allauth.account.views.RequestLoginCodeView": PUBLIC,
    "allauth.account.views.ConfirmLoginCodeView": PUBLIC,
    "allauth.account.views.AccountInactiveView": PUBLIC,
    "allauth.account.views.PasswordResetView": PUBLIC,
    "allauth.account.views.ConfirmPasswordResetCodeView": PUBLIC,
    "allauth.account.views.CompletePasswordResetView": PUBLIC,
    "allauth.account.views.PasswordResetFromKeyDoneView": PUBLIC,
    "allauth.account.views.LogoutView": PUBLIC,
    "allauth.mfa.base.views.AuthenticateView": PUBLIC,
    "allauth.mfa.webauthn.views.LoginWebAuthnView": PUBLIC,
    # the school's own sign-in
    "allauth.socialaccount.views.LoginCancelledView": PUBLIC,
    "allauth.socialaccount.providers.openid_connect.views.login": PUBLIC,
    "allauth.socialaccount.providers.openid_connect.views.callback": PUBLIC,
    "allauth.socialaccount.providers.oauth2.views.OAuth2View.adapter_view.<locals>.view": PUBLIC,
    # showing that it is still you, also before the second key
    "allauth.account.views.ReauthenticateView": HALF,
    "allauth.mfa.base.views.ReauthenticateView": HALF,
    "allauth.mfa.webauthn.views.ReauthenticateWebAuthnView": HALF,
    # the own account
    "allauth.account.views.PasswordChangeView": SIGNED_IN,
    "allauth.account.views.PasswordSetView": SIGNED_IN,
}


def name_of(view: Callable[..., Any]) -> str:
    """Module and name of a view function, or of the class behind it."""
    known = getattr(view, "view_class", view)
    return f"{known.__module__}.{getattr(known, '__qualname__', type(known).__name__)}"


def rule_for_outside_view(view: Callable[..., Any]) -> Rule | None:
    """The rule written here for a library's view, if any."""
    return OUTSIDE.get(name_of(view))

"""How people sign in: settings of the sign-in library, beside the code that uses it."""

from __future__ import annotations

from typing import Any

from footbridge.config.environment import environment

_env = environment()

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ALLAUTH_TRUSTED_PROXY_COUNT = _env.trusted_proxies
ACCOUNT_ADAPTER = "footbridge.people.sign_in.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "footbridge.people.sign_in.adapters.ProviderAdapter"
MFA_ADAPTER = "footbridge.people.sign_in.adapters.SecondKeyAdapter"
ACCOUNT_FORMS = {
    "login": "footbridge.people.forms.SignInForm",
    "request_login_code": "footbridge.people.forms.AskForCodeForm",
    "confirm_login_code": "footbridge.people.forms.TypeCodeForm",
    "reset_password": "footbridge.people.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "footbridge.people.forms.TypeResetCodeForm",
    "reset_password_from_key": "footbridge.people.forms.NewPasswordForm",
    "change_password": "footbridge.people.forms.ChangePasswordForm",
    "set_password": "footbridge.people.forms.FirstPasswordForm",
    "reauthenticate": "footbridge.people.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "footbridge.people.forms.SecondStepForm",
    "reauthenticate": "footbridge.people.forms.SecondStepAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # what an account has; nobody signs up by themselves
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that strangers type
ACCOUNT_EMAIL_NOTIFICATIONS = False  # the notices that matter are ours, in the outbox
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True  # twelve hours, never "until the browser closes", which browsers do not keep
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = False  # counted in the database instead, see throttle.py
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in, so it must have asked for finger, face or PIN
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _env.production
MFA_TOTP_ISSUER = "Footbridge"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ by some seconds
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 8
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter decides which address of which provider counts


def _parts(value: str, names: int) -> list[str]:
    """client-id:secret:rest, where the rest may hold colons."""
    return (value.split(":", names - 1) + [""] * names)[:names]


def _providers() -> dict[str, Any]:
    """The sign-in providers that the environment names."""
    found: dict[str, Any] = {}
    if _env.oidc_microsoft:
        client, secret, tenant = _parts(_env.oidc_microsoft, 3)
        # "organizations" keeps personal accounts out, whose names nobody has checked
        app = {"client_id": client, "secret": secret, "settings": {"tenant": tenant or "organizations"}}
        found["microsoft"] = {"APPS": [app]}
    if _env.oidc_google:
        client, secret = _parts(_env.oidc_google, 2)
        found["google"] = {"APPS": [{"client_id": client, "secret": secret}], "SCOPE": ["openid", "profile", "email"]}
    if _env.oidc_dfe:
        client, secret, server = _parts(_env.oidc_dfe, 3)
        app = {
            "provider_id": "dfe",
            "name": "DfE Sign-in",
            "client_id": client,
            "secret": secret,
            "settings": {"server_url": server, "trust_email": True},
        }
        found["openid_connect"] = {"APPS": [app]}
    return found


SOCIALACCOUNT_PROVIDERS = _providers()


def _origins() -> list[str]:
    """Where the sign-in buttons lead; the content security policy of those pages names them."""
    known = {"microsoft": "https://login.microsoftonline.com", "google": "https://accounts.google.com"}
    found = [origin for name, origin in known.items() if name in SOCIALACCOUNT_PROVIDERS]
    for app in SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
        scheme, _, rest = app["settings"]["server_url"].partition("://")
        found.append(f"{scheme}://{rest.partition('/')[0]}")
    return found


SIGN_IN_ORIGINS = _origins()

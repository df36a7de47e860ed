"""Django's settings, read from the typed environment. Nothing else reads environment variables."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlparse

import structlog
from csp.constants import NONE, SELF

from footbridge.config.environment import environment

ENV = environment()
HOME = Path(__file__).resolve().parent.parent.parent

PRODUCTION = ENV.production
DEMONSTRATION = ENV.demonstration
DEBUG = False
ADDRESS = ENV.address
DATA = ENV.data.expanduser()
SECRET_KEY = ENV.key("secret_key")
AUDIT_KEY = ENV.key("audit_key")
ALLOWED_HOSTS = [name.strip() for name in ENV.hosts.split(",") if name.strip()] or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ADDRESS] if PRODUCTION else []
TRUSTED_PROXIES = ENV.trusted_proxies

INSTALLED_APPS = [
    # top: read everything, own nothing
    "footbridge.demo",
    "footbridge.welcome",
    "footbridge.year",
    # the facilitator's day: reads every step
    "footbridge.care",
    # the linking year
    "footbridge.visits",
    "footbridge.exchange",
    "footbridge.training",
    "footbridge.agreements",
    "footbridge.brokering",
    "footbridge.interest",
    # what outlives a year
    "footbridge.booking",
    "footbridge.venues",
    "footbridge.people",
    "footbridge.programmes",
    "footbridge.schools",
    # rails
    "footbridge.paper",
    "footbridge.vault",
    "footbridge.notify",
    "footbridge.ui",
    "footbridge.audit",
    "footbridge.access",
    "footbridge.privacy",
    # libraries
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "footbridge.config.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "footbridge.access.middleware.ReadOnlyGetMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "footbridge.access.middleware.viewer_middleware",
    "footbridge.access.middleware.RuleMiddleware",
    "footbridge.vault.answering.AwayMiddleware",
]

ROOT_URLCONF = "footbridge.config.urls"
WSGI_APPLICATION = "footbridge.config.wsgi.application"
AUTH_USER_MODEL = "people.Person"
VIEWER_BUILDER = "footbridge.people.viewers.build_viewer"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
SECOND_FACTOR_URL = "mfa_index"
# Return addresses of sign-in providers arrive as GET and open a session; the rest of the library keeps to POST.
OUTSIDE_VIEWS_THAT_WRITE_ON_GET: frozenset[str] = frozenset(
    {
        "allauth.socialaccount.providers.oauth2.views.OAuth2CallbackView",
        "allauth.socialaccount.providers.openid_connect.views.callback",
    }
)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "footbridge.ui.context.for_pages",
            ],
        },
    }
]
FORM_RENDERER = "footbridge.ui.forms.Renderer"

DATABASES = {"default": ENV.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "footbridge_cache"}}
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "footbridge_session"
CSRF_COOKIE_NAME = "footbridge_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION

# Keys and ledger stay outside the database and its backups; see docs/operations.md.
VAULT_KEYS: Path | str = ENV.keys_of_vault()
VAULT_TOKEN = ENV.vault_token.get_secret_value()
VAULT_LEDGER = Path(ENV.vault_ledger).expanduser() if ENV.vault_ledger else DATA / "ledger"

VIRUS_SCANNER = ENV.virus_scanner  # address of ClamAV's clamd; empty: files are made anew without it

PAPER_FONTS: list[str] = []  # folders of further letters for PDF pages, beside those that come as parts

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "footbridge.ui.formats"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("fonts", HOME / "footbridge" / "paper" / "fonts")]  # of scripts that a device may not have
WHITENOISE_MIMETYPES = {".ttf": "font/ttf"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "uploads"}},
    "sealed": ENV.sealed_store(),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# Pages load our own styles, scripts and pictures, and nothing else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION

_mail = urlparse(ENV.mail_server)
SENDS_MAIL = bool(ENV.mail_server) and not DEMONSTRATION
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp" and _mail.port != 25
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.mail_from
MAIL_DOMAIN = urlparse(ADDRESS).hostname


LOGGING_CONFIG = None
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ]
)

from footbridge.people.sign_in_settings import *  # noqa: E402, F403  (how people sign in, beside the code that uses it)

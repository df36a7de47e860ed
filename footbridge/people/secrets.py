"""Links that identify and codes that authorise: made, hashed for storing, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 6


def new_token() -> str:
    """The secret of a link: 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six figures to type."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def hash_of_token(token: str) -> str:
    """What is stored of a link's secret; it is long and random, so a plain hash suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of_code(code: str, *, beside: str) -> str:
    """What is stored of a typed code: keyed, because six figures are soon tried, and bound to the link's hash."""
    return salted_hmac(f"footbridge.people.code:{beside}", code, algorithm="sha256").hexdigest()


def code_fits(typed: str, stored: str, *, beside: str) -> bool:
    """Whether a typed code is the stored one. Blanks and hyphens that people type do not matter."""
    figures = "".join(character for character in typed if character.isdigit())
    return constant_time_compare(hash_of_code(figures, beside=beside), stored)


def _sealer() -> Fernet:
    key = salted_hmac("footbridge.people.sealed", "1", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))


def seal(text: str) -> str:
    """Encrypt something that must be read again (a second factor's secret, a code on its way by mail)."""
    return _sealer().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed; empty for what was not sealed by this server."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def first_steps_code() -> str:
    """The code with which a new network is set up: ten characters that follow from the server's own key.

    It is stored nowhere, and whoever starts the server can read it again until the network stands.
    """
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    digest = hmac.new(settings.SECRET_KEY.encode(), b"footbridge.people.first_steps", hashlib.sha256).digest()
    letters = "".join(alphabet[byte % len(alphabet)] for byte in digest[:10])
    return f"{letters[:5]}-{letters[5:]}"


def is_first_steps_code(typed: str) -> bool:
    """Whether somebody typed the code of the first steps."""
    letters = "".join(character for character in typed.lower() if character.isalnum())
    return constant_time_compare(letters, first_steps_code().replace("-", ""))

"""The secret of a mailed link, the code typed beside it, and the reference a school quotes. Only hashes are kept."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without those that look alike
MOST_TRIES = 8


def new_token() -> str:
    """The secret part of a mailed link."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """What is kept of a token. It is long and random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A code to type: eight letters and digits, none of which look alike."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def code_hash(code: str) -> str:
    """What is kept of a code: keyed, because it is short."""
    plain = re.sub(r"[^A-Z0-9]", "", code.upper()).replace("O", "0")
    return salted_hmac("footbridge.interest.code", plain, algorithm="sha256").hexdigest()


def code_fits(code: str, kept: str) -> bool:
    """Whether a typed code is the one sent; spaces, hyphens and case do not matter."""
    return bool(kept) and constant_time_compare(code_hash(code), kept)


def shown_code(code: str) -> str:
    """A code as people read it: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def new_reference() -> str:
    """What a school quotes, such as FB-7K2M-9QD."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(7))
    return f"FB-{letters[:4]}-{letters[4:]}"

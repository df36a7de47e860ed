"""The mailed link of a place and the code beside it, made from the place's own key and the server's; nothing of them is stored.

So every letter about a place carries the same link and code, and whoever reads the database alone learns neither.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from footbridge.booking.models import Place

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without those that look alike
CODE_LENGTH = 8
MOST_TRIES = 8


def token_of(place: Place) -> str:
    """The secret part of the mailed link: the place's number and 160 bits that only the server can make."""
    return f"{place.pk}-{_sealed(place.key, 'link')[:27]}"


def number_in(token: str) -> int | None:
    """The place's number in a token, unchecked; None where there is none."""
    number = token.partition("-")[0]
    return int(number) if number.isdigit() and len(number) < 19 else None


def fits(token: str, place: Place) -> bool:
    """Whether a token is that of the place, in constant time."""
    return constant_time_compare(token, token_of(place))


def code_of(place: Place) -> str:
    """The code to type: eight letters and digits in two groups, none of which look alike."""
    digest = salted_hmac("footbridge.booking.code", str(place.key), algorithm="sha256").digest()
    code = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:CODE_LENGTH])
    return f"{code[:4]}-{code[4:]}"


def code_fits(typed: str, place: Place) -> bool:
    """Whether a typed code is that of the place; blanks, hyphens and case do not matter."""
    plain = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return constant_time_compare(plain, code_of(place).replace("-", ""))


def _sealed(key: UUID, use: str) -> str:
    digest = salted_hmac(f"footbridge.booking.{use}", str(key), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().replace("-", "A").replace("_", "B").rstrip("=")

"""The code of a lesson: six letters that children can type, stored as a keyed hash alone."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

# No vowels, so that no word comes out; no letters that look alike on a whiteboard. 18 letters, six places: 34 million.
LETTERS = "BCDFGHJKMNPQRTWXYZ"
LENGTH = 6


def code_of(lesson: UUID) -> str:
    """The code of a lesson. It follows from the lesson's id and the server's key, and is kept nowhere."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"footbridge.lesson:{lesson}".encode(), hashlib.sha256)
    number = int.from_bytes(digest, "big")
    found = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        found += LETTERS[place]
    return found


def spaced(code: str) -> str:
    """The code as it is read out: two groups of three."""
    return f"{code[:3]} {code[3:]}"


def typed(text: str) -> str:
    """What somebody typed, without blanks and in capitals."""
    return "".join(one for one in text.upper() if one.isalnum())[:20]


def hash_of(code: str) -> str:
    """What is stored of a code."""
    return salted_hmac("footbridge.exchange.lesson", code, algorithm="sha256").hexdigest()

"""The code on a letter: ten letters and figures that do not look alike, in two groups. 49 bits, looked up by a keyed hash."""

from __future__ import annotations

import secrets
import unicodedata
from uuid import UUID

from django.utils.crypto import salted_hmac

from footbridge.vault import sealing
from footbridge.vault.locks import Lock

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
KIND = "family-code"


def new_code() -> str:
    """A code as it is kept: without its hyphen."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def shown(code: str) -> str:
    """The code as it is printed and typed."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def plain(typed: str) -> str:
    """What was typed, as it is kept: blanks, hyphens and case do not matter, and figures of every script count."""
    figures = (str(unicodedata.digit(one)) if one.isdigit() else one for one in typed[:60])
    return "".join(one for one in "".join(figures).upper() if one.isascii() and one.isalnum())


def hash_of(typed: str) -> str:
    """What is stored of a code to find it by."""
    return salted_hmac("footbridge.exchange.families", plain(typed), algorithm="sha256").hexdigest()


def sealed(code: str, *, lock: Lock, row: UUID) -> bytes:
    """A code sealed for its row."""
    return sealing.seal(code.encode(), lock=lock, kind=KIND, row=row)


def unsealed(content: bytes, *, lock: Lock, row: UUID) -> str:
    """The code of a row."""
    return sealing.open_(content, lock=lock, kind=KIND, row=row).decode()

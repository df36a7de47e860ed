"""What a person finds in the post: links and codes out of the outbox."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from footbridge.notify.models import Message


def last_letter(to: str) -> Message:
    """The newest message to an address."""
    found = Message.objects.unscoped("a test reads the post").filter(to__iexact=to).order_by("-pk").first()
    assert found is not None, f"no letter went to {to}"
    return found


def letters_to(address: str) -> int:
    """How many messages were written to an address."""
    return Message.objects.unscoped("a test counts the post").filter(to__iexact=address).count()


def code_in(letter: Message) -> str:
    """The six figures to type."""
    found = re.search(r"\b(\d{3}) (\d{3})\b", letter.text)
    assert found, letter.text
    return "".join(found.groups())


def link_in(letter: Message) -> str:
    """The path of the first link."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.text)
    assert found, letter.text
    return found.group(1)


def app_code(secret: str, *, ahead: int = 0) -> str:
    """What an authenticator app shows now for a secret (base 32), or so many half minutes later."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + ahead))

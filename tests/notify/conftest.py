"""A mail server, settings that send to it, and a letter to send."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from footbridge.notify import outbox
from footbridge.notify.models import Message
from tests.notify.server import MailServer


@pytest.fixture
def letters(settings: Any) -> None:
    """Templates of the letter that these tests send."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A server to which mail really goes."""
    with MailServer() as server:
        settings.SENDS_MAIL = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.DEFAULT_FROM_EMAIL = "Footbridge <footbridge@linking.example.org>"
        settings.MAIL_DOMAIN = "linking.example.org"
        yield server


@pytest.fixture
def write(letters: None) -> Callable[..., Message]:
    """Put a letter into the outbox."""

    def write(key: str = "hello:1", **fields: Any) -> Message:
        fields = {"to": "head@alder.example.org", "context": {"name": "Zoë"}, **fields}
        with transaction.atomic():
            made = outbox.send("letters/hello", key=key, **fields)
        assert made is not None
        return made

    return write


def stored(pk: int) -> Message:
    """The letter as it is in the outbox now."""
    return Message.objects.unscoped("the test looks at it").get(pk=pk)

"""Writing mail into the outbox and handing it to the server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.nonmultipart import MIMENonMultipart
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from footbridge.notify.models import Enclosed, Message

SECRET = "secret:"  # keys of letters that hold a code or a link begin so; once sent, their words are not kept


@dataclass(frozen=True)
class Enclosure:
    """A file to go with a letter. `kind` is its type with parameters, such as "text/calendar; method=REQUEST"."""

    name: str
    kind: str
    content: bytes


def send(
    template: str,
    *,
    to: str,
    key: str,
    context: dict[str, Any],
    programme: int | None = None,
    enclose: Sequence[Enclosure] = (),
) -> Message | None:
    """Write a message to the outbox and queue its sending, inside the caller's transaction.

    `template` names `<template>_subject.txt`, `<template>.txt` and `<template>.html`, for example
    "interest/mail/received". `key` says what the message is about, for example "offer:17:reminder:2"; a second message
    with the same key is not written and None is returned. Files in `enclose` go with it and are forgotten with it.
    Raises RuntimeError outside a transaction, because mail must not be promised for a change that may still fail.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Mail is written in the same transaction as its cause.")
    words = {"address": settings.ADDRESS, **context}
    subject = " ".join(render_to_string(f"{template}_subject.txt", words).split())[:200]
    message, fresh = Message.objects.unscoped("the outbox is written by the platform").get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": subject,
            "text": render_to_string(f"{template}.txt", words),
            "html": render_to_string(f"{template}.html", {**words, "subject": subject}),
            "template": template,
            "programme": programme,
        },
    )
    if not fresh:
        return None
    Enclosed.objects.bulk_create(
        Enclosed(message=message, name=one.name, kind=one.kind, content=one.content) for one in enclose
    )
    from footbridge.notify.tasks import deliver

    deliver.defer(message_id=message.pk)
    return message


@transaction.atomic
def deliver_now(message_id: int) -> bool:
    """Send a waiting message; False if it is gone or already sent. Raises when the mail server refuses.

    The row is locked while it is sent, so that two workers cannot both send it.
    """
    message = (
        Message.objects.unscoped("the worker sends what is waiting").select_for_update().filter(pk=message_id).first()
    )
    if message is None or message.state == Message.State.SENT:
        return False
    enclosed = Enclosed.objects.unscoped("files go with their letter").filter(message=message)
    if settings.SENDS_MAIL:
        mail = EmailMultiAlternatives(
            message.subject,
            message.text,
            settings.DEFAULT_FROM_EMAIL,
            [message.to],
            headers={"Message-ID": f"<{message.pk}.{message.created:%Y%m%d%H%M%S}@{settings.MAIL_DOMAIN}>"},
            connection=get_connection(),
        )
        mail.attach_alternative(message.html, "text/html")
        for one in enclosed:
            mail.attach(part_of(one))
        mail.send()
    elif not settings.DEMONSTRATION:
        write_on_screen(message)
    if message.key.startswith(SECRET) and not settings.DEMONSTRATION:
        message.text = message.html = "This letter held a code. It was removed here when the letter went."
        enclosed.delete()
    message.state = Message.State.SENT
    message.sent = timezone.now()
    message.attempts += 1
    message.trouble = ""
    message.save(update_fields=["state", "sent", "attempts", "trouble", "text", "html"])
    return True


def part_of(one: Enclosed) -> MIMEBase:
    """A file as part of a letter, with every parameter of its type: diaries act on the method of a calendar file."""
    kind, *parameters = (word.strip() for word in one.kind.split(";"))
    main, _, sub = kind.partition("/")
    part = MIMENonMultipart(main, sub)
    for name, value in (word.split("=", 1) for word in parameters):
        part.set_param(name, value.strip('"'))
    part.set_payload(bytes(one.content))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=one.name)
    return part


def write_on_screen(message: Message) -> None:
    """Write a letter where Footbridge was started: on a trial without a mail server, that is where it arrives.

    Production settings insist on a mail server, so that no letter of a real network is ever written there.
    """
    sys.stdout.write(f"\n--- a letter to {message.to}: {message.subject}\n{message.text.strip()}\n---\n")
    sys.stdout.flush()


def note_trouble(message_id: int, *, words: str, last: bool) -> None:
    """Remember why sending failed, after its transaction was rolled back."""
    found = Message.objects.unscoped("the worker notes what failed").filter(pk=message_id)
    message = found.first()
    if message is not None:
        message.attempts += 1
        message.trouble = words[:300]
        message.state = Message.State.FAILED if last else Message.State.WAITING
        message.save(update_fields=["attempts", "trouble", "state"])

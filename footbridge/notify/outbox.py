"""Writing mail into the outbox and handing it to the server."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from footbridge.notify.models import Message

SECRET = "secret:"  # keys of letters that hold a code or a link begin so; once sent, their words are not kept


def send(template: str, *, to: str, key: str, context: dict[str, Any], programme: int | None = None) -> Message | None:
    """Write a message to the outbox and queue its sending, inside the caller's transaction.

    `template` names `<template>_subject.txt`, `<template>.txt` and `<template>.html`, for example
    "interest/mail/received". `key` says what the message is about, for example "offer:17:reminder:2"; a second message
    with the same key is not written and None is returned. Raises RuntimeError outside a transaction, because mail must
    not be promised for a change that may still fail.
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
        mail.send()
    elif not settings.DEMONSTRATION:
        write_on_screen(message)
    if message.key.startswith(SECRET) and not settings.DEMONSTRATION:
        message.text = message.html = "This letter held a code. It was removed here when the letter went."
    message.state = Message.State.SENT
    message.sent = timezone.now()
    message.attempts += 1
    message.trouble = ""
    message.save(update_fields=["state", "sent", "attempts", "trouble", "text", "html"])
    return True


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

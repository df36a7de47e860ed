"""What the worker does with the outbox."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from footbridge.notify.models import Message
from footbridge.notify.outbox import deliver_now, note_trouble

LAST_ATTEMPT = 8


@app.task(queue="mail", retry=RetryStrategy(max_attempts=LAST_ATTEMPT, exponential_wait=4), pass_context=True)
def deliver(context: JobContext, message_id: int) -> None:
    """Send one message, trying again with growing pauses when the mail server does not take it."""
    try:
        deliver_now(message_id)
    except OSError as trouble:  # smtplib's errors are OSErrors
        attempts = context.job.attempts if context.job else 0
        note_trouble(message_id, words=str(trouble), last=attempts + 1 >= LAST_ATTEMPT)
        raise


@app.periodic(cron="15 3 * * *")
@app.task(queue="nightly")
def forget_sent_mail(timestamp: int) -> None:
    """Delete mail sent more than 30 days ago, as the privacy record promises."""
    old = timezone.now() - timedelta(days=30)
    Message.objects.unscoped("sent mail is kept thirty days").filter(state=Message.State.SENT, sent__lt=old).delete()

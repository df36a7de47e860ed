"""What the worker does with the outbox."""

from __future__ import annotations

from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from footbridge.notify.models import Message
from footbridge.notify.outbox import deliver_now, note_trouble

TRIES = 8  # with pauses of 4, 16, 64 … seconds: the last one about six hours after the first
SILENT_FOR = 60  # seconds without a sign of life after which a worker is taken to be gone


@app.task(queue="mail", retry=RetryStrategy(max_attempts=TRIES - 1, exponential_wait=4), pass_context=True)
def deliver(context: JobContext, message_id: int) -> None:
    """Send one message, trying again with growing pauses when the mail server does not take it."""
    _drop_old_connections()
    try:
        deliver_now(message_id)
    except Exception as trouble:
        before = context.job.attempts if context.job else 0
        note_trouble(message_id, words=str(trouble), last=before + 1 >= TRIES)
        raise
    finally:
        _drop_old_connections()


def _drop_old_connections() -> None:
    """A worker's threads live long, and the database may have been restarted since they last asked it."""
    if not connection.in_atomic_block:
        close_old_connections()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="mail", pass_context=True)
async def take_up_what_stalled(context: JobContext, timestamp: int) -> None:
    """Give mail that a worker held when it was killed to a living one; its sending was not recorded, so it goes again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(queue="mail", seconds_since_heartbeat=SILENT_FOR):
        await manager.retry_job(job)


@app.periodic(cron="55 3 * * *")
@app.task(queue="nightly", pass_context=True)
async def forget_done_work(context: JobContext, timestamp: int) -> None:
    """Delete from the list of work what was done more than 30 days ago; what failed stays to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 30)


@app.periodic(cron="15 3 * * *")
@app.task(queue="nightly")
def forget_sent_mail(timestamp: int) -> None:
    """Delete mail sent more than 30 days ago, as the privacy record promises."""
    old = timezone.now() - timedelta(days=30)
    sent = Message.objects.unscoped("sent mail is kept thirty days")
    sent.filter(state=Message.State.SENT, sent__lt=old).delete()

"""What the worker does about work that was missed: it does it now."""

from __future__ import annotations

import time

from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

from footbridge.year.work import to_catch_up

SILENT_FOR = 60  # seconds without a sign of life after which a worker is taken to be gone


# The lock lets one at a time look for what was missed, however many workers there are.
@app.periodic(cron="*/5 * * * *")
@app.task(queue="daily", lock="catch up", pass_context=True)
async def catch_up(context: JobContext, timestamp: int) -> None:
    """Do what was missed while the worker was off, and what a worker was doing when it was killed.

    Work is caught up once, however many nights were missed, and counts as of now: reminders go out by today's date.
    What failed is left to a person and to its next hour.
    """
    manager = context.app.job_manager
    for queue in ("nightly", "daily"):
        for job in await manager.get_stalled_jobs(queue=queue, seconds_since_heartbeat=SILENT_FOR):
            await manager.retry_job(job)
    for name in await sync_to_async(_missed)():
        await context.app.tasks[name].defer_async(timestamp=int(time.time()))


def _missed() -> list[str]:
    """What was missed. The thread it runs in would keep its connection for good, so it is given back."""
    try:
        return to_catch_up()
    finally:
        if not connection.in_atomic_block:
            connection.close()

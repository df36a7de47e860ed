"""What the worker does for venues: who came is forgotten 30 days after a visit; counts stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.venues.actions import forget_guests

KEPT = timedelta(days=30)


@app.periodic(cron="50 3 * * *")
@app.task(queue="daily")
def look_after_venues(timestamp: int) -> None:
    """Every night: who came to a venue is forgotten 30 days after the visit; counts stay."""
    look_after_on(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


def look_after_on(today: date) -> int:
    """The work of one night: how many visits were forgotten."""
    return forget_guests(by=Viewer.for_system("venues"), before=today - KEPT)

"""What the worker does for brokering: remind heads in school days, and end by telling the facilitator."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.brokering.models import LinkSide
from footbridge.brokering.offers.actions import remind, tell_of_silence
from footbridge.brokering.offers.schooldays import holidays_of, is_school_day, school_days_between

REMIND_AFTER = (5, 10)
TELL_AFTER = 15


@app.periodic(cron="10 8 * * *")
@app.task(queue="daily")
def remind_of_offers(timestamp: int) -> None:
    """Every morning: offers that wait for a reply are reminded after 5 and 10 school days; after 15 the facilitator is told."""
    remind_on(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


def remind_on(today: date) -> tuple[int, int]:
    """The work of one day: how many were reminded, and of how many the facilitator was told."""
    viewer = Viewer.for_system("reminders")
    waiting = (
        LinkSide.objects.visible_to(viewer)
        .filter(reply=LinkSide.Reply.WAITING, link__state="offered", told=None)
        .select_related("link__linking_year__programme", "school")
    )
    reminded = told = 0
    for side in waiting:
        year = side.link.linking_year
        holidays = holidays_of(year.start, year.dates)
        if not is_school_day(today, holidays):
            continue
        days = school_days_between(timezone.localdate(side.link.offered), today, holidays)
        if days >= TELL_AFTER:
            told += tell_of_silence(by=viewer, side=side)
        elif side.reminders < len(REMIND_AFTER) and days >= REMIND_AFTER[side.reminders]:
            reminded += remind(by=viewer, side=side, today=today)
    return reminded, told

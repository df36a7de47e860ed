"""What the worker does for agreements each morning: open what should be open, chase in school days, then tell the facilitator."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.agreements.actions.chasing import remind, tell_of_silence
from footbridge.agreements.actions.signing import open_agreement
from footbridge.agreements.queries import waiting_sides
from footbridge.brokering.models import Link
from footbridge.programmes.schooldays import holidays_of, is_school_day, school_days_between

REMIND_AFTER = (5, 10)
TELL_AFTER = 15


@app.periodic(cron="20 8 * * *")
@app.task(queue="daily")
def look_after_agreements(timestamp: int) -> None:
    """Every morning: missing agreements are opened; heads are reminded after 5 and 10 school days, the facilitator told after 15."""
    today = timezone.localdate(datetime.fromtimestamp(timestamp, UTC))
    open_missing()
    remind_on(today)


def open_missing() -> int:
    """Open the agreements of standing links of open years that have none yet, for instance since the first text was published."""
    viewer = Viewer.for_system("agreements")
    links = Link.objects.visible_to(viewer).filter(
        state=Link.State.STANDING, linking_year__state="open", agreement=None
    )
    opened = [open_agreement(by=viewer, link=link) for link in links.select_related("linking_year__programme")]
    return sum(one is not None for one in opened)


def remind_on(today: date) -> tuple[int, int]:
    """The work of one day: how many were reminded, and of how many the facilitator was told."""
    viewer = Viewer.for_system("reminders")
    reminded = told = 0
    for side in waiting_sides(viewer).filter(told=None):
        year = side.agreement.link.linking_year
        holidays = holidays_of(year.start, year.dates)
        if not is_school_day(today, holidays):
            continue
        days = school_days_between(side.asked, today, holidays)
        if days >= TELL_AFTER:
            told += tell_of_silence(by=viewer, side=side)
        elif side.reminders < len(REMIND_AFTER) and days >= REMIND_AFTER[side.reminders]:
            reminded += remind(by=viewer, side=side, today=today)
    return reminded, told

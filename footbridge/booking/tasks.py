"""What the worker does for booking: requests for release are chased in school days and end with the facilitator; reminders go out
two school days before; what people need is forgotten thirty days after."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.booking.actions.keeping import forget_needs, remind_of_occasion
from footbridge.booking.actions.releasing import remind_of_release, tell_of_release
from footbridge.booking.models import Occasion
from footbridge.booking.queries.held import open_requests
from footbridge.programmes.schooldays import holidays_of, is_school_day, school_days_between

REMIND_AFTER = (2, 5)  # school days
TELL_AFTER = 8
LAST_DAYS = 2  # so many school days before the occasion, the facilitator is told whatever was
REMIND_BEFORE = 2


@app.periodic(cron="20 8 * * *")
@app.task(queue="daily")
def look_after_bookings(timestamp: int) -> None:
    """Every morning: requests for release are chased in school days, and people are reminded two school days before theirs."""
    today = timezone.localdate(datetime.fromtimestamp(timestamp, UTC))
    chase_on(today)
    remind_on(today)


def chase_on(today: date) -> tuple[int, int]:
    """Requests for release: how many were reminded, and of how many the facilitator was told."""
    viewer = Viewer.for_system("releases")
    reminded = told = 0
    for place in open_requests():
        year = place.occasion.linking_year
        holidays = holidays_of(year.start, year.dates)
        if not is_school_day(today, holidays) or place.release_asked is None:
            continue
        days = school_days_between(timezone.localdate(place.release_asked), today, holidays)
        left = school_days_between(today, timezone.localdate(place.starts), holidays)
        if days >= TELL_AFTER or (left <= LAST_DAYS and days >= 1):
            told += tell_of_release(by=viewer, place=place)
        elif place.release_reminders < len(REMIND_AFTER) and days >= REMIND_AFTER[place.release_reminders]:
            reminded += remind_of_release(by=viewer, place=place)
    return reminded, told


def remind_on(today: date) -> int:
    """Who is booked on what comes in two school days is reminded, once; how many occasions."""
    viewer = Viewer.for_system("reminders")
    soon = Occasion.objects.visible_to(viewer).coming().filter(reminded=None, state__in=["open", "closed"])
    count = 0
    for occasion in soon.filter(starts__lt=timezone.now() + timedelta(days=30)).select_related(
        "programme", "linking_year"
    ):
        year = occasion.linking_year
        left = school_days_between(today, timezone.localdate(occasion.starts), holidays_of(year.start, year.dates))
        if left <= REMIND_BEFORE and timezone.localdate(occasion.starts) > today:
            count += remind_of_occasion(by=viewer, occasion=occasion)
    return count


@app.periodic(cron="40 3 * * *")
@app.task(queue="nightly")
def forget_what_people_need(timestamp: int) -> None:
    """Every night: answers about access and food are forgotten, thirty days after the occasion."""
    forget_needs(by=Viewer.for_system("retention"), before=timezone.now() - timedelta(days=30))

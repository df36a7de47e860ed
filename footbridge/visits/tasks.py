"""What the worker does for visits: meetings for links that have none, and forgetting places and times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.vault import walls
from footbridge.visits.afterwards.actions import forget_meeting
from footbridge.visits.groups.actions import forget_groups
from footbridge.visits.meetings.actions import make_meetings
from footbridge.visits.models import Meeting, MixedGroups

KEPT = timedelta(days=30)


@app.periodic(cron="40 3 * * *")
@app.task(queue="daily")
def look_after_visits(timestamp: int) -> None:
    """Every night: mixed groups of meetings that are over are deleted; places and times of meetings 30 days past are
    forgotten; a standing link without meetings gets them."""
    look_after_on(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


def look_after_on(today: date) -> tuple[int, int]:
    """The work of one night: how many meetings were forgotten, how many links were given meetings."""
    viewer = Viewer.for_system("visits")
    for done in groups_over(today):
        forget_groups(by=viewer, meeting=done)
    over = list(Meeting.objects.visible_to(viewer).filter(day__lt=today - KEPT, forgotten=None))
    for meeting in over:
        forget_meeting(by=viewer, meeting=meeting)
    bare = list(Link.objects.visible_to(viewer).filter(state=Link.State.STANDING, meetings=None))
    return len(over), sum(bool(make_meetings(by=viewer, link=link)) for link in bare)


def groups_over(today: date) -> list[Meeting]:
    """Meetings whose mixed groups are to be deleted: the day is past, or there is none to come."""
    over = Q(meeting__day__lt=today) | Q(meeting__state="called_off") | ~Q(meeting__forgotten=None)
    with walls.door("groups of meetings that are over are deleted"):
        rows = MixedGroups.objects.unscoped("groups of meetings that are over are deleted")
        ids = list(rows.filter(over | ~Q(link__state="standing")).values_list("meeting", flat=True))
    return list(Meeting.objects.visible_to(Viewer.for_system("visits")).filter(pk__in=ids))

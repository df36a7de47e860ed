"""What the worker does for the exchange: rooms whose time has come are deleted each night; quiet links are nudged each school morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.brokering.models import Link, LinkSide
from footbridge.exchange.concerns.actions import forget_concerns
from footbridge.exchange.ending.actions import count_and_forget_decisions, end_room
from footbridge.exchange.keepsake import tasks as keepsake  # noqa: F401  (the worker finds its tasks here)
from footbridge.exchange.lesson.actions import close_lessons_that_are_over
from footbridge.exchange.media import opening
from footbridge.exchange.media.actions import sweep_parcels
from footbridge.exchange.models import Certificate, Goodbye
from footbridge.exchange.room.actions import nudge_quiet

WHY = "the worker looks after rooms"
KEPT = timedelta(days=30)  # after a link's end
CONCERNS_KEPT = timedelta(days=90)
OVER = (Link.State.ENDED, Link.State.WITHDRAWN)


@app.periodic(cron="40 2 * * *")
@app.task(queue="daily")
def end_rooms(timestamp: int) -> None:
    """Every night: rooms are deleted of links that ended 30 days ago, and from 31 August on those of the year that is over."""
    end_rooms_on(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


def end_rooms_on(today: date) -> int:
    """The work of one night; how many rooms ended, also those where every school said goodbye 30 days ago.

    A missed night is made up by the next.
    """
    viewer = Viewer.for_system("end of rooms")
    over = today.year - 1 if (today.month, today.day) >= (8, 31) else today.year - 2
    due = Q(state__in=OVER, settled__date__lte=today - KEPT) | Q(
        state__in=(*OVER, Link.State.STANDING), linking_year__start__lte=over
    )
    said = Goodbye.objects.unscoped(WHY).filter(link=OuterRef("link"), school=OuterRef("school"))
    silent = LinkSide.objects.unscoped(WHY).filter(
        ~Exists(said.filter(at__date__lte=today - KEPT)), link=OuterRef("pk")
    )
    due |= Q(~Exists(silent), state=Link.State.STANDING)
    ended = Certificate.objects.unscoped(WHY).values("link")
    links = Link.objects.unscoped(WHY).filter(due).exclude(pk__in=ended).select_related("linking_year__programme")
    count = 0
    for link in links:
        end_room(by=viewer, link=link, because="The link has ended, and its time of keeping with it.", today=today)
        count += 1
    return count


@app.periodic(cron="45 2 * * *")
@app.task(queue="daily")
def count_permissions(timestamp: int) -> None:
    """Every night: what families said in rooms of last year is counted and deleted when 31 December is over."""
    today = timezone.localdate(datetime.fromtimestamp(timestamp, UTC))
    count_and_forget_decisions(by=Viewer.for_system("retention"), today=today)


@app.periodic(cron="50 2 * * *")
@app.task(queue="daily")
def forget_concerns_of_long_ago(timestamp: int) -> None:
    """Every night: concerns that all schools have settled are forgotten, and after 90 days the rest with what they hid."""
    before = datetime.fromtimestamp(timestamp, UTC) - CONCERNS_KEPT
    forget_concerns(by=Viewer.for_system("retention"), before=before)


@app.periodic(cron="5 17 * * *")
@app.task(queue="daily")
def forget_codes_of_lessons(timestamp: int) -> None:
    """Every day after school: lessons whose time was up are noted as closed, and their codes are forgotten."""
    close_lessons_that_are_over(by=Viewer.for_system("lessons"), now=timezone.now())


@app.periodic(cron="25 8 * * *")
@app.task(queue="daily")
def nudge(timestamp: int) -> None:
    """Each morning, and on school days only: teachers of quiet links are asked, then their facilitators."""
    nudge_on(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


def nudge_on(today: date) -> int:
    """The work of one morning; how many links were quiet. Nobody is asked once a school has said goodbye, or the room is gone."""
    viewer = Viewer.for_system("reminders")
    done = [model.objects.unscoped(WHY).filter(link=OuterRef("pk")) for model in (Goodbye, Certificate)]
    links = Link.objects.unscoped(WHY).filter(
        *(~Exists(rows) for rows in done), state=Link.State.STANDING, linking_year__state="open"
    )
    return sum(
        nudge_quiet(by=viewer, link=link, today=today) for link in links.select_related("linking_year__programme")
    )


@app.task(queue="media")
def open_parcel(parcel_id: str) -> None:
    """Make a film that has arrived anew and put it in its sender's tray."""
    opening.open_parcel(UUID(parcel_id))


@app.periodic(cron="*/5 * * * *")
@app.task(queue="media", queueing_lock="look-after-parcels")
def look_after_parcels(timestamp: int) -> None:
    """Every five minutes: files that wait for the virus check are tried again, and what was broken off is swept away."""
    opening.open_waiting()
    sweep_parcels(by=Viewer.for_system("uploads"), now=datetime.fromtimestamp(timestamp, UTC))

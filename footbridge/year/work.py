"""What the platform does by itself at its hours, and whether it was done: the worker may be off, or a piece of work may fail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min, Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.periodic import PeriodicTask

from footbridge.ui.parts import Tone

#: How late a piece of work may be before it counts as missed. Longer than the longest of them takes.
GRACE = dt.timedelta(hours=2)
#: How late a missed piece of work is caught up. Within ten minutes the worker does so by itself.
LATE = dt.timedelta(minutes=15)
#: What is due again so soon is not caught up: one reminder is enough.
SOON = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Work:
    """One piece of work: what it does in words, its hours, when it was last done, and what is wrong (empty: nothing)."""

    name: str
    words: str
    hours: str
    due: dt.datetime
    done: dt.datetime | None
    trouble: str

    @property
    def state(self) -> str:
        """In a word or two."""
        return self.trouble or ("Done" if self.done else "Not due yet")

    @property
    def tone(self) -> Tone:
        return "danger" if self.trouble else "good" if self.done else "plain"


def works(now: dt.datetime | None = None, *, grace: dt.timedelta = GRACE) -> list[Work]:
    """Every piece of work that has its hours, those in trouble first. Two queries."""
    moment = now or timezone.now()
    tasks = {task.task.name: task for task in app.periodic_registry.periodic_tasks.values()}
    rows = (
        ProcrastinateJob.objects.filter(task_name__in=list(tasks))
        .values("task_name")
        .annotate(
            done=Max("procrastinateevent__at", filter=Q(procrastinateevent__type="succeeded")),
            failed=Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed")),
        )
    )
    held = {row["task_name"]: (row["done"], row["failed"]) for row in rows}
    began = ProcrastinateEvent.objects.aggregate(first=Min("at"))["first"]
    found = [_work(task, *held.get(name, (None, None)), began, moment - grace) for name, task in tasks.items()]
    return sorted(found, key=lambda work: (not work.trouble, work.hours, work.words))


def troubles(now: dt.datetime | None = None) -> list[Work]:
    """Work that was missed or failed."""
    return [work for work in works(now) if work.trouble]


def to_catch_up(now: dt.datetime | None = None) -> list[str]:
    """Names of the daily work that was missed, waits nowhere and is not due again within the hour."""
    moment = now or timezone.now()
    again = {
        task.task.name: task.croniter.get_next(ret_type=float, start_time=moment.timestamp())
        for task in app.periodic_registry.periodic_tasks.values()
    }
    missed = [
        work.name
        for work in works(moment, grace=LATE)
        if work.trouble == "Missed" and again[work.name] > (moment + SOON).timestamp()
    ]
    at_hand = ProcrastinateJob.objects.filter(task_name__in=missed, status__in=["todo", "doing"])
    held = set(at_hand.values_list("task_name", flat=True))
    return [name for name in missed if name not in held]


def _work(
    task: PeriodicTask[..., object, ...],
    done: dt.datetime | None,
    failed: dt.datetime | None,
    began: dt.datetime | None,
    before: dt.datetime,
) -> Work:
    # The hours are in universal time, as the worker counts them.
    due = dt.datetime.fromtimestamp(task.croniter.get_prev(ret_type=float, start_time=before.timestamp()), dt.UTC)
    trouble = ""
    if failed is not None and (done is None or failed > done):
        trouble = "Failed"
    elif (done is None and began is not None and began < due) or (done is not None and done < due):
        trouble = "Missed"
    words = " ".join((task.task.func.__doc__ or task.task.name).strip().split("\n\n")[0].split())
    return Work(task.task.name, words, hours_in_words(task.cron), due, done, trouble)


def hours_in_words(cron: str) -> str:
    """“Daily at 03:15”, “Every hour at 20 minutes past” or “Every 5 minutes”; the line itself where it is neither."""
    minute, hour, *rest = cron.split()
    if rest == ["*", "*", "*"] and minute.isdigit() and hour.isdigit():
        return f"Daily at {int(hour):02}:{int(minute):02} UTC"
    if cron.startswith("*/") and hour == "*" and rest == ["*", "*", "*"]:
        return f"Every {minute[2:]} minutes"
    if hour == "*" and minute.isdigit() and rest == ["*", "*", "*"]:
        return f"Every hour at {int(minute)} minutes past"
    return cron

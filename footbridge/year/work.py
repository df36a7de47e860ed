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


def works(now: dt.datetime | None = None) -> list[Work]:
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
    found = [_work(task, *held.get(name, (None, None)), began, moment) for name, task in tasks.items()]
    return sorted(found, key=lambda work: (not work.trouble, work.hours, work.words))


def troubles(now: dt.datetime | None = None) -> list[Work]:
    """Work that was missed or failed."""
    return [work for work in works(now) if work.trouble]


def _work(
    task: PeriodicTask[..., object, ...],
    done: dt.datetime | None,
    failed: dt.datetime | None,
    began: dt.datetime | None,
    now: dt.datetime,
) -> Work:
    # The hours are in universal time, as the worker counts them.
    due = dt.datetime.fromtimestamp(
        task.croniter.get_prev(ret_type=float, start_time=(now - GRACE).timestamp()), dt.UTC
    )
    trouble = ""
    if failed is not None and (done is None or failed > done):
        trouble = "Failed"
    elif (done is None and began is not None and began < due) or (done is not None and done < due):
        trouble = "Missed"
    words = (task.task.func.__doc__ or task.task.name).strip().split("\n")[0]
    return Work(task.task.name, words, hours_in_words(task.cron), due, done, trouble)


def hours_in_words(cron: str) -> str:
    """“Daily at 03:15” or “Every 5 minutes”; the line itself where it is neither."""
    minute, hour, *rest = cron.split()
    if rest == ["*", "*", "*"] and minute.isdigit() and hour.isdigit():
        return f"Daily at {int(hour):02}:{int(minute):02} UTC"
    if cron.startswith("*/") and hour == "*" and rest == ["*", "*", "*"]:
        return f"Every {minute[2:]} minutes"
    return cron

"""Opening and closing a lesson."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import LinkClass
from footbridge.exchange import rules
from footbridge.exchange.lesson.codes import code_of, hash_of
from footbridge.exchange.models import Lesson
from footbridge.vault import switches

WHY = "a lesson is opened or closed for the class's own teacher"
MINUTES = (30, 60, 90)


@action
def open_lesson(*, by: Viewer, link_class: int, minutes: int) -> Lesson:
    """Open class mode for a class that the viewer leads; pressed twice it is one lesson. Raises SwitchedOff while uploads are shut."""
    switches.insist_on("uploads")
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None and minutes in MINUTES)
    assert link is not None
    school = LinkClass.objects.unscoped(WHY).select_for_update().get(pk=link_class).school_id
    now = timezone.now()
    there = Lesson.objects.unscoped(WHY).filter(link_class=link_class, closed=None).first()
    if there is not None and there.is_open:
        return there
    if there is not None:
        there.shut(there.closes)
    made = Lesson(
        pk=_free(), link_id=link, link_class_id=link_class, school_id=school, opened=now,
        closes=now + timedelta(minutes=minutes), by_id=by.person_id,
    )  # fmt: skip
    made.code = hash_of(code_of(made.pk))
    made.save(force_insert=True)
    record("opened a lesson", made, by=by, minutes=minutes)
    return made


@action
def close_lesson(*, by: Viewer, lesson: Lesson) -> Lesson:
    """Close a lesson at once: the next thing a tablet sends is not taken any more. Pressed twice it acts once."""
    rules.insist(rules.leads_class(by, lesson.link_class_id))
    row = Lesson.objects.unscoped(WHY).select_for_update().get(pk=lesson.pk)
    if row.closed is None:
        row.shut(min(timezone.now(), row.closes))
        record("closed a lesson", row, by=by)
    return row


@action
def close_lessons_that_are_over(*, by: Viewer, now: datetime) -> int:
    """Note that lessons whose time is up are closed, and forget their codes. Their doors were shut already. How many."""
    rules.insist(by.system)
    rows = list(Lesson.objects.unscoped(WHY).select_for_update().filter(closed=None, closes__lte=now))
    for row in rows:
        row.shut(row.closes)
        record("closed a lesson", row, by=by)
    return len(rows)


def _free() -> uuid.UUID:
    """An id whose code no other open lesson has."""
    while True:
        found = uuid.uuid4()
        if not Lesson.objects.unscoped(WHY).filter(code=hash_of(code_of(found))).exists():
            return found

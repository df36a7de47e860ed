"""Lessons in class mode: for an hour or so, shared tablets may put work into the tray of one class, and read nothing."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School

LONGEST = timedelta(hours=2)


class LessonQuerySet(ProtectedQuerySet["Lesson"]):
    def scope(self, viewer: Viewer) -> Self:
        """Those of the classes that the viewer leads."""
        return self.filter(link_class__in=rules.classes_led(viewer))

    def open_at(self, now: datetime) -> Self:
        """Those whose doors are open at a time."""
        return self.filter(closed=None, closes__gt=now, link__state=Link.State.STANDING)


@classified(
    Kind.WORK,
    opened="when the teacher opened it",
    closes="when it closes by itself",
    closed="when it was closed",
    keep="until 30 days after the link's end, at the latest 31 August",
)
@classified(
    Kind.SECRET, code="what tablets type, hashed; gone when the lesson is closed", keep="until the lesson is closed"
)
class Lesson(ProtectedModel):
    """One lesson in class mode. Open → closed, by the teacher or by the clock. Its doors lead in and never out.

    The code itself is stored nowhere: it follows from the lesson's id and the server's key, so that the teacher's page can show it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64, blank=True)
    opened = models.DateTimeField(default=timezone.now)
    closes = models.DateTimeField()
    closed = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-opened"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opened")), name="lesson_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(closes__lte=F("opened") + LONGEST), name="lesson_is_two_hours_at_most"),
            models.CheckConstraint(
                condition=Q(closed=None) & ~Q(code="") | Q(closed__isnull=False, code=""),
                name="closed_lesson_has_no_code",
            ),
            models.UniqueConstraint(fields=["link_class"], condition=Q(closed=None), name="one_open_lesson_a_class"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="open_lesson_by_code"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        """Whether tablets may still hand in."""
        return self.closed is None and self.closes > timezone.now()

    def shut(self, at: datetime) -> None:
        """Open → closed; the code goes with it. Called with the row locked."""
        self.closed, self.code = at, ""
        self.save(update_fields=["closed", "code"])

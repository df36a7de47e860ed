"""The one plan that the schools of a link share for a meeting: timetable, words, coach with quotes, risk assessments."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access.models import ProtectedModel
from footbridge.brokering.models import LinkSide
from footbridge.privacy.register import Kind, classified
from footbridge.visits.models.meetings import PLACE_AND_TIME, Meeting, OfMeetingQuerySet

LONGEST_ROW = 480  # minutes
MOST_ROWS = 40


@classified(
    Kind.WORK,
    keep=PLACE_AND_TIME,
    position="its place in the day",
    minutes="how long it takes",
    what="what happens",
)
class TimetableRow(ProtectedModel):
    """One line of the day: how long, and what. Hours follow from the beginning of the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="timetable")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)

    objects = OfMeetingQuerySet["TimetableRow"].as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="timetable_position_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=LONGEST_ROW), name="timetable_row_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.position}"


@classified(
    Kind.WORK,
    keep=PLACE_AND_TIME,
    plan_b="what happens if the day cannot be as planned",
    note="what else both schools should know",
    split="how the schools share the coach",
    stops="where the coach stops, in order, with times",
)
class Plan(ProtectedModel):
    """What the schools share about a meeting besides its date and timetable."""

    class Split(models.TextChoices):
        EQUAL = "equal", "Equal parts"
        CHILDREN = "children", "By the number of children"
        VISITORS = "visitors", "The visiting school pays"

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="plan")
    plan_b = models.TextField(blank=True, max_length=1000)
    note = models.TextField(blank=True, max_length=1000)
    split = models.CharField(max_length=8, choices=Split, default=Split.EQUAL)
    stops = models.TextField(blank=True, max_length=1000, help_text="one a line, in order")

    objects = OfMeetingQuerySet["Plan"].as_manager()

    def __str__(self) -> str:
        return f"Plan of {self.meeting_id}"


@classified(
    Kind.WORK,
    keep=PLACE_AND_TIME,
    operator="who drives",
    pence="what is asked, in pence",
    chosen="whether the schools take it",
    at="when it was noted",
)
class Quote(ProtectedModel):
    """What a coach operator asks for a meeting. The schools take one at most."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="quotes")
    operator = models.CharField(max_length=120)
    pence = models.PositiveIntegerField()
    chosen = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = OfMeetingQuerySet["Quote"].as_manager()

    class Meta:
        ordering = ["pence", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "operator"], name="quote_once_an_operator"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(chosen=True), name="quote_one_is_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.pence}"


@classified(
    Kind.WORK,
    keep=PLACE_AND_TIME,
    done="which checks are done",
    reference="where the school's own assessment is found",
    notes="what was found; no child is named",
    at="when it was last changed",
)
class RiskAssessment(ProtectedModel):
    """The check list of a school (`side`) for a meeting, or of the place where they meet (`side` empty)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="assessments")
    side = models.ForeignKey(LinkSide, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True, max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    objects = OfMeetingQuerySet["RiskAssessment"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "side"], name="assessment_once_a_side", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.side_id or 'place'}"

    def note(self, done: list[str], reference: str, notes: str, now: dt.datetime) -> None:
        """Keep what was ticked and said. Called with the meeting locked."""
        self.done, self.reference, self.notes, self.at = done, reference, notes, now
        self.save()

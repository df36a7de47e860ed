"""What a teacher says after a meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access.models import ProtectedModel
from footbridge.privacy.register import Kind, classified
from footbridge.visits.models.meetings import Meeting, OfMeetingQuerySet

LINES = ("What went well?", "What surprised you?", "What will you do next?")


@classified(
    Kind.ADULT,
    keep="with the record of the link",
    first="what went well",
    second="what surprised",
    third="what comes next",
    quote="a sentence for reports",
    may_quote="whether it may be published",
    at="when it was written",
)
class Reflection(ProtectedModel):
    """Three lines of one teacher after a meeting, and a sentence that may be published only with consent."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reflections")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    first = models.CharField(max_length=300, blank=True)
    second = models.CharField(max_length=300, blank=True)
    third = models.CharField(max_length=300, blank=True)
    quote = models.CharField(max_length=300, blank=True)
    may_quote = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = OfMeetingQuerySet["Reflection"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="reflection_once_a_person"),
            models.CheckConstraint(condition=Q(may_quote=False) | ~Q(quote=""), name="reflection_consent_has_a_quote"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.person_id}"

"""What each school of a link prepares for a live call: its own meeting link, sealed, and its check list."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from footbridge.access.models import ProtectedModel
from footbridge.brokering.models import LinkSide
from footbridge.privacy.register import Kind, classified
from footbridge.visits.models.meetings import PLACE_AND_TIME, Meeting, OfMeetingQuerySet


@classified(
    Kind.WORK,
    keep=PLACE_AND_TIME,
    sealed="the school's own meeting link, sealed under the key of link and year",
    done="what the school has made sure of",
    changed="when it was last changed",
)
class CallSide(ProtectedModel):
    """One school’s part in a call. Whoever has its meeting link can join, so it is kept as a place is: in no mail, soon forgotten."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="calls")
    side = models.ForeignKey(LinkSide, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(null=True, blank=True)
    done = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    changed = models.DateTimeField(auto_now=True)

    objects = OfMeetingQuerySet["CallSide"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "side"], name="call_side_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.side_id}"

    def prepare(self, sealed: bytes | None, done: list[str]) -> None:
        """Note link and check list. Called with the meeting locked."""
        self.sealed, self.done = sealed, done
        self.save()

"""How a meeting finds its day: days that suit each school, and what one of them proposes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access.models import ProtectedModel
from footbridge.brokering.models import LinkSide
from footbridge.privacy.register import Kind, classified
from footbridge.visits.models.meetings import PLACE_AND_TIME, Meeting, OfMeetingQuerySet


@classified(Kind.WORK, day="a day that suits the school", keep=PLACE_AND_TIME)
class SuitableDay(ProtectedModel):
    """A day that suits one school for a meeting. Days that suit all are offered first."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="suitable_days")
    side = models.ForeignKey(LinkSide, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    objects = OfMeetingQuerySet["SuitableDay"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "side", "day"], name="suitable_day_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.side_id}"


@classified(Kind.WORK, state="open, agreed, turned down or taken back", at="when it was made", yes="which sides agree")
@classified(Kind.WORK, day="proposed day", starts="proposed beginning", ends="proposed end", keep=PLACE_AND_TIME)
class Proposal(ProtectedModel):
    """A day and hours that one school proposes. Open → agreed (when every other side said yes) | turned down | taken back."""

    class State(models.TextChoices):
        OPEN = "open", "Waits for an answer"
        AGREED = "agreed", "Agreed"
        TURNED_DOWN = "turned_down", "Does not suit"
        TAKEN_BACK = "taken_back", "Taken back"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="proposals")
    side = models.ForeignKey(LinkSide, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    yes = models.JSONField(default=list, help_text="ids of the sides that agree, the proposer's first")

    objects = OfMeetingQuerySet["Proposal"].as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            # two teachers who propose at the same moment: the second is told of the first
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="open"), name="proposal_one_open"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="proposal_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.state}"

    def settle(self, state: str) -> None:
        """Open → agreed, turned down or taken back. Called with the meeting locked."""
        self.state = state
        self.save(update_fields=["state", "yes"])

    def agree(self, side: int, needed: set[int]) -> bool:
        """Note a side's yes; True when every side has said it. Called with the meeting locked."""
        self.yes = sorted({*self.yes, side})
        whole = needed <= set(self.yes)
        self.settle(self.State.AGREED if whole else self.State.OPEN)
        return whole

"""What classes ask each other, and what their teachers write to each other. All of it is sealed."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.exchange.models.lesson import Lesson
from footbridge.exchange.models.pieces import KEEP, Piece
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School


class QuestionQuerySet(ProtectedQuerySet["Question"]):
    def scope(self, viewer: Viewer) -> Self:
        """The own class's, and what other classes of the link have sent."""
        led = rules.classes_led(viewer)
        return self.filter(
            Q(link_class__in=led)
            | Q(link__in=set(led.values()), state__in=[Question.State.SENT, Question.State.ANSWERED])
        )


@classified(Kind.CHILD, keep=KEEP, sealed="the question, sealed", answer="the answer, sealed")
@classified(
    Kind.WORK,
    state="noted, merged, sent or answered",
    round="with which round it went",
    made="when",
    sent="when it went",
    answered="when it was answered",
)
class Question(ProtectedModel):
    """A curiosity question of a class. Noted → sent with a round → answered; or merged into another that asks the same."""

    class State(models.TextChoices):
        NOTED = "noted", "Noted"
        MERGED = "merged", "Merged"
        SENT = "sent", "Sent"
        ANSWERED = "answered", "Answered"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.NOTED)
    into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged")
    round = models.PositiveSmallIntegerField(null=True, blank=True)
    sealed = models.BinaryField()
    lesson = models.ForeignKey(Lesson, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    sent = models.DateTimeField(null=True, blank=True)
    answer = models.BinaryField(null=True, blank=True)
    answer_piece = models.ForeignKey(Piece, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["made", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", into__isnull=False) | (~Q(state="merged") & Q(into=None)),
                name="merged_question_says_into_which",
            ),
            models.CheckConstraint(condition=~Q(into=F("id")), name="question_merges_into_another"),
            models.CheckConstraint(
                condition=Q(state__in=["noted", "merged"], sent=None, round=None)
                | Q(state__in=["sent", "answered"], sent__isnull=False, round__isnull=False),
                name="sent_question_has_a_round",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered__isnull=False, answer__isnull=False)
                | (~Q(state="answered") & Q(answered=None, answer=None, answer_piece=None)),
                name="answered_question_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MessageQuerySet(ProtectedQuerySet["TeacherMessage"]):
    def scope(self, viewer: Viewer) -> Self:
        """The teachers of the link."""
        return self.filter(link__in=rules.links_run(viewer))


@classified(Kind.CHILD, keep=KEEP, sealed="what a teacher wrote; it may name a child, so it is sealed")
@classified(Kind.WORK, at="when")
class TeacherMessage(ProtectedModel):
    """A message between the teachers of a link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.id)

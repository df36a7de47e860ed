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


class CuriosityQuerySet(ProtectedQuerySet["Question"]):
    def scope(self, viewer: Viewer) -> Self:
        """The own class's, and what other classes of the link have sent; nothing that was reported."""
        led = rules.classes_led(viewer)
        return self.filter(hidden=False).filter(
            Q(link_class__in=led)
            | Q(link__in=set(led.values()), state__in=[Question.State.SENT, Question.State.ANSWERED])
        )


@classified(Kind.CHILD, keep=KEEP, sealed="the question, sealed")
@classified(
    Kind.WORK,
    state="noted, merged, sent or answered",
    hidden="whether it was reported",
    round="with which round it went",
    made="when",
    sent="when it went",
    answered="when it was answered last",
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
    answered = models.DateTimeField(null=True, blank=True)
    hidden = models.BooleanField(default=False)

    objects = CuriosityQuerySet.as_manager()

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
                condition=Q(state="answered", answered__isnull=False) | (~Q(state="answered") & Q(answered=None)),
                name="answered_question_says_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AnswerQuerySet(ProtectedQuerySet["Answer"]):
    def scope(self, viewer: Viewer) -> Self:
        """As their question."""
        return self.filter(question__in=Question.objects.visible_to(viewer), hidden=False)


@classified(Kind.CHILD, keep=KEEP, sealed="the words of the answer, sealed")
@classified(Kind.WORK, kind="words or a piece", at="when", hidden="whether it was reported")
class Answer(ProtectedModel):
    """One answer of a class to a question: words, or a piece of its own that was sent. A question may have several.

    A piece that is called back or deleted leaves its answer behind, which then shows nothing.
    """

    class Of(models.TextChoices):
        WORDS = "words", "Words"
        PIECE = "piece", "A piece"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=5, choices=Of)
    sealed = models.BinaryField(null=True, blank=True)
    piece = models.ForeignKey(Piece, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    hidden = models.BooleanField(default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="words", sealed__isnull=False, piece=None) | Q(kind="piece", sealed=None),
                name="answer_is_words_or_a_piece",
            ),
            models.UniqueConstraint(fields=["question", "piece"], name="piece_answers_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class WrittenQuerySet(ProtectedQuerySet["TeacherMessage"]):
    def scope(self, viewer: Viewer) -> Self:
        """The teachers of the link."""
        return self.filter(link__in=rules.links_run(viewer), hidden=False)


@classified(Kind.CHILD, keep=KEEP, sealed="what a teacher wrote; it may name a child, so it is sealed")
@classified(Kind.WORK, at="when", hidden="whether it was reported")
class TeacherMessage(ProtectedModel):
    """A message between the teachers of a link; a picture comes with it as a piece of the room, and in no other way."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    hidden = models.BooleanField(default=False)
    piece = models.ForeignKey(Piece, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = WrittenQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.id)

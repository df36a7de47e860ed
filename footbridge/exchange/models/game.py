"""The question game of a link: rounds that both classes answer at the same time, mostly during a call, on a shared board.

Nobody is named: votes are counts, answers are those of a class.
"""

from __future__ import annotations

import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link
from footbridge.exchange import rules
from footbridge.exchange.models.pieces import KEEP
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School

Part = TypeVar("Part", bound=models.Model)


class GameQuerySet(ProtectedQuerySet["Game"]):
    def scope(self, viewer: Viewer) -> Self:
        """The teachers of the link."""
        return self.filter(link__in=rules.links_run(viewer))


@classified(
    Kind.WORK,
    state="ready, playing or over",
    now="number of the round in play",
    version="counts up with every change, so that boards know of it",
    made="when",
    began="when it began",
    ended="when it ended",
    keep=KEEP,
)
class Game(ProtectedModel):
    """A question game of a link. Ready → playing → over. A link plays one at a time."""

    class State(models.TextChoices):
        READY = "ready", "Ready"
        PLAYING = "playing", "Being played"
        OVER = "over", "Over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.READY)
    now = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    made = models.DateTimeField(default=timezone.now)
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = GameQuerySet.as_manager()

    class Meta:
        ordering = ["-made"]
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=~Q(state="over"), name="one_game_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="ready", now=0, began=None, ended=None)
                | Q(state="playing", now__gte=1, began__isnull=False, ended=None)
                | Q(state="over", ended__isnull=False),
                name="game_state_is_whole",
            ),
            models.UniqueConstraint(fields=["id", "link"], name="game_of_link"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class OfGameQuerySet(ProtectedQuerySet[Part]):
    def scope(self, viewer: Viewer) -> Self:
        """As the game: the teachers of the link."""
        return self.filter(link__in=rules.links_run(viewer))


@classified(Kind.CHILD, keep=KEEP, sealed="a curiosity question that is played, sealed")
@classified(
    Kind.WORK,
    position="its place",
    kind="who has more, or what do you say",
    guess="which question of our list",
    state="to come, asked or shown",
)
class GameRound(ProtectedModel):
    """One round: a question of our list (“which class has more …?”), or a curiosity question that both classes answer in words.

    To come → asked → shown; one is asked at a time.
    """

    class Of(models.TextChoices):
        MORE = "more", "Which class has more?"
        SAY = "say", "What do you say?"

    class State(models.TextChoices):
        COMING = "coming", "To come"
        ASKED = "asked", "Asked"
        SHOWN = "shown", "Shown"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="rounds")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=Of)
    guess = models.SlugField(max_length=20, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.COMING)

    objects = OfGameQuerySet["GameRound"].as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["game", "position"], name="round_place_once"),
            models.UniqueConstraint(fields=["game"], condition=Q(state="asked"), name="one_round_asked_at_a_time"),
            models.CheckConstraint(
                condition=(Q(kind="more", sealed=None) & ~Q(guess="")) | Q(kind="say", sealed__isnull=False, guess=""),
                name="round_has_its_question",
            ),
            models.UniqueConstraint(fields=["id", "link"], name="round_of_link"),
        ]

    def __str__(self) -> str:
        return f"{self.game_id}.{self.position}"


@classified(Kind.CHILD, keep=KEEP, sealed="what a class says, sealed")
@classified(Kind.WORK, number="how many the class has")
class GameTold(ProtectedModel):
    """What one school's class told in a round: a number, or words."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(GameRound, on_delete=models.CASCADE, related_name="told")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)

    objects = OfGameQuerySet["GameTold"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "school"], name="told_once_a_school"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, sealed=None) | Q(number=None, sealed__isnull=False),
                name="told_is_a_number_or_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.school_id}"


@classified(Kind.WORK, choice="we, they or the same", count="hands or one tablet")
@classified(Kind.SECRET, keep=KEEP, voter="a mark, so that a tablet votes once; names nobody")
class GameVote(ProtectedModel):
    """Votes of one school's class in a round: hands that the teacher counted, or one tablet's."""

    class Choice(models.TextChoices):
        WE = "we", "Our class"
        THEY = "they", "The other class"
        SAME = "same", "The same"

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(GameRound, on_delete=models.CASCADE, related_name="votes")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=4, choices=Choice)
    count = models.PositiveSmallIntegerField(default=1)
    voter = models.CharField(max_length=64)

    objects = OfGameQuerySet["GameVote"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "voter"], name="vote_once_a_voter"),
            models.CheckConstraint(condition=Q(choice__in=["we", "they", "same"]), name="vote_is_known"),
            models.CheckConstraint(condition=Q(count__lte=60), name="vote_of_one_class"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.choice}"

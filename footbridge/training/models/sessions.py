"""Sessions: which part of training an occasion gives, to whom, and how long it keeps teachers from their class."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.booking.models import Occasion, Place
from footbridge.brokering.models import Link
from footbridge.privacy.register import Kind, classified


class TrainingSessionQuerySet(ProtectedQuerySet["TrainingSession"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its occasion."""
        return self.filter(occasion__in=Occasion.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    parts="which parts of the programme's training it gives",
    audience="for new teachers, for those who linked before, or for everyone",
    length="a day, half a day or after school",
)
class TrainingSession(ProtectedModel):
    """What an occasion of kind training gives. `parts` are numbers of the programme's shape, counted from 1; a session that
    catches up gives several at once. The occasion carries the rule “training” (a trigger of migration 0002 holds both).
    """

    class Audience(models.TextChoices):
        NEW = "new", "Teachers new to linking"
        RETURNING = "returning", "Teachers who linked before"
        EVERYONE = "everyone", "Everyone"

    class Length(models.TextChoices):
        DAY = "day", "A full day"
        HALF = "half", "Half a day"
        AFTER = "after", "After school: no cover needed"

    occasion = models.OneToOneField(Occasion, on_delete=models.PROTECT, related_name="training")
    parts = ArrayField(models.PositiveSmallIntegerField())
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYONE)
    length = models.CharField(max_length=5, choices=Length, default=Length.HALF)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(parts__len__gte=1), name="session_gives_a_part")]

    def __str__(self) -> str:
        return f"{self.occasion_id}: {self.parts}"


class MaterialQuerySet(ProtectedQuerySet["Material"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators, and teachers who lead a class in the same linking year, also those who missed it."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.RUN_OCCASIONS):
            return self.filter(session__occasion__programme__in=viewer.programmes)
        if viewer.may(Permission.SEE_OWN_TRAINING):
            years = Link.objects.visible_to(viewer).filter(state=Link.State.STANDING).values("linking_year")
            return self.filter(session__occasion__linking_year__in=years)
        return self.none()


@classified(
    Kind.WORK,
    title="what it is called",
    address="where it is on the web",
    words="what to know or do",
    added="when it was added",
    sent_key="keeps the same form from being sent twice",
)
class Material(ProtectedModel):
    """Something to read before or take home from a session: an address on the web, words, or both."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=120)
    address = models.URLField(blank=True, max_length=500)
    words = models.TextField(blank=True, max_length=3000)
    added = models.DateTimeField(default=timezone.now)
    sent_key = models.CharField(max_length=60, null=True, blank=True, unique=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["added", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(address="", words=""), name="material_has_something_in_it"),
        ]

    def __str__(self) -> str:
        return self.title


class EvaluationQuerySet(ProtectedQuerySet["Evaluation"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators, who read it without the name; and whoever wrote it."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.RUN_OCCASIONS):
            return self.filter(place__occasion__programme__in=viewer.programmes)
        return self.filter(place__person=viewer.person_id or 0)


@classified(
    Kind.ADULT,
    keep="24 months",
    useful="how useful it was, 1 to 5",
    ready="how ready they feel to link, 1 to 5",
    best="what helped most",
    missing="what was missing",
    sent="when it was sent",
)
class Evaluation(ProtectedModel):
    """What somebody who was there thought of a session; once, and it may be changed. 1 is not at all, 5 is very."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="evaluation")
    useful = models.PositiveSmallIntegerField()
    ready = models.PositiveSmallIntegerField()
    best = models.CharField(max_length=500, blank=True)
    missing = models.CharField(max_length=500, blank=True)
    sent = models.DateTimeField(default=timezone.now)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5), ready__range=(1, 5)), name="evaluation_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.useful}"

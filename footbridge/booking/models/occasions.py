"""Occasions: briefings, training, celebrations and whatever else has places."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.people.reach import programmes_of_schools
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear, Programme


class OccasionQuerySet(ProtectedQuerySet["Occasion"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators; people of schools in its reach, and whoever holds a place."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.RUN_OCCASIONS):
            return self.filter(programme__in=viewer.programmes)
        if viewer.may(Permission.BOOK_PLACES):
            from footbridge.booking.models.places import Place

            # celebrations are for the classes that were invited to them, and nobody else hears where children meet
            near = Q(programme__in=programmes_of_schools(viewer.schools)) & ~Q(kind="celebration")
            return self.filter(near | Q(pk__in=Place.objects.visible_to(viewer).values("occasion")))
        return self.none()

    def public(self) -> Self:
        """Occasions that anybody may read about and book without an account; briefings and no others."""
        return self.filter(is_public=True, state__in=["open", "closed"])

    def coming(self) -> Self:
        """Not over and not cancelled, the next one first."""
        return self.filter(ends__gt=timezone.now()).exclude(state="cancelled").order_by("starts", "pk")


@classified(
    Kind.WORK,
    kind="briefing, training, celebration or other",
    title="what it is called",
    about="what it is about",
    how="in person or on line",
    place="where it is",
    joining="how to find or join it, for those who are booked",
    starts="when it begins",
    ends="when it ends",
    capacity="how many places there are",
    booked="how many are taken, counted by the database",
    state="open, closed, cancelled or held",
    sequence="number of its last change, for diaries",
    uid="its name in other rooms' words",
    is_public="whether it can be booked without an account",
    by_class="whether classes are booked, with counts of children and adults",
    needs_release="whether teachers miss school for it",
    rule="which rule of another room says who may book",
    certificate="what a certificate says",
    cancelled_because="why it was cancelled",
    reminded="when those who are booked were reminded",
    created="when it was set up",
    sent_key="keeps the same form from being sent twice",
)
class Occasion(ProtectedModel):
    """Something with places. Open → closed → held; cancelled.

    `booked` is counted by a trigger from the places that are booked (migration 0002), and a CHECK keeps it between none and
    `capacity`; nobody else can write it. With `by_class`, places are counted in people. `rule` names a rule that a
    room above registered (`footbridge.booking.eligibility`); without one, everybody who may see the occasion may book.
    """

    class Kind(models.TextChoices):
        BRIEFING = "briefing", "Briefing"
        TRAINING = "training", "Training"
        CELEBRATION = "celebration", "Celebration"
        OTHER = "other", "Other"

    class State(models.TextChoices):
        OPEN = "open", "Open for booking"
        CLOSED = "closed", "Closed for booking"
        CANCELLED = "cancelled", "Cancelled"
        HELD = "held", "Held"

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        ONLINE = "online", "On line"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="occasions")
    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="occasions")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    how = models.CharField(max_length=10, choices=How, default=How.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)
    joining = models.TextField(blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    capacity = models.PositiveIntegerField()
    booked = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    sequence = models.PositiveIntegerField(default=0)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_public = models.BooleanField(default=False)
    by_class = models.BooleanField(default=False)
    needs_release = models.BooleanField(default=False)
    rule = models.CharField(max_length=40, blank=True)
    certificate = models.CharField(max_length=300, blank=True)
    cancelled_because = models.CharField(max_length=500, blank=True)
    reminded = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sent_key = models.CharField(max_length=60, null=True, blank=True, unique=True)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="occasion_ends_after_start"),
            models.CheckConstraint(condition=Q(booked__gte=0, booked__lte=F("capacity")), name="occasion_not_oversold"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="occasion_has_places"),
            models.CheckConstraint(condition=~Q(state="cancelled") | Q(booked=0), name="cancelled_occasion_is_empty"),
            models.CheckConstraint(condition=Q(is_public=False) | Q(kind="briefing"), name="only_briefings_are_public"),
            # lets a place carry the hours of its occasion, for the constraint against double booking
            models.UniqueConstraint(fields=["id", "starts", "ends"], name="occasion_with_its_hours"),
        ]
        indexes = [models.Index(fields=["programme", "starts"], name="occasion_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def free(self) -> int:
        """Places that are left (people, with `by_class`)."""
        return max(0, self.capacity - self.booked)

    @property
    def is_over(self) -> bool:
        return self.ends <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts <= timezone.now()

    @property
    def takes_bookings(self) -> bool:
        """Whether places can be asked for now."""
        return self.state == self.State.OPEN and not self.has_begun

    @property
    def hides_place(self) -> bool:
        """Children come to a celebration: its place stands on pages for those who come, and never in mail or diaries."""
        return self.by_class or self.kind == self.Kind.CELEBRATION


class QuestionQuerySet(ProtectedQuerySet["Question"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its occasion."""
        return self.filter(occasion__in=Occasion.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    number="its place among the questions",
    kind="access, diet, choice or text",
    text="what is asked",
    choices="what can be chosen",
    required="whether it must be answered",
    retired="when it was taken off the form",
)
class Question(ProtectedModel):
    """Something the organiser asks those who book. Answers stand with the place, by this row's number."""

    class Kind(models.TextChoices):
        ACCESS = "access", "What you need to take part (access)"
        DIET = "diet", "Food you cannot eat"
        CHOICE = "choice", "A choice of several"
        TEXT = "text", "A line of text"

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(max_length=200)
    choices = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    required = models.BooleanField(default=False)
    retired = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]

    def __str__(self) -> str:
        return f"{self.occasion_id}.{self.number}"

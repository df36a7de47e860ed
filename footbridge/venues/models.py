"""Venues, the slots their hosts offer, days off, and the holds that classes have on slots.

A hold names its meeting by `key` only ("meeting:12"): venues stand below visits and know no class. Visits tells this room who
comes (`venues.guests`). The counters of a slot are kept by the database from its holds (migration 0001), and its CHECKs refuse
one class or child too many.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import Programme

Part = TypeVar("Part", bound=models.Model)
THEMES = [
    ("identity", "Who am I? Identity"),
    ("diversity", "Who are we? Diversity"),
    ("community", "Where do we live? Community"),
    ("equality", "How do we all live together? Equality"),
    ("history", "History"),
    ("geography", "Geography"),
    ("science", "Science and nature"),
    ("art", "Art and design"),
    ("drama", "Drama"),
    ("music", "Music"),
    ("english", "English and stories"),
    ("re", "Religious education"),
    ("sport", "Sport and PE"),
    ("computing", "Computing"),
]
FITS = [
    ("step_free", "Step-free ways and toilets"),
    ("changing", "A changing place"),
    ("loop", "A hearing loop"),
    ("quiet", "A quiet room"),
    ("prayer", "A room to pray"),
    ("door", "Coaches stop at the door"),
]
PLACE_AND_TIME = "30 days after the visit, then counts"


class VenueQuerySet(ProtectedQuerySet["Venue"]):
    def scope(self, viewer: Viewer) -> Self:
        """Facilitators see venues that serve their programmes, network staff all, a host the own one; nobody else any."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.KEEP_OWN_VENUE):
            return self.filter(pk__in=viewer.venues)
        if viewer.may(Permission.RUN_VENUES):
            if viewer.is_network_staff:
                return self.all()
            serving = Venue.programmes.through.objects.filter(programme__in=viewer.programmes)
            return self.filter(pk__in=serving.values("venue"))
        return self.none()

    def open(self) -> Self:
        """Venues that still take part."""
        return self.filter(closed=None)


@classified(
    Kind.WORK,
    name="what it is called",
    about="what it is, for facilitators and teachers",
    address="where it is",
    postcode="where it is",
    easting="how far schools travel",
    northing="how far schools travel",
    themes="what it offers to the curriculum",
    fits="what it has for those who need it",
    rooms="its rooms",
    access="step-free ways, lift, hearing loop",
    lunch="where classes eat",
    prayer="where one can pray",
    toilets="toilets, changing place",
    coach_parking="where a coach stops and waits",
    cost="what it costs, in words",
    classes="how many classes it takes at once",
    children="how many children it takes at once",
    version="to see that two people changed it at once",
    created="when it was added",
    closed="when it ended taking part",
    programmes="whom it serves",
)
@classified(
    Kind.ADULT, keep="while it takes part", contact_name="whom to ask at the venue", contact_phone="to call on the day"
)
class Venue(ProtectedModel):
    """A neutral place where classes meet. It may serve several programmes; its hosts are memberships with its pk."""

    name = models.CharField(max_length=160)
    programmes = models.ManyToManyField(Programme, related_name="venues")
    about = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    easting = models.IntegerField(null=True, blank=True, help_text="British National Grid, metres")
    northing = models.IntegerField(null=True, blank=True, help_text="British National Grid, metres")
    themes = ArrayField(models.CharField(max_length=12, choices=THEMES), default=list, blank=True)
    fits = ArrayField(models.CharField(max_length=12, choices=FITS), default=list, blank=True)
    rooms = models.TextField(blank=True)
    access = models.TextField(blank=True)
    lunch = models.TextField(blank=True)
    prayer = models.TextField(blank=True)
    toilets = models.TextField(blank=True)
    coach_parking = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    classes = models.PositiveSmallIntegerField(default=2)
    children = models.PositiveSmallIntegerField(default=64)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(classes__gte=1, classes__lte=20, children__gte=1, children__lte=600),
                name="venue_takes_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfVenueQuerySet(ProtectedQuerySet[Part]):
    def scope(self, viewer: Viewer) -> Self:
        """As its venue."""
        return self.filter(venue__in=Venue.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    starts="when classes may come",
    ends="when they leave",
    classes="how many classes it takes",
    children="how many children it takes",
    classes_held="how many are held; kept by the database",
    children_held="how many are held; kept by the database",
    state="free, held, confirmed or withdrawn; kept by the database",
    created="when it was offered",
)
class VenueSlot(ProtectedModel):
    """Hours of one day that a venue offers. Free → held → confirmed; withdrawn while nobody holds it.

    Slots of a venue never overlap (an exclusion constraint), and none is held on a day off (migration 0001).
    """

    class State(models.TextChoices):
        FREE = "free", "Free"
        HELD = "held", "Waits for the host"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Taken back"

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="slots")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    classes = models.PositiveSmallIntegerField()
    children = models.PositiveSmallIntegerField()
    classes_held = models.PositiveSmallIntegerField(default=0)
    children_held = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.FREE)
    created = models.DateTimeField(default=timezone.now)

    objects = OfVenueQuerySet["VenueSlot"].as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="slot_ends_after_start"),
            models.CheckConstraint(condition=Q(classes__gte=1, children__gte=1), name="slot_takes_somebody"),
            models.CheckConstraint(condition=Q(classes_held__lte=F("classes")), name="slot_not_over_in_classes"),
            models.CheckConstraint(condition=Q(children_held__lte=F("children")), name="slot_not_over_in_children"),
            models.CheckConstraint(
                condition=Q(state__in=["free", "withdrawn"], classes_held=0, children_held=0)
                | Q(state__in=["held", "confirmed"], classes_held__gte=1),
                name="slot_state_fits_its_holds",
            ),
        ]
        indexes = [models.Index(fields=["venue", "starts"], name="slot_by_time")]

    def __str__(self) -> str:
        return f"Slot {self.pk}"


@classified(
    Kind.WORK, first="first day it is closed", last="last day it is closed", reason="why", created="when it was said"
)
class VenueDayOff(ProtectedModel):
    """Days on which a venue takes no classes, first and last included. Never over a held slot."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="days_off")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=120, blank=True)
    created = models.DateTimeField(default=timezone.now)

    objects = OfVenueQuerySet["VenueDayOff"].as_manager()

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="day_off_ends_after_start"),
            models.UniqueConstraint(fields=["venue", "first", "last"], name="day_off_said_once"),
        ]

    def __str__(self) -> str:
        return f"Days off {self.pk}"


class SlotHoldQuerySet(ProtectedQuerySet["SlotHold"]):
    def scope(self, viewer: Viewer) -> Self:
        """The host sees every hold of the own venue; a facilitator those of the own programmes, wherever they are."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.KEEP_OWN_VENUE):
            return self.filter(slot__venue__in=viewer.venues)
        if viewer.may(Permission.RUN_VENUES):
            return self.filter(programme__in=viewer.programmes)
        return self.none()

    def live(self) -> Self:
        """Holds that take room."""
        return self.filter(state__in=["held", "confirmed"])


@classified(Kind.WORK, keep=PLACE_AND_TIME, key="which meeting holds it", reason="why the host declined")
@classified(
    Kind.WORK,
    classes="how many classes come",
    children="how many children come",
    state="held, confirmed, declined or released",
    held="when it was asked for",
    answered="when the host answered",
)
class SlotHold(ProtectedModel):
    """Room in a slot for one meeting. Held → confirmed | declined; released when the meeting moves."""

    class State(models.TextChoices):
        HELD = "held", "Waits for the host"
        CONFIRMED = "confirmed", "Confirmed"
        DECLINED = "declined", "Declined"
        RELEASED = "released", "Given back"

    slot = models.ForeignKey(VenueSlot, on_delete=models.PROTECT, related_name="holds")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    classes = models.PositiveSmallIntegerField()
    children = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    held = models.DateTimeField(default=timezone.now)
    held_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = SlotHoldQuerySet.as_manager()

    class Meta:
        ordering = ["held", "pk"]
        constraints = [
            # a meeting is at one place
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=["held", "confirmed"]), name="hold_once_for_a_meeting"
            ),
            models.CheckConstraint(condition=Q(classes__gte=1), name="hold_brings_a_class"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="hold_declined_with_reason"),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"

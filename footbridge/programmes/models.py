"""The network, its programmes, their hosts over time, and their linking years."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import LocalAuthority

MEETINGS = [
    ("neutral", "Neutral venue"),
    ("host_a", "First school hosts"),
    ("host_b", "Second school hosts"),
    ("online", "On line"),
    ("celebration", "Celebration"),
    ("goodbye", "Goodbye"),
]
TRAINING_SHAPES = [
    ("day_or_half", "A full day for new teachers, half a day for those who linked before"),
    ("half", "Half a day for everyone"),
    ("two_sessions", "Two sessions for everyone"),
    ("five_sessions", "Five sessions after school"),
]
# The steps of the linking year with the month and day a new programme starts from.
CALENDAR_STEPS = [
    ("interest_opens", "Interest opens", 3, 1),
    ("interest_closes", "Interest closes", 7, 15),
    ("brokering_opens", "Pairing begins", 6, 1),
    ("offers_by", "Offers go out by", 9, 25),
    ("agreements_by", "Agreements signed by", 10, 10),
    ("training_one", "First training", 10, 1),
    ("exchange_begins", "Exchange begins", 11, 1),
    ("second_intake", "Second intake", 1, 8),
    ("second_intake_closes", "Second intake closes", 2, 5),
    ("training_two", "Second training", 2, 1),
    ("visits_from", "Visits from", 3, 1),
    ("visits_to", "Visits until", 6, 30),
    ("celebration", "Celebration and goodbye", 7, 5),
    ("year_closes", "The year closes", 7, 31),
]


def default_meetings() -> list[str]:
    """Three meetings: neutral venue first, then each school hosts."""
    return ["neutral", "host_a", "host_b"]


def default_weights() -> dict[str, float]:
    """Weights of the measure of difference and of the wishes, as the network recommends them; 0 to 1 each."""
    return {
        "ethnicity": 1.0,
        "fsm": 0.6,
        "eal": 0.4,
        "character": 0.4,
        "urban_rural": 0.3,
        "travel": 0.3,
        "wishes": 0.5,
        "repeat": 0.2,
    }


@classified(
    Kind.WORK, name="what the network is called", contact_email="where the public writes", set_up="when it was set up"
)
class Network(models.Model):
    """The national body. One row; while there is none, Footbridge leads the first person through setting it up."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    set_up = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="network_is_one_row")]

    def __str__(self) -> str:
        return self.name


@classified(
    Kind.OPEN,
    slug="its address on the site",
    name="what it is called",
    about="what visitors read",
    contact_name="whom schools ask",
    contact_email="where schools write",
    contact_phone="where schools call",
    recruiting="whether schools may join now",
    easting="where it is on the map",
    northing="where it is on the map",
    cost_note="what schools pay",
)
@classified(
    Kind.WORK,
    meetings="the meetings of its year, in order",
    training_shape="how its teachers train",
    calendar="its usual dates",
    weights="what its pairing weighs",
    pairing_rules="limits of its pairing: distance, years, sizes",
    created="when it was set up",
    closed="when it ended",
)
@classified(Kind.WORK, authorities="where it works")
class Programme(models.Model):
    """A local linking programme (a tenant). Public facts; its enquiries, drafts and links are protected by their own rules."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    about = models.TextField(blank=True)
    authorities = models.ManyToManyField(LocalAuthority, related_name="programmes")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    recruiting = models.BooleanField(default=True)
    easting = models.IntegerField(null=True, blank=True, help_text="British National Grid, metres")
    northing = models.IntegerField(null=True, blank=True, help_text="British National Grid, metres")
    meetings = ArrayField(models.CharField(max_length=20, choices=MEETINGS), default=default_meetings)
    training_shape = models.CharField(max_length=20, choices=TRAINING_SHAPES, default="day_or_half")
    calendar = models.JSONField(
        default=dict, help_text='{"interest_opens": [month, day], …}; missing steps as the network'
    )
    weights = models.JSONField(default=default_weights)
    pairing_rules = models.JSONField(default=dict, help_text="limits that differ from the network's")
    cost_note = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


@classified(
    Kind.OPEN, organisation="who hosts the programme", since="from when", until="to when", note="why it changed"
)
class Hosting(models.Model):
    """The organisation that hosts a programme for a time. Exactly one hosting of a programme has no end."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="hostings")
    organisation = models.CharField(max_length=160)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme"], condition=Q(until=None), name="hosting_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="hosting_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation


class LinkingYearQuerySet(ProtectedQuerySet["LinkingYear"]):
    def scope(self, viewer: Viewer) -> Self:
        """Network staff and the platform see all; programme people their programmes'. Schools reach theirs through interest."""
        if viewer.system or viewer.is_network_staff:
            return self.all()
        return self.filter(programme__in=viewer.programmes)


@classified(Kind.WORK, start="first calendar year", state="planned, open or closed", dates="its own calendar")
class LinkingYear(ProtectedModel):
    """One programme's run of one academic year, e.g. Derby 2026/27. Planned → open → closed."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="years")
    start = models.PositiveSmallIntegerField(validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    dates = models.JSONField(default=dict, help_text='{"interest_opens": "2026-03-01", …}')

    objects = LinkingYearQuerySet.as_manager()

    class Meta:
        ordering = ["-start"]
        constraints = [models.UniqueConstraint(fields=["programme", "start"], name="linking_year_once")]

    def __str__(self) -> str:
        return f"{self.programme} {self.label}"

    @property
    def label(self) -> str:
        """The academic year as people write it: 2026/27."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

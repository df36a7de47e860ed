"""Schools, their composition per census year, and the files the facts came from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from footbridge.privacy.register import Kind, classified


@classified(
    Kind.OPEN,
    code="number of the Department for Education",
    name="what it is called",
    region="part of the country",
    easting="centre of its schools",
    northing="centre of its schools",
)
class LocalAuthority(models.Model):
    """A local authority by its three-digit number."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=60, blank=True)
    easting = models.IntegerField(null=True, blank=True)
    northing = models.IntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@classified(
    Kind.WORK,
    kind="register, characteristics, census or successors",
    name="the file's name",
    digest="tells the same file from another",
    as_of="the day its facts stand for",
    uploaded="when it came",
    applied="when it took effect",
    counts="rows read, new, changed, unchanged, closed, replaced, refused",
    refused="rows that could not be read, with line, column and reason",
    progress="how far the work is",
    state="reading, previewed, applying, applied or failed",
    trouble="why it failed",
)
class RegisterFile(models.Model):
    """A file of the Department for Education that was read. Reading → previewed → applying → applied, or failed."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        PREVIEWED = "previewed", "Ready to apply"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    as_of = models.DateField(null=True)
    uploaded = models.DateTimeField(auto_now_add=True)
    applied = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    progress = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    trouble = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


@classified(
    Kind.OPEN,
    urn="its number in the register",
    name="what it is called",
    status="open, closed or to come",
    phase="primary, secondary, all-through, special",
    kind="what type of school",
    kind_group="what group of types",
    low_age="youngest pupils",
    high_age="oldest pupils",
    gender="boys, girls or mixed",
    religious_character="as the register says",
    character="the same in the groups linking uses",
    admissions="how pupils are admitted",
    street="where it is",
    locality="where it is",
    town="where it is",
    county="where it is",
    postcode="where it is",
    urban_rural="as the register says",
    is_urban="the same as yes or no",
    lsoa="small area it lies in",
    ward="ward it lies in",
    easting="where it is on the map",
    northing="where it is on the map",
    pupils="how many pupils",
    capacity="how many places",
    website="its own pages",
    opened="when it opened",
    closed="when it closed",
    provenance="source and date of each fact",
    trigrams="finds it in spite of typing errors",
)
@classified(
    Kind.WORK,
    added="when it came in",
    added_by_programme="which programme added it",
    step_free="whether a wheelchair can get everywhere",
    added_reason="why it has no URN",
)
class School(models.Model):
    """An establishment, by URN; without one when a facilitator added it. Facts are public; what it answers is not here."""

    urn = models.CharField(max_length=8, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    status = models.CharField(max_length=40, default="Open")
    phase = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    kind_group = models.CharField(max_length=100, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    religious_character = models.CharField(max_length=80, blank=True)
    character = models.CharField(max_length=40, blank=True)
    admissions = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    urban_rural = models.CharField(max_length=80, blank=True)
    is_urban = models.BooleanField(null=True, blank=True)
    lsoa = models.CharField(max_length=40, blank=True)
    ward = models.CharField(max_length=100, blank=True)
    easting = models.IntegerField(null=True, blank=True, help_text="British National Grid, metres")
    northing = models.IntegerField(null=True, blank=True, help_text="British National Grid, metres")
    pupils = models.PositiveIntegerField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    website = models.CharField(max_length=200, blank=True)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    step_free = models.BooleanField(null=True, blank=True)
    provenance = models.JSONField(default=dict, help_text='{"name": ["2022-08-01", 17], …}: date and file of each fact')
    trigrams = ArrayField(models.CharField(max_length=3), default=list)
    added = models.DateTimeField(auto_now_add=True)
    # a plain number, because programmes stand on schools and not the other way round
    added_by_programme = models.BigIntegerField(null=True, blank=True)
    added_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["postcode"], name="school_by_postcode"),
            models.Index(fields=["authority", "phase"], name="school_by_authority"),
            GinIndex(fields=["trigrams"], name="school_by_trigram"),
        ]

    def __str__(self) -> str:
        return self.name


@classified(Kind.OPEN, relation="merged, split or replaced", on="when")
class Succession(models.Model):
    """One school took over from another, as the register says."""

    predecessor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="predecessions")
    relation = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=models.F("successor")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


@classified(
    Kind.OPEN,
    year="census year (its January)",
    characteristic="ethnicity, fsm or eal",
    counts="children per group; groups of one or two are never shown",
    total="children counted",
)
class Composition(models.Model):
    """How many children of a school belong to each group of a characteristic, in one census year. No row: unknown."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="compositions")
    year = models.PositiveSmallIntegerField()
    characteristic = models.CharField(max_length=20)
    counts = models.JSONField()
    total = models.PositiveIntegerField()
    source = models.ForeignKey(RegisterFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "characteristic", "year"], name="composition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.characteristic} {self.year}"

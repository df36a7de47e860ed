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
    rank="which of two files of one day is believed",
    applied="when it took effect",
    counts="rows read, new, changed, unchanged, closed, replaced, refused",
)
class RegisterFile(models.Model):
    """A national file that took effect. Facts point to it as their source, so it is never deleted."""

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    as_of = models.DateField()
    rank = models.PositiveSmallIntegerField(default=0)
    applied = models.DateTimeField(auto_now=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "name", "as_of"], name="register_file_once"),
        ]

    def __str__(self) -> str:
        return self.name


@classified(
    Kind.WORK,
    name="the file's name as it was given",
    stored="where the file waits until it takes effect",
    state="waiting, reading, previewed, applying, applied, failed or dropped",
    asked_as_of="the day its facts stand for, where the file does not say",
    done="rows read so far",
    total="rows there are",
    step="what is being done now",
    outcomes="what changes, with examples",
    refused="rows that could not be read, with line, column and reason",
    trouble="why it failed",
    began="when it came",
    ended="when it took effect or failed",
    by="opaque number of who brought it",
)
class RegisterUpload(models.Model):
    """A file that network staff brought. Waiting → reading → previewed → applying → applied, or failed or dropped."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting its turn"
        READING = "reading", "Being read"
        PREVIEWED = "previewed", "Ready to apply"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "Not applied"

    name = models.CharField(max_length=200)
    stored = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_as_of = models.DateField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    outcomes = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    trouble = models.CharField(max_length=500, blank=True)
    began = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it in hand or soon will."""
        return self.state in (self.State.WAITING, self.State.READING, self.State.APPLYING)

    @property
    def is_finished(self) -> bool:
        """Whether nobody works on it now."""
        return not self.is_busy


@classified(
    Kind.OPEN,
    urn="its number in the register",
    name="what it is called",
    status="open, closed or to come",
    phase="primary, secondary, all-through, special",
    phase_name="the phase as the register says",
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
    fsm_share="share eligible for free school meals by the register",
    words="its name and place in the words people search",
    is_school="a school of England, and no children's centre or university",
)
@classified(
    Kind.WORK,
    added="when it came in",
    added_by_programme="which programme added it",
    step_free="whether a wheelchair can get everywhere",
    added_reason="why it has no URN",
)
class School(models.Model):
    """An establishment, by URN; without one when a facilitator added it. Facts are public; what it answers is not here.

    `phase`, `character` and `is_urban` are made from the register's own words when a file takes effect.
    """

    class Phase(models.TextChoices):
        NURSERY = "Nursery", "Nursery"
        PRIMARY = "Primary", "Primary"
        SECONDARY = "Secondary", "Secondary"
        ALL_THROUGH = "All-through", "All-through"
        SPECIAL = "Special", "Special"
        SIXTEEN_PLUS = "16 plus", "16 plus"

    urn = models.CharField(max_length=8, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    status = models.CharField(max_length=40, default="Open")
    phase = models.CharField(max_length=40, blank=True)
    phase_name = models.CharField(max_length=40, blank=True)
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
    fsm_share = models.FloatField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    website = models.CharField(max_length=200, blank=True)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    step_free = models.BooleanField(null=True, blank=True)
    provenance = models.JSONField(default=dict, help_text='{"name": 17, …}: the file each fact comes from')
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces")
    words = models.GeneratedField(
        expression=models.Func(
            "name", "town", "locality", function="footbridge_words", output_field=ArrayField(models.TextField())
        ),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    added = models.DateTimeField(auto_now_add=True)
    # a plain number, because programmes stand on schools and not the other way round
    added_by_programme = models.BigIntegerField(null=True, blank=True)
    added_reason = models.CharField(max_length=200, blank=True)

    is_school = models.GeneratedField(
        expression=models.Func(
            "kind", "kind_group", function="footbridge_is_school", output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["postcode"], name="school_by_postcode", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["authority", "phase"], name="school_by_authority"),
            GinIndex(fields=["words"], name="school_by_words"),
            models.Index(fields=["easting", "northing"], name="school_by_place"),
        ]

    def __str__(self) -> str:
        return self.name


@classified(
    Kind.OPEN,
    predecessor_urn="the school before",
    successor_urn="the school after",
    relation="succession, merger, split or joined",
    on="when",
)
class Succession(models.Model):
    """One school came after another, as the register says. By URN, because a chain may pass through schools not held here."""

    predecessor_urn = models.CharField(max_length=8)
    successor_urn = models.CharField(max_length=8)
    relation = models.CharField(max_length=20)
    on = models.DateField(null=True, blank=True)
    source = models.ForeignKey(RegisterFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["successor_urn"], name="succession_by_successor")]
        constraints = [
            models.UniqueConstraint(fields=["predecessor_urn", "successor_urn"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor_urn=models.F("successor_urn")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_urn} → {self.successor_urn}"


@classified(
    Kind.OPEN,
    year="first calendar year of the school year counted (2022 is January 2023)",
    characteristic="ethnicity, fsm or eal",
    counts="children per group; groups of one or two are never shown",
    shares="shares where only shares are published",
    total="children counted whose group is known",
)
class Composition(models.Model):
    """How many children of a school belong to each group of a characteristic, in one census year. No row: unknown.

    A group that was suppressed is null in `counts`; a group without any child is 0.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="compositions")
    year = models.PositiveSmallIntegerField()
    characteristic = models.CharField(max_length=20)
    counts = models.JSONField(default=dict)
    shares = models.JSONField(default=dict)
    total = models.PositiveIntegerField(null=True)
    source = models.ForeignKey(RegisterFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "characteristic", "year"], name="composition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.characteristic} {self.year}"


@classified(
    Kind.OPEN,
    word="a word of a school's name or place",
    slips="its beginning with letters left out, to find it misspelled",
    schools="how many have it",
)
class SearchWord(models.Model):
    """The dictionary that typing errors are mended with. Made from the schools' words."""

    word = models.TextField(primary_key=True)
    slips = ArrayField(models.TextField(), default=list)
    schools = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            GinIndex(fields=["slips"], name="search_word_by_slips"),
        ]

    def __str__(self) -> str:
        return self.word

"""Agreements of links, their sides, signatures, readings and history."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.agreements.models.wording import AgreementText, ProgrammeClauses
from footbridge.brokering.models import Link
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School

Part = TypeVar("Part", bound=models.Model)


class AgreementQuerySet(ProtectedQuerySet["Agreement"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators; head, deputy and office of its schools. Teachers read no signature."""
        if viewer.system or viewer.may(Permission.SEE_LINK_PROGRESS) or viewer.may(Permission.READ_AGREEMENT):
            return self.filter(link__in=Link.objects.visible_to(viewer))
        return self.none()


@classified(
    Kind.WORK,
    state="open, signed or withdrawn",
    opened="when it opened",
    asks="how often its heads were asked: once for each version of the words",
    settled="when it was signed by all, or withdrawn",
)
class Agreement(ProtectedModel):
    """What the schools of a link agree on. Open → signed; a new version of the words opens it again; withdrawn.

    The database holds (migration 0002): one that is signed has a signature of its present words from every school of the link.
    """

    class State(models.TextChoices):
        OPEN = "open", "Waiting for signatures"
        SIGNED = "signed", "Signed by all"
        WITHDRAWN = "withdrawn", "Withdrawn"

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="agreement")
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="agreements")
    clauses = models.ForeignKey(
        ProgrammeClauses, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened = models.DateTimeField(default=timezone.now)
    asks = models.PositiveSmallIntegerField(default=1)
    settled = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled=None) | (~Q(state="open") & Q(settled__isnull=False)),
                name="agreement_settled_says_when",
            )
        ]
        indexes = [models.Index(fields=["state"], name="agreement_by_state")]

    def __str__(self) -> str:
        return f"Agreement {self.pk}"


class OfAgreementQuerySet(ProtectedQuerySet[Part]):
    def scope(self, viewer: Viewer) -> Self:
        """As its agreement."""
        return self.filter(agreement__in=Agreement.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    asked="since which day it is asked to sign these words",
    reminders="how often it was reminded since then",
    reminded="the day of the last reminder",
    told="when the facilitator was told that no signature came",
)
class AgreementSide(ProtectedModel):
    """One school's side of an agreement. `signature` is that of the present words, none while it waits."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="sides")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    signature = models.OneToOneField(
        "Signature", on_delete=models.PROTECT, null=True, blank=True, related_name="counts_for"
    )
    asked = models.DateField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded = models.DateField(null=True, blank=True)
    told = models.DateTimeField(null=True, blank=True)

    objects = OfAgreementQuerySet["AgreementSide"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "school"], name="agreement_side_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.school_id}"


@classified(
    Kind.ADULT, keep="with the record of the link", name="the signature, as typed", role="as what they signed, as typed"
)
@classified(
    Kind.WORK,
    at="when it was signed",
    ticks="the commitments that were ticked, in words",
    shown="everything that was on the screen, as text",
    digest="SHA-256 of what was on the screen and what was typed",
    keep="with the record of the link",
)
class Signature(ProtectedModel):
    """A head signed one version of the words. Written once: the database refuses to change or delete it (migration 0002)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="+")
    clauses = models.ForeignKey(ProgrammeClauses, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    ticks = models.JSONField(default=list)
    shown = models.TextField()
    digest = models.CharField(max_length=64)

    objects = OfAgreementQuerySet["Signature"].as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "school", "text", "clauses"],
                nulls_distinct=False,
                name="a_school_signs_a_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.school_id}"


@classified(
    Kind.WORK,
    asked="when the head asked",
    done="when it was read",
    note="what the reader tells the head",
    keep="with the record of the link",
)
class Reading(ProtectedModel):
    """A head asked a colleague to read one version of the words for the school. Reading is not signing."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="readings")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="+")
    clauses = models.ForeignKey(ProgrammeClauses, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.DateTimeField(default=timezone.now)
    done = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = OfAgreementQuerySet["Reading"].as_manager()

    class Meta:
        ordering = ["asked", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "school", "text", "clauses", "reader"], nulls_distinct=False, name="read_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.reader_id}"


@classified(Kind.WORK, at="when", kind="what happened", keep="with the record of the link")
class AgreementEvent(ProtectedModel):
    """A line of an agreement's history. Written once."""

    class What(models.TextChoices):
        OPENED = "opened", "Opened for signatures"
        ASKED_AGAIN = "asked", "The words changed: asked again"
        SIGNED = "signed", "Signed"
        COMPLETE = "complete", "Signed by all"
        REMINDED = "reminded", "Reminder sent"
        SILENT = "silent", "Not signed: facilitator told"
        READING = "reading", "A colleague was asked to read"
        READ = "read", "Read by a colleague"
        WITHDRAWN = "withdrawn", "Withdrawn"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=What)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfAgreementQuerySet["AgreementEvent"].as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.kind}"

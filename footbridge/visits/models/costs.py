"""What the year costs a school in a link, in pence, and what it claims back."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkSide
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear


class CostQuerySet(ProtectedQuerySet["CostLine"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators see all of it; head, deputy and office their own school's. Nobody else."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.MANAGE_COSTS):
            return self.filter(side__link__linking_year__programme__in=viewer.programmes)
        if viewer.may(Permission.SEE_OWN_COSTS):
            return self.filter(side__school__in=viewer.schools)
        return self.none()


@classified(
    Kind.WORK,
    kind="coach, cover, venue or other",
    words="what it is for",
    planned="expected, in pence",
    actual="paid, in pence",
    payer="school, programme or grant",
    claimed="asked back, in pence",
    evidence="what shows it: number of an invoice",
    claim="none, claimed, settled or refused",
    settled="paid back, in pence",
    reply="the facilitator's words",
    claimed_at="when it was claimed",
    once="mark of the form, so that one sent twice is kept once",
    settled_at="when it was settled",
    added="when it was noted",
)
class CostLine(ProtectedModel):
    """One cost of a school in a link: planned and actual, who pays, and the claim. Claim: none → claimed → settled | refused."""

    class What(models.TextChoices):
        COACH = "coach", "Coach"
        COVER = "cover", "Cover for a teacher"
        VENUE = "venue", "Venue"
        OTHER = "other", "Something else"

    class Payer(models.TextChoices):
        SCHOOL = "school", "The school"
        PROGRAMME = "programme", "The programme"
        GRANT = "grant", "A grant"

    class Claim(models.TextChoices):
        NONE = "none", "Not claimed"
        CLAIMED = "claimed", "Claimed"
        SETTLED = "settled", "Settled"
        REFUSED = "refused", "Not paid"

    side = models.ForeignKey(LinkSide, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=6, choices=What)
    words = models.CharField(max_length=200, blank=True)
    planned = models.PositiveIntegerField(null=True, blank=True, help_text="pence")
    actual = models.PositiveIntegerField(null=True, blank=True, help_text="pence")
    payer = models.CharField(max_length=10, choices=Payer, default=Payer.SCHOOL)
    claim = models.CharField(max_length=8, choices=Claim, default=Claim.NONE)
    claimed = models.PositiveIntegerField(null=True, blank=True, help_text="pence")
    evidence = models.CharField(max_length=200, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled = models.PositiveIntegerField(null=True, blank=True, help_text="pence")
    settled_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=300, blank=True)
    claimed_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added = models.DateTimeField(default=timezone.now)
    once = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = CostQuerySet.as_manager()

    class Meta:
        ordering = ["side", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(planned=None, actual=None), name="cost_has_an_amount"),
            models.CheckConstraint(
                condition=Q(claim="none", claimed=None, settled=None)
                | Q(claim="claimed", claimed__isnull=False, settled=None)
                | Q(claim="refused", claimed__isnull=False, settled=None)
                | Q(claim="settled", claimed__isnull=False, settled__isnull=False),
                name="cost_claim_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(claimed=None) | Q(claimed__lte=F("actual")), name="cost_claim_at_most_paid"
            ),
            models.CheckConstraint(
                condition=Q(settled=None) | Q(settled__lte=F("claimed")), name="cost_settled_at_most_claimed"
            ),
        ]
        indexes = [models.Index(fields=["claim"], name="cost_by_claim")]

    def __str__(self) -> str:
        return f"{self.side_id}: {self.kind}"

    @property
    def said(self) -> str:
        """What it is, in words."""
        return f"{self.get_kind_display()}: {self.words}" if self.words else self.get_kind_display()


class ContributionQuerySet(ProtectedQuerySet["Contribution"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators; head, deputy and office of schools with a link of the year."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.MANAGE_COSTS):
            return self.filter(linking_year__programme__in=viewer.programmes)
        if viewer.may(Permission.SEE_OWN_COSTS):
            return self.filter(linking_year__in=Link.objects.visible_to(viewer).values("linking_year"))
        return self.none()


@classified(Kind.WORK, kind="which cost", payer="programme or grant", most="up to how much a link, in pence")
class Contribution(ProtectedModel):
    """What programme or grant pays of one kind of cost in a linking year: up to `most` for all schools of a link together."""

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=CostLine.What)
    payer = models.CharField(
        max_length=10, choices=[one for one in CostLine.Payer.choices if one[0] != "school"], default="programme"
    )
    most = models.PositiveIntegerField(help_text="pence, for each link")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["linking_year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["linking_year", "kind"], name="contribution_once_a_kind"),
            models.CheckConstraint(condition=~Q(payer="school"), name="contribution_is_not_the_schools"),
        ]

    def __str__(self) -> str:
        return f"{self.linking_year_id}: {self.kind}"

"""Invitations to last year's schools: link again?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.interest.models.answers import Interest
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School


class AgainInvitationQuerySet(ProtectedQuerySet["AgainInvitation"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators only."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.MANAGE_INTEREST):
            return self.filter(linking_year__programme__in=viewer.programmes)
        return self.none()


@classified(Kind.ADULT, keep="24 months", email="where it went")
@classified(Kind.SECRET, keep="for the linking year", token="hash of the link's secret", code="hash of the typed code")
@classified(Kind.WORK, tries="wrong codes typed so far", sent="when it went", answered="when the school answered")
class AgainInvitation(ProtectedModel):
    """One school asked to link again in one linking year. Sent → answered, by its link and code."""

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="again_invitations")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    last = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="+")
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    email = models.EmailField()
    token = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(default=timezone.now)
    answered = models.DateTimeField(null=True, blank=True)

    objects = AgainInvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["linking_year", "school"], name="again_invitation_once")]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

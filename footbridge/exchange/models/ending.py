"""What remains when a room has ended: a certificate with counts, and which activities were used."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.exchange.words import KeyQuestion
from footbridge.privacy.register import Kind, classified


class CertificateQuerySet(ProtectedQuerySet["Certificate"]):
    def scope(self, viewer: Viewer) -> Self:
        """Whoever sees the link: its schools, its programme's facilitators; and its teachers, who have lost sight of an ended link."""
        if viewer.system:
            return self.all()
        return self.filter(Q(link__in=Link.objects.visible_to(viewer)) | Q(link__in=rules.rooms_gone(viewer)))


@classified(Kind.WORK, at="when", because="why", counts="how many of what were deleted", keep="for good")
class Certificate(ProtectedModel):
    """A room is gone: its key is destroyed and its rows are deleted. Says how many there were, and names nothing."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    because = models.CharField(max_length=200)
    counts = models.JSONField(default=dict)

    objects = CertificateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.link_id}: {self.at:%Y-%m-%d}"


class ActivityQuerySet(ProtectedQuerySet["RoomActivity"]):
    def scope(self, viewer: Viewer) -> Self:
        """The teachers of the link."""
        return self.filter(link__in=rules.links_run(viewer))


@classified(Kind.WORK, slug="which activity of the library", question="key question", at="when")
class RoomActivity(ProtectedModel):
    """An activity of the library that a class has taken into its room."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    question = models.CharField(max_length=10, choices=KeyQuestion)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link_class", "slug"], name="activity_once_in_a_class")]

    def __str__(self) -> str:
        return f"{self.link_class_id}: {self.slug}"

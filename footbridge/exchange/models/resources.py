"""Activities that programmes and the network add to the library. Nothing here is about a person."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link
from footbridge.exchange.words import KeyQuestion
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import Programme


class AddedActivityQuerySet(ProtectedQuerySet["AddedActivity"]):
    def scope(self, viewer: Viewer) -> Self:
        """Network staff see all; a facilitator the own programme's; and everybody who works in linking what is published to them."""
        if viewer.system or viewer.may(Permission.PUBLISH_ACTIVITIES):
            return self.all()
        if viewer.may(Permission.ADD_ACTIVITIES):
            return self.filter(Q(programme__in=viewer.programmes) | Q(everywhere=True, withdrawn=None))
        of_links = Link.objects.unscoped("whose programme a school works with").filter(pk__in=viewer.links)
        own = Q(programme__in=of_links.values("linking_year__programme"))
        return self.filter(own | Q(everywhere=True), withdrawn=None)


@classified(
    Kind.OPEN,
    slug="its address",
    title="what it is called",
    question="key question",
    years="for which years",
    minutes="how long",
    when="when in the linking year",
    subjects="subjects, parted by commas",
    aim="what for",
    need="material",
    steps="a line each",
    access="how everybody takes part",
    exchange="what the classes exchange",
    everywhere="whether every programme may use it",
    withdrawn="when it was withdrawn",
    changed="when",
)
class AddedActivity(ProtectedModel):
    """An activity beside those of the network's page: of one programme, until network staff open it to all; withdrawn, out of sight."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    question = models.CharField(max_length=10, choices=KeyQuestion)
    years = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    when = models.CharField(max_length=60)
    subjects = models.CharField(max_length=120)
    aim = models.CharField(max_length=400)
    need = models.CharField(max_length=400)
    steps = models.TextField()
    access = models.CharField(max_length=600)
    exchange = models.CharField(max_length=400)
    everywhere = models.BooleanField(default=False)
    withdrawn = models.DateTimeField(null=True, blank=True)
    changed = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = AddedActivityQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(programme__isnull=False) | Q(everywhere=True), name="network_s_activity_is_for_all"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=360), name="activity_fits_a_day"),
        ]

    def __str__(self) -> str:
        return self.slug

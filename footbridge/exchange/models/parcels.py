"""Files on their way: sent in parts, or waiting to be opened. What lies in the store of them is sealed part by part."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.privacy.register import Kind, classified


class ParcelQuerySet(ProtectedQuerySet["Parcel"]):
    def scope(self, viewer: Viewer) -> Self:
        """One's own, to classes that one leads."""
        return self.filter(link_class__in=rules.classes_led(viewer), by=viewer.person_id)


@classified(
    Kind.WORK,
    state="arriving, waiting, taken or refused",
    size="of the file, in bytes",
    got="how many bytes are here",
    parts="how many parts are here",
    pieces="how many pieces it made",
    why="why it waits or was refused",
    began="when",
    changed="when something of it came last",
)
@classified(Kind.SECRET, keep="two days", mark="to know a file that is sent on after a break")
class Parcel(ProtectedModel):
    """One file on its way: arriving → waiting → taken or refused. Its parts are sealed objects and go when it is settled."""

    class State(models.TextChoices):
        ARRIVING = "arriving", "On its way"
        WAITING = "waiting", "Being made ready"
        TAKEN = "taken", "Ready"
        REFUSED = "refused", "Not taken"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    mark = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ARRIVING)
    size = models.PositiveIntegerField()
    got = models.PositiveIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=0)
    pieces = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=200, blank=True)
    began = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        ordering = ["began", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1, got__lte=F("size")), name="parcel_is_never_over_full"),
            models.CheckConstraint(
                condition=Q(state__in=["arriving", "waiting", "taken", "refused"]), name="parcel_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "taken"]) | Q(got=F("size")),
                name="parcel_is_whole_before_it_is_opened",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(why=""), name="refused_parcel_says_why"),
            models.UniqueConstraint(fields=["link_class", "by", "mark"], condition=~Q(mark=""), name="parcel_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)

"""The end of the year: which school has said goodbye, and a class's book until it is fetched."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School


class GoodbyeQuerySet(ProtectedQuerySet["Goodbye"]):
    def scope(self, viewer: Viewer) -> Self:
        """The teachers of the link, and the programme's facilitators."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.SEE_LINK_PROGRESS):
            return self.filter(link__linking_year__programme__in=viewer.programmes)
        return self.filter(link__in=rules.links_run(viewer))


@classified(Kind.WORK, at="when", keep="until the room is deleted")
class Goodbye(ProtectedModel):
    """A school of a link has said goodbye in the room. When every school has, the room is deleted 30 days later."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    objects = GoodbyeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "school"], name="goodbye_once")]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.school_id}"


class BookQuerySet(ProtectedQuerySet["Book"]):
    def scope(self, viewer: Viewer) -> Self:
        """Those of the viewer's own classes."""
        return self.filter(link_class__in=rules.classes_led(viewer))


@classified(
    Kind.WORK,
    keep="until an hour after it was fetched, at most a week",
    state="asked, ready or failed",
    done="how many of its pictures are in",
    total="how many pictures it will have",
    whole="whether both schools had said goodbye",
    pieces="which pieces are in it, by their ids",
    left_out="how many pieces the gate left out",
    size="how large the file is, in bytes",
    asked="when it was asked for",
    made="when it was made",
    fetched="when it was fetched first",
)
class Book(ProtectedModel):
    """A class's keepsake book. Asked → ready | failed; its pages are a sealed object, and are gone soon after they were fetched."""

    class State(models.TextChoices):
        ASKED = "asked", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.OneToOneField(LinkClass, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    whole = models.BooleanField(default=False)
    pieces = models.JSONField(default=list)
    left_out = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    asked = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    made = models.DateTimeField(null=True, blank=True)
    fetched = models.DateTimeField(null=True, blank=True)

    objects = BookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ready", made__isnull=False, size__gt=0)
                | Q(state__in=["asked", "failed"], made=None, fetched=None),
                name="ready_book_has_pages",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="book_has_no_more_than_all"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def percent(self) -> int:
        """How far it is; binding the pages is the last tenth."""
        return min(95, 90 * self.done // max(self.total, 1)) if self.state == self.State.ASKED else 100

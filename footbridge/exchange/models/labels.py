"""Labels: how a teacher calls the children of a class here. A first name or a nickname, sealed; nothing else of a child exists."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.privacy.register import Kind, classified

LARGEST_CLASS = 40  # children


class LabelQuerySet(ProtectedQuerySet["Label"]):
    def scope(self, viewer: Viewer) -> Self:
        """The children of the classes that the viewer leads. Where a meeting or a piece needs the partner class, `labels`
        has a function that says so."""
        return self.filter(link_class__in=rules.classes_led(viewer))


@classified(
    Kind.CHILD,
    keep="until 30 days after the link's end, at the latest 31 August",
    sealed="what the child is called here, sealed under the key of link and year",
)
@classified(
    Kind.WORK,
    position="order in the list, which also holds a class to 40",
    added="when",
    hidden="whether the name was reported",
)
class Label(ProtectedModel):
    """One child of a class, under the label its teacher typed. Its id is random, and bonds the sealed text to this row.

    The position is unique in the class and runs from 1 to 40: so the database holds that a class has 40 at most.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="labels")
    position = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    hidden = models.BooleanField(default=False)
    added = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["link_class", "position"], name="label_place_once"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=LARGEST_CLASS), name="class_has_40_labels_at_most"
            ),
            # lets a decision or a tag name a child of a link by both
            models.UniqueConstraint(fields=["id", "link", "link_class"], name="label_of_class_of_link"),
        ]

    def __str__(self) -> str:
        return str(self.id)

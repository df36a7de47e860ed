"""Decisions: what a family said about a use of their child's picture, work or name. A line is added, never changed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.exchange.models.labels import Label
from footbridge.exchange.permissions.uses import Said, Use
from footbridge.privacy.register import Kind, classified


class DecisionQuerySet(ProtectedQuerySet["Decision"]):
    def scope(self, viewer: Viewer) -> Self:
        """Those about the classes that the viewer leads."""
        return self.filter(link_class__in=rules.classes_led(viewer))


@classified(
    Kind.CHILD,
    keep="until 30 days after the link's end, at the latest 31 August; then without a name until 31 December; then counts",
    use="what was asked: work, name, face, voice, film, live call",
    said="what the family said",
)
@classified(Kind.WORK, at="when it was typed")
class Decision(ProtectedModel):
    """One line of the ledger. The newest line about a child and a use is what holds; without one it is unknown, which means no.

    `link` and `link_class` are those of the label (a foreign key of three columns holds it), and a trigger refuses changes.
    """

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="decisions")
    use = models.CharField(max_length=5, choices=Use)
    said = models.CharField(max_length=9, choices=Said)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )  # a line is never changed, not even when an account goes

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(use__in=Use.values), name="decision_about_a_known_use"),
            models.CheckConstraint(condition=models.Q(said__in=Said.values), name="decision_says_a_known_word"),
        ]
        indexes = [models.Index(fields=["label", "use", "-id"], name="newest_decision")]

    def __str__(self) -> str:
        return f"{self.label_id}: {self.use} {self.said}"

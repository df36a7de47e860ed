"""What is kept of permissions when a room has ended: opaque lines until 31 December, then counts."""

from __future__ import annotations

from django.db import models

from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link
from footbridge.exchange.permissions.uses import Said, Use
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear


class KeptDecisionQuerySet(ProtectedQuerySet["KeptDecision"]):
    """Asked by the platform alone."""


@classified(
    Kind.CHILD,
    keep="until 31 December after the room's end; then counts",
    use="what was asked: work, name, face, film, live call",
    said="what the family said",
)
@classified(
    Kind.WORK, child="a random id whose name is deleted", at="when it was typed", until="the last day it is kept"
)
class KeptDecision(ProtectedModel):
    """A line of the ledger of a room that is deleted: it can show what a family had said on a day, and holds no name."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    child = models.UUIDField()
    use = models.CharField(max_length=10, choices=Use)
    said = models.CharField(max_length=9, choices=Said)
    at = models.DateTimeField()
    until = models.DateField()

    objects = KeptDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["until"], name="kept_until")]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.use} {self.said}"


class PermissionCountQuerySet(ProtectedQuerySet["PermissionCount"]):
    """Asked by reports, which leave small numbers out."""


@classified(
    Kind.WORK, use="what was asked", said="what families said last", children="of how many children", keep="for good"
)
class PermissionCount(ProtectedModel):
    """How many children of a programme's linking year had which answer for which use. All that is left after 31 December."""

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="+")
    use = models.CharField(max_length=10, choices=Use)
    said = models.CharField(max_length=9, choices=Said)
    children = models.PositiveIntegerField(default=0)

    objects = PermissionCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["linking_year", "use", "said"], name="permission_count_once")]

    def __str__(self) -> str:
        return f"{self.linking_year_id}: {self.use} {self.said} {self.children}"

"""Links: classes of two schools (three when the total is odd or it is wished) joined for the year."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.interest.models import OfferedClass
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School


class LinkQuerySet(ProtectedQuerySet["Link"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators; heads and offices of its schools; its teachers through `viewer.links`."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.SEE_LINK_PROGRESS):
            return self.filter(linking_year__programme__in=viewer.programmes)
        if viewer.may(Permission.SEE_OWN_SCHOOL):
            return self.filter(pk__in=viewer.links)
        if viewer.may(Permission.SEE_OWN_LINKS):
            return self.filter(pk__in=viewer.links, state="standing")
        return self.none()


@classified(
    Kind.WORK,
    reference="what people quote",
    state="offered, standing, declined, withdrawn or ended",
    offered="when it was offered",
    settled="when it stood or fell",
    reasons="why these classes, in words, as offered",
    figures="distance, likely cost and contact gained, as offered",
)
class Link(ProtectedModel):
    """Classes of two or three schools joined for a year. Offered → standing → ended; declined; withdrawn."""

    class State(models.TextChoices):
        OFFERED = "offered", "Offered"
        STANDING = "standing", "Standing"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        ENDED = "ended", "Ended"

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="links")
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    offered = models.DateTimeField(default=timezone.now)
    settled = models.DateTimeField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    figures = models.JSONField(default=dict)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "linking_year"], name="link_of_year")]

    def __str__(self) -> str:
        return self.reference


class OfLinkQuerySet(ProtectedQuerySet["LinkSide"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its link."""
        return self.filter(link__in=Link.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    reply="waiting, accepted or declined",
    replied="when",
    reason="why it declined",
    reminders="how often it was reminded",
)
class LinkSide(ProtectedModel):
    """One school's side of a link: its reply to the offer. Waiting → accepted | declined."""

    class Reply(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="sides")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="link_sides")
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.WAITING)
    replied = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    objects = OfLinkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "school"], name="link_side_once")]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.reply}"


@classified(Kind.WORK, live="whether the link is offered or standing")
class LinkClass(ProtectedModel):
    """A class in a link. A class stands in one live link a year; the database holds that."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="classes")
    side = models.ForeignKey(LinkSide, on_delete=models.PROTECT, related_name="classes")
    offered_class = models.ForeignKey(OfferedClass, on_delete=models.PROTECT, related_name="link_classes")
    live = models.BooleanField(default=True)

    objects = OfLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offered_class"], condition=Q(live=True), name="class_in_one_live_link"),
            models.UniqueConstraint(fields=["link", "offered_class"], name="class_once_in_link"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.offered_class_id}"

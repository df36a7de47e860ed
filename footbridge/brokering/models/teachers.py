"""Who leads which class of a link: settled in summer, changed when somebody leaves, never deleted."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models.links import Link, LinkClass, OfLinkQuerySet
from footbridge.privacy.register import Kind, classified


@classified(
    Kind.WORK, since="from when", until="to when", ended_because="why it changed", keep="with the record of the link"
)
class LinkTeacher(ProtectedModel):
    """A person leads a class of a link, usually one of two. Ended, never deleted, so that history stays.

    `link` is that of the class: a foreign key of two columns holds it (migration 0005).
    """

    link = models.ForeignKey("brokering.Link", on_delete=models.PROTECT, related_name="teachers")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="led_by")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="leads")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects = OfLinkQuerySet["LinkTeacher"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link_class", "person"], condition=Q(until=None), name="class_is_led_once_by_a_person"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="leading_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(until=None), name="leads_now")]

    def __str__(self) -> str:
        return f"{self.link_class_id}: {self.person_id}"


class ToComeQuerySet(ProtectedQuerySet["TeacherToCome"]):
    def scope(self, viewer: Viewer) -> Self:
        """The school's head, deputy and office, and the programme's facilitators: a partner school hears of her when she has come."""
        rows = self.filter(link__in=Link.objects.visible_to(viewer))
        if viewer.system or viewer.may(Permission.SEE_LINK_PROGRESS):
            return rows
        if viewer.may(Permission.NAME_TEACHERS):
            return rows.filter(link_class__school__in=viewer.schools)
        return self.none()


@classified(Kind.WORK, named="when")
class TeacherToCome(ProtectedModel):
    """A teacher who is invited and will lead a class when she accepts. Gone with her invitation.

    `link` is that of the class: a foreign key of two columns holds it (migration 0006).
    """

    link = models.ForeignKey("brokering.Link", on_delete=models.PROTECT, related_name="teachers_to_come")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="to_be_led_by")
    invitation = models.ForeignKey("people.Invitation", on_delete=models.CASCADE, related_name="classes_to_lead")
    named = models.DateTimeField(default=timezone.now)

    objects = ToComeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link_class", "invitation"], name="class_is_promised_once"),
        ]

    def __str__(self) -> str:
        return f"{self.link_class_id}: invitation {self.invitation_id}"

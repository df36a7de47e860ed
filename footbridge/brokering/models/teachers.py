"""Who leads which class of a link: settled in summer, changed when somebody leaves, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access.models import ProtectedModel
from footbridge.brokering.models.links import LinkClass, OfLinkQuerySet
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

"""What is known of a teacher that no place says: that she linked before, how she was chased, how a part was settled."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import LinkTeacher
from footbridge.people.models import Person
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear

Row = TypeVar("Row", bound=models.Model)


class OfTeacherQuerySet(ProtectedQuerySet[Row]):
    def scope(self, viewer: Viewer) -> Self:
        """Everyone their own; facilitators those of teachers in their links; head, deputy and office those of their school."""
        if viewer.system:
            return self.all()
        own = Q(person=viewer.person_id or 0)
        leads = LinkTeacher.objects.visible_to(viewer)
        if viewer.may(Permission.RUN_OCCASIONS):
            return self.filter(own | Q(person__in=leads.values("person")))
        if viewer.may(Permission.APPROVE_RELEASE):
            here = leads.filter(link_class__school__in=viewer.schools)
            return self.filter(own | Q(person__in=here.values("person")))
        return self.filter(own)


@classified(Kind.ADULT, keep="24 months after the last link", words="when and where they linked before")
@classified(Kind.WORK, said="when it was said")
class Experience(ProtectedModel):
    """A teacher linked before Footbridge knew of it. Links that Footbridge knows need no such word."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="linked_before")
    words = models.CharField(max_length=200)
    said = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OfTeacherQuerySet["Experience"].as_manager()

    def __str__(self) -> str:
        return f"{self.person_id}"


class TrainingNeedQuerySet(OfTeacherQuerySet["TrainingNeed"]):
    def scope(self, viewer: Viewer) -> Self:
        """As of the teacher; facilitators those of their own programme's years alone."""
        rows = super().scope(viewer)
        if viewer.system or not viewer.may(Permission.RUN_OCCASIONS):
            return rows
        return rows.filter(linking_year__programme__in=viewer.programmes)


@classified(Kind.ADULT, keep="24 months", settled_because="how the part was settled without a session")
@classified(
    Kind.WORK,
    part="which part of training",
    asked="since when the teacher is asked to choose a session",
    reminders="how often she was reminded",
    reminded="the day of the last reminder",
    told="when the facilitator was told",
    settled="when it was settled without a session",
)
class TrainingNeed(ProtectedModel):
    """A part of training that a teacher was asked about, or that the facilitator settled in another way (done elsewhere, a
    talk on the telephone). Asked → reminded → the facilitator told. No row: nobody has asked yet.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="training_needs")
    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="training_needs")
    part = models.PositiveSmallIntegerField()
    asked = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded = models.DateField(null=True, blank=True)
    told = models.DateTimeField(null=True, blank=True)
    settled = models.DateTimeField(null=True, blank=True)
    settled_because = models.CharField(max_length=200, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TrainingNeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "linking_year", "part"], name="training_need_once"),
            models.CheckConstraint(condition=Q(part__gte=1), name="training_parts_count_from_one"),
            models.CheckConstraint(
                condition=Q(settled=None, settled_because="") | (Q(settled__isnull=False) & ~Q(settled_because="")),
                name="settled_training_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.part}"

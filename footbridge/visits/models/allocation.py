"""What the sharing of slots stores: days that do not suit a school, what a link wishes, and the draft with its steps."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from footbridge.venues.models import FITS, THEMES

WEEKDAYS = [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")]


class SchoolDaysQuerySet(ProtectedQuerySet["SchoolDays"]):
    def scope(self, viewer: Viewer) -> Self:
        """The school's own people, and the facilitators of the programme."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.RUN_VENUES):
            return self.filter(linking_year__programme__in=viewer.programmes)
        if viewer.may(Permission.SEE_OWN_VISITS) or viewer.may(Permission.PLAN_VISITS):
            return self.filter(school__in=viewer.schools)
        return self.none()


@classified(
    Kind.WORK,
    weekdays_not="weekdays that do not suit",
    dates_not="inset days and other dates that do not suit",
    changed="when it was last changed",
)
class SchoolDays(ProtectedModel):
    """Days of a linking year on which a school's classes cannot meet: weekdays (0 is Monday) and dates."""

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    weekdays_not = ArrayField(models.PositiveSmallIntegerField(choices=WEEKDAYS), default=list, blank=True)
    dates_not = ArrayField(models.DateField(), default=list, blank=True)
    changed = models.DateTimeField(auto_now=True)

    objects = SchoolDaysQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["linking_year", "school"], name="school_days_once_a_year")]

    def __str__(self) -> str:
        return f"Days of {self.school_id}"


class LinkWishQuerySet(ProtectedQuerySet["LinkWish"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its link."""
        return self.filter(link__in=Link.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    themes="themes its teachers wish for",
    venues="venues its teachers wish for",
    needs="what the venue must have; no child is named",
    farthest="how many miles the classes can travel at most",
    note="what else limits the way",
)
class LinkWish(ProtectedModel):
    """What a link wishes of its neutral venue (themes, venues), and what must be: what the venue has, how far it may be."""

    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="slot_wish")
    themes = ArrayField(models.CharField(max_length=12, choices=THEMES), default=list, blank=True)
    venues = ArrayField(models.BigIntegerField(), default=list, blank=True)
    needs = ArrayField(models.CharField(max_length=12, choices=FITS), default=list, blank=True)
    farthest = models.PositiveSmallIntegerField(null=True, blank=True, help_text="miles in a straight line")
    note = models.CharField(max_length=300, blank=True)

    objects = LinkWishQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Wish of {self.link_id}"


class AllocationQuerySet(ProtectedQuerySet["Allocation"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators only: nobody hears of a slot before it is booked."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.RUN_VENUES):
            return self.filter(linking_year__programme__in=viewer.programmes)
        return self.none()


@classified(
    Kind.WORK,
    version="number of its last step; a form that knows an older one is told what changed",
    state="links with their slots, what is fixed and what is forbidden",
    before="the same before its last sharing, to compare",
    changed="when it was last changed",
    searching="since when the worker shares slots",
    progress="how far the worker is, in hundredths",
    trouble="why the last sharing was not kept",
)
class Allocation(ProtectedModel):
    """The draft of a linking year's sharing of slots. `state` is `footbridge.visits.allocation.state.State` as JSON."""

    linking_year = models.OneToOneField(LinkingYear, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    state = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    changed = models.DateTimeField(default=timezone.now)
    searching = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    objects = AllocationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Allocation {self.pk}"

    def take_step(self, *, by: int | None, words: str, state: dict[str, Any]) -> None:
        """Keep a new state and write down what was done. Called with the row locked."""
        self.version += 1
        self.state, self.changed = state, timezone.now()
        self.save()
        AllocationStep.objects.create(allocation=self, number=self.version, words=words[:300], by_id=by)


class AllocationStepQuerySet(ProtectedQuerySet["AllocationStep"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its draft."""
        return self.filter(allocation__in=Allocation.objects.visible_to(viewer))


@classified(Kind.WORK, number="its place", at="when", words="what was done")
class AllocationStep(ProtectedModel):
    """One step of a draft. Two facilitators who both start from step 7 cannot both write step 8."""

    allocation = models.ForeignKey(Allocation, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    words = models.CharField(max_length=300)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AllocationStepQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["allocation", "number"], name="allocation_step_once")]

    def __str__(self) -> str:
        return f"{self.allocation_id}.{self.number}"

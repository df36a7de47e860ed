"""Drafts: proposals in the making, seen by the programme's facilitators alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear

LONGEST_WORDS = 300


class DraftQuerySet(ProtectedQuerySet["Draft"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators only: nobody hears of a link before it is offered."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.BROKER_LINKS):
            return self.filter(linking_year__programme__in=viewer.programmes)
        return self.none()

    def open(self) -> Self:
        """Drafts that were not put aside."""
        return self.filter(put_aside=None)


@classified(
    Kind.WORK,
    name="what it is called",
    version="number of its last step; a form that knows an older one is told what changed",
    created="when it was begun",
    changed="when it was last changed",
    put_aside="when it was put away",
    searching="since when the worker looks for a proposal",
    search_trouble="why the last search found nothing to keep",
)
class Draft(ProtectedModel):
    """A named draft of a linking year. What is in it stands in its last revision, whose number is `version`."""

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="drafts")
    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    put_aside = models.DateTimeField(null=True, blank=True)
    searching = models.DateTimeField(null=True, blank=True)
    search_trouble = models.CharField(max_length=300, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "linking_year", Lower("name"), condition=Q(put_aside=None), name="draft_name_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def take_step(
        self,
        *,
        by: int | None,
        words: str,
        state: Mapping[str, Any],
        kind: str = "change",
        place: int | None = None,
        before: int | None = None,
    ) -> None:
        """Write the next step of the draft's history. Called with the draft's row locked, or new.

        `place` is the step whose state is shown (this one when None), `before` the change that stood before it.
        """
        self.version += 1
        self.changed, self.changed_by_id = timezone.now(), by
        self.save()
        Revision.objects.create(
            draft=self,
            number=self.version,
            by_id=by,
            words=words[:LONGEST_WORDS],
            kind=kind,
            place=place or self.version,
            before=before,
            state=state,
        )


class RevisionQuerySet(ProtectedQuerySet["Revision"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its draft."""
        return self.filter(draft__in=Draft.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    number="its place in the draft's history",
    at="when",
    words="what was done, in words",
    kind="change, undo or redo",
    place="the change whose state it shows",
    before="the change that stood before, for undo",
    state="links, fixed, ruled out, held back, weights and rules after this step",
)
class Revision(ProtectedModel):
    """One step of a draft: what was done, by whom, and everything in the draft after it. Written once, never changed.

    An undo is a step as well: it shows the state of an earlier change again (`place`), so that nothing is ever lost.
    `state` is `footbridge.brokering.drafts.state.DraftState` as JSON.
    """

    class Step(models.TextChoices):
        CHANGE = "change", "Change"
        UNDO = "undo", "Undone"
        REDO = "redo", "Done again"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=LONGEST_WORDS)
    kind = models.CharField(max_length=6, choices=Step, default=Step.CHANGE)
    place = models.PositiveIntegerField()
    before = models.PositiveIntegerField(null=True, blank=True)
    state = models.JSONField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            # two facilitators who both start from step 7 cannot both write step 8
            models.UniqueConstraint(fields=["draft", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=Q(place__lte=models.F("number")), name="revision_shows_the_past"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.number}"

"""The words of the agreement: the network's text and a programme's clauses, each in versions.

Draft → published. A published version is never edited (a trigger in migration 0002 holds it); the next one is written instead.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import Programme


class WordingState(models.TextChoices):
    """Whether a version may still be edited."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


def published_says_when() -> Any:
    """A condition: a published version knows when, a draft does not."""
    return Q(state="draft", published=None) | Q(state="published", published__isnull=False)


class TextQuerySet(ProtectedQuerySet["AgreementText"]):
    def scope(self, viewer: Viewer) -> Self:
        """Whoever writes it sees drafts; everybody who runs or reads agreements sees what is published."""
        if viewer.system or viewer.may(Permission.WRITE_AGREEMENT):
            return self.all()
        if viewer.may(Permission.READ_AGREEMENT) or viewer.may(Permission.SEE_LINK_PROGRESS):
            return self.filter(state=WordingState.PUBLISHED)
        return self.none()


@classified(
    Kind.WORK,
    number="which version",
    state="draft or published",
    title="its heading",
    body="what is agreed",
    commitments="what each head ticks",
    changed="what changed, for heads",
    published="when it came into force",
    edited="when the draft was last saved",
    keep="for as long as an agreement of this version is kept",
)
class AgreementText(ProtectedModel):
    """A version of the network's text. At most one draft at a time."""

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=WordingState, default=WordingState.DRAFT)
    title = models.CharField(max_length=120)
    body = models.TextField()
    commitments = models.JSONField(default=list, help_text='["We release our teachers for …", …]')
    changed = models.CharField(max_length=500, blank=True)
    edited = models.DateTimeField(auto_now=True)
    published = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="one_draft_of_the_text"),
            models.CheckConstraint(condition=published_says_when(), name="text_published_says_when"),
        ]

    def __str__(self) -> str:
        return f"Agreement, version {self.number}"


class ClausesQuerySet(ProtectedQuerySet["ProgrammeClauses"]):
    def scope(self, viewer: Viewer) -> Self:
        """Network staff all; facilitators their programmes'. Schools read them inside their agreement."""
        if viewer.system or viewer.may(Permission.WRITE_AGREEMENT):
            return self.all()
        if viewer.may(Permission.SEE_LINK_PROGRESS):
            return self.filter(programme__in=viewer.programmes)
        return self.none()


@classified(
    Kind.WORK,
    number="which version",
    state="draft or published",
    body="what the programme adds",
    changed="what changed, for heads",
    published="when it came into force",
    edited="when the draft was last saved",
    keep="for as long as an agreement of this version is kept",
)
class ProgrammeClauses(ProtectedModel):
    """A version of what a programme adds to the network's text. An empty body takes the clauses away again."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="clauses")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=WordingState, default=WordingState.DRAFT)
    body = models.TextField(blank=True)
    changed = models.CharField(max_length=500, blank=True)
    edited = models.DateTimeField(auto_now=True)
    published = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ClausesQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="clauses_number_once"),
            models.UniqueConstraint(fields=["programme"], condition=Q(state="draft"), name="one_draft_of_the_clauses"),
            models.CheckConstraint(condition=published_says_when(), name="clauses_published_says_when"),
        ]

    def __str__(self) -> str:
        return f"Clauses {self.programme_id}, version {self.number}"

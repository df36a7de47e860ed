"""How programmes speak to families: languages they added, sentences they corrected, and what somebody has read and found right."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import Programme

Row = TypeVar("Row", bound=models.Model)


class SpeechQuerySet(ProtectedQuerySet[Row]):
    def scope(self, viewer: Viewer) -> Self:
        """A facilitator's own programmes' and the network's; network staff the network's."""
        if not viewer.may(Permission.KEEP_LANGUAGES):
            return self.none()
        return self.filter(Q(programme=None) | Q(programme__in=viewer.programmes))


def _once(*fields: str, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["programme", *fields], name=name, nulls_distinct=False)


@classified(
    Kind.WORK,
    code="of the language",
    english="its name in English",
    own="its name in itself",
    rtl="whether it runs from right to left",
    added="when",
)
class FamilyLanguage(ProtectedModel):
    """A language that a programme, or with none the network, added to those of the house."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, related_name="+")
    code = models.CharField(max_length=12)
    english = models.CharField(max_length=40)
    own = models.CharField(max_length=40)
    rtl = models.BooleanField(default=False)
    added = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = SpeechQuerySet["FamilyLanguage"].as_manager()

    class Meta:
        ordering = ["english"]
        constraints = [
            _once("code", name="language_added_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z]{2,3}(-[a-z0-9]{2,8})?$"), name="language_has_a_code"
            ),
        ]

    def __str__(self) -> str:
        return self.english


@classified(
    Kind.WORK,
    language="code of the language",
    key="which sentence",
    english="the English it was made from; it holds beside no other",
    text="the sentence as it should be",
    at="when",
)
class Correction(ProtectedModel):
    """A sentence as a programme, or with none the network, wants it. It goes before the catalogue of the house."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    english = models.CharField(max_length=500)
    text = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = SpeechQuerySet["Correction"].as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [_once("language", "key", name="sentence_corrected_once")]

    def __str__(self) -> str:
        return f"{self.language}: {self.key}"


@classified(
    Kind.WORK,
    language="code of the language",
    digest="of all its sentences as they were read",
    at="when",
)
class Review(ProtectedModel):
    """Somebody who speaks a language has read all its sentences and found them right. A sentence changed since takes that away."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = SpeechQuerySet["Review"].as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [_once("language", "digest", name="language_reviewed_once")]

    def __str__(self) -> str:
        return f"{self.language}: {self.at:%Y-%m-%d}"

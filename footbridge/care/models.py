"""The programme's words for nudges, the log of contacts about a link, and the keys of private calendar feeds."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import Programme

WAYS = [
    ("phone", "Phone"),
    ("mail", "E-mail"),
    ("visit", "In person"),
    ("online", "On line"),
    ("nudge", "Nudge from here"),
]


class NudgeWordsQuerySet(ProtectedQuerySet["NudgeWords"]):
    def scope(self, viewer: Viewer) -> Self:
        """The facilitators of the programme."""
        if viewer.system:
            return self.all()
        return self.filter(programme__in=viewer.programmes) if viewer.may(Permission.LOOK_AFTER_LINKS) else self.none()


@classified(Kind.WORK, about="what the letter is about", subject="its subject", words="its words", changed="when")
class NudgeWords(ProtectedModel):
    """A programme's own words for one kind of nudge. Where it keeps none, the network's are used."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="nudge_words")
    about = models.CharField(max_length=20)
    subject = models.CharField(max_length=120)
    words = models.TextField()
    changed = models.DateTimeField(default=timezone.now)

    objects = NudgeWordsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "about"], name="nudge_words_once")]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.about}"


class LogLineQuerySet(ProtectedQuerySet["LogLine"]):
    def scope(self, viewer: Viewer) -> Self:
        """The facilitators of the link's programme: the log is their own note."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.LOOK_AFTER_LINKS):
            return self.filter(link__linking_year__programme__in=viewer.programmes)
        return self.none()

    def due(self, day: object) -> Self:
        """Next steps whose day has come and that are not done."""
        return self.filter(done=None, next_on__lte=day).exclude(next_step="")


@classified(
    Kind.ADULT,
    keep="24 months",
    talked_with="whom we talked or wrote to",
    summary="what was said",
    next_step="what to do next",
)
@classified(
    Kind.WORK,
    at="when",
    way="by phone, mail, in person or by nudge",
    about="what a nudge was about",
    next_on="when to do it",
    done="when it was done",
    sent_key="keeps the same note from being kept twice",
)
class LogLine(ProtectedModel):
    """A contact about a link, with the next step and its day. Written once; only its next step is marked done."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=10, choices=WAYS)
    about = models.CharField(max_length=20, blank=True)
    talked_with = models.CharField(max_length=200, blank=True)
    summary = models.TextField()
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    done = models.DateTimeField(null=True, blank=True)
    sent_key = models.CharField(max_length=64, unique=True, null=True, blank=True)

    objects = LogLineQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["link", "-at"], name="log_by_link")]
        constraints = [
            models.CheckConstraint(condition=Q(next_on=None) | ~Q(next_step=""), name="log_day_needs_a_step"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.way}"


class FeedQuerySet(ProtectedQuerySet["Feed"]):
    def scope(self, viewer: Viewer) -> Self:
        """Everybody their own."""
        return self.all() if viewer.system else self.filter(person=viewer.person_id or 0)


@classified(Kind.SECRET, keep="until it is ended", token="hash of the secret in the feed's address")
@classified(Kind.WORK, made="when it was made", membership="the role whose dates it shows")
class Feed(ProtectedModel):
    """The private calendar address of a person in one role. A new one ends the old one."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="feeds")
    membership = models.ForeignKey("people.Membership", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "membership"], name="feed_once_a_role")]

    def __str__(self) -> str:
        return f"Feed {self.pk}"

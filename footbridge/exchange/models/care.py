"""Looks at pieces, and concerns: who looked at what on which day, who reported what, and what the safeguarding leads made of it."""

from __future__ import annotations

import functools
import operator
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkSide
from footbridge.exchange import rules
from footbridge.exchange.models.labels import Label
from footbridge.exchange.models.pieces import KEEP, Piece
from footbridge.exchange.models.talk import Answer, Question, TeacherMessage
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School

ABOUT = ("piece", "question", "answer", "message", "label")


class LookQuerySet(ProtectedQuerySet["Look"]):
    def scope(self, viewer: Viewer) -> Self:
        """Looks at the pieces of the viewer's own classes."""
        return self.filter(piece__link_class__in=rules.classes_led(viewer))


@classified(Kind.ADULT, keep=KEEP, day="on which day", times="how often", last="when last")
class Look(ProtectedModel):
    """Somebody looked at a picture on a day. The owning teachers see it, and the view budget is counted from it."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey("people.Person", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)
    last = models.DateTimeField(default=timezone.now)

    objects = LookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["piece", "person", "day"], name="look_once_a_day")]
        indexes = [models.Index(fields=["person", "day"], name="looks_of_a_day")]

    def __str__(self) -> str:
        return f"{self.piece_id}: {self.day}"


class ConcernQuerySet(ProtectedQuerySet["Concern"]):
    def scope(self, viewer: Viewer) -> Self:
        """The safeguarding leads of the link's schools."""
        if not viewer.may(Permission.HANDLE_CONCERNS):
            return self.none()
        sides = LinkSide.objects.unscoped("a concern belongs to the schools of its link")
        return self.filter(link__in=sides.filter(school__in=viewer.schools).values("link"))


@classified(
    Kind.CHILD,
    keep="until both schools have settled it, at most 90 days",
    kind="what sort of worry",
    sealed="what was reported, sealed",
)
@classified(Kind.WORK, at="when it was reported", state_before="where the piece stood")
class Concern(ProtectedModel):
    """A worry about a piece, a question, an answer, a message or the name of a child; about exactly one of them.

    From its first moment that is hidden from everybody but the safeguarding leads.
    """

    ABOUT = ABOUT

    class Sort(models.TextChoices):
        PERMISSION = "permission", "A child is in it who should not be"
        HARM = "harm", "Somebody may come to harm"
        UNKIND = "unkind", "It is unkind or upsetting"
        OTHER = "other", "Something else"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, null=True, blank=True, related_name="concerns")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    message = models.ForeignKey(TeacherMessage, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Sort)
    sealed = models.BinaryField()
    state_before = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    objects = ConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=functools.reduce(
                    operator.or_, (Q(**{f"{one}__isnull": one != about for one in ABOUT}) for about in ABOUT)
                ),
                name="concern_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def about(self) -> str:
        """What it is about: one of `ABOUT`."""
        return next(one for one in self.ABOUT if getattr(self, f"{one}_id") is not None)

    @property
    def target(self) -> Piece | Question | Answer | TeacherMessage | Label:
        """That very row."""
        found: Piece | Question | Answer | TeacherMessage | Label = getattr(self, self.about)
        return found


class ConcernSideQuerySet(ProtectedQuerySet["ConcernSide"]):
    def scope(self, viewer: Viewer) -> Self:
        """As the concern."""
        return self.filter(concern__in=Concern.objects.visible_to(viewer))


@classified(Kind.WORK, settled="when the school's lead settled it")
class ConcernSide(ProtectedModel):
    """One school's part in a concern: open until its safeguarding lead has settled it."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="sides")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    settled = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    objects = ConcernSideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "school"], name="concern_side_once"),
            models.CheckConstraint(
                condition=Q(settled=None, settled_by=None) | Q(settled__isnull=False, settled_by__isnull=False),
                name="settled_concern_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id}: {self.school_id}"

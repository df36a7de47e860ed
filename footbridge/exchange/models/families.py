"""What is kept of families: codes, answers, class news, and how many come to a celebration. No adult's name, no address, no language."""

from __future__ import annotations

import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.booking.models import Occasion
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.exchange.models.labels import Label
from footbridge.exchange.models.pieces import KEEP, Piece
from footbridge.exchange.permissions.uses import Use
from footbridge.privacy.register import Kind, classified

Row = TypeVar("Row", bound=models.Model)
MOST_GUESTS = 9  # adults, and as many brothers and sisters, of one family


class OfClassQuerySet(ProtectedQuerySet[Row]):
    def scope(self, viewer: Viewer) -> Self:
        """Those of the classes that the viewer leads."""
        return self.filter(link_class__in=rules.classes_led(viewer))


@classified(Kind.WORK, made="when", expires="from when it opens nothing", ended="when another took its place")
@classified(
    Kind.SECRET, keep=KEEP, hashed="to find the row of a typed code", sealed="the code, sealed, to print it again"
)
class FamilyCode(ProtectedModel):
    """The code on a letter: of a child, or with no child of the whole class, which opens the class news alone.

    It is looked up by its hash; to print a letter again it is opened with the key of link and year, like a name (docs/adr/0050).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, null=True, related_name="+")
    hashed = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    made = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    objects = OfClassQuerySet["FamilyCode"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label"], condition=Q(ended=None), name="family_code_once_a_child"),
            models.UniqueConstraint(
                fields=["link_class"], condition=Q(ended=None, label=None), name="family_code_once_a_class"
            ),
            models.CheckConstraint(condition=Q(expires__gt=F("made")), name="family_code_expires"),
        ]

    def __str__(self) -> str:
        return str(self.id)


@classified(
    Kind.CHILD,
    keep=KEEP,
    use="what was asked",
    yes="what the family answered",
    relation="who answered: a relation, no name",
)
@classified(
    Kind.WORK,
    batch="which answers were sent together",
    at="when",
    state="no counts at once; yes waits, confirmed or set aside by the school",
    settled="when the school settled it",
)
class FamilyAnswer(ProtectedModel):
    """What a family answered by its code about one use. It stands beside the ledger: a no is in the ledger at once, a yes only
    when a teacher has confirmed who answered."""

    class Relation(models.TextChoices):
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        CARER = "carer", "Carer or guardian"
        GRANDPARENT = "grandparent", "Grandparent"
        OTHER = "other", "Another adult"

    class State(models.TextChoices):
        WAITS = "waits", "Waits for you"
        CONFIRMED = "confirmed", "Confirmed"
        ASIDE = "aside", "Set aside"
        COUNTS = "counts", "Counts at once"

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+")
    batch = models.UUIDField()
    use = models.CharField(max_length=5, choices=Use)
    yes = models.BooleanField()
    relation = models.CharField(max_length=11, choices=Relation)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State)
    settled = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    objects = OfClassQuerySet["FamilyAnswer"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "use"], name="family_answer_once"),
            models.CheckConstraint(
                condition=Q(yes=False, state="counts") | Q(yes=True, state__in=["waits", "confirmed", "aside"]),
                name="a_no_counts_and_a_yes_waits",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waits", "counts"], settled=None, settled_by=None)
                | Q(state__in=["confirmed", "aside"], settled__isnull=False),
                name="settled_answer_says_when",
            ),
        ]
        indexes = [models.Index(fields=["label", "-id"], name="answers_of_a_child")]

    def __str__(self) -> str:
        return f"{self.label_id}: {self.use}"


@classified(Kind.CHILD, keep=KEEP, sealed="heading and words of the news, sealed")
@classified(
    Kind.WORK, state="draft, published or taken down", made="when", published="when families could first read it"
)
class News(ProtectedModel):
    """Class news for parents: words without place or time, and pieces, each shown only while the gate is open for it."""

    class State(models.TextChoices):
        DRAFT = "draft", "Not published"
        PUBLISHED = "published", "Families can read it"
        TAKEN = "taken", "Taken down"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    made = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    published = models.DateTimeField(null=True, blank=True)

    objects = OfClassQuerySet["News"].as_manager()

    class Meta:
        ordering = ["-made", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published__isnull=False), name="published_news_says_when"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NewsPiece(ProtectedModel):
    """A piece that the teacher chose for the news. That it was chosen does not show it: the gate is asked each time."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="chosen")
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="+")

    objects = OfClassQuerySet["NewsPiece"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["news", "piece"], name="piece_once_in_the_news")]

    def __str__(self) -> str:
        return f"{self.news_id}: {self.piece_id}"


@classified(Kind.WORK, made="when", ended="when it was taken back")
class FamilyInvitation(ProtectedModel):
    """The families of a class are invited to a celebration. Its day and place stay with the school's own letter (D6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    ended = models.DateTimeField(null=True, blank=True)

    objects = OfClassQuerySet["FamilyInvitation"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link_class", "occasion"], name="class_invited_once")]

    def __str__(self) -> str:
        return str(self.id)


@classified(
    Kind.CHILD, keep=KEEP, adults="how many adults of the family come", children="how many brothers and sisters come"
)
@classified(Kind.WORK, at="when it was said last")
class FamilyComing(ProtectedModel):
    """How many of a child's family come to a celebration, as the family said last."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(FamilyInvitation, on_delete=models.CASCADE, related_name="coming")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+")
    adults = models.PositiveSmallIntegerField()
    children = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = OfClassQuerySet["FamilyComing"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "label"], name="family_says_once_how_many_come"),
            models.CheckConstraint(
                condition=Q(adults__lte=MOST_GUESTS, children__lte=MOST_GUESTS), name="a_family_is_of_a_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.adults} + {self.children}"

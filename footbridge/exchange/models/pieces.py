"""Pieces, who is in them, and the two keys: the sending teacher approves, the receiving teacher releases.

tray → (second →) sent → released to a school; recalled by the sender or returned by the receiver at any time; hidden by a concern.
A release is a row of its own for each receiving school and can exist only while its piece is sent: the database holds that, so that
whatever recalls, returns or hides a piece takes every release with it.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.exchange.models.labels import Label
from footbridge.exchange.models.lesson import Lesson
from footbridge.exchange.words import KeyQuestion, Strand
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School

KEEP = "until 30 days after the link's end, at the latest 31 August"


class PieceQuerySet(ProtectedQuerySet["Piece"]):
    def scope(self, viewer: Viewer) -> Self:
        """Those of the viewer's own classes, and what other schools have sent to the viewer's links."""
        led = rules.classes_led(viewer)
        sent = Q(link__in=set(led.values()), state=Piece.State.SENT) & ~Q(school__in=viewer.schools)
        return self.filter(Q(link_class__in=led) | sent)


@classified(
    Kind.CHILD,
    keep=KEEP,
    sealed="title and words of the piece, sealed",
    faces="whether faces of children can be seen",
    names="whether first names can be read",
    who="whose piece it is: the class, some children, or nobody in it",
    may_keep="whether the partner may keep it in its book at the end of the year",
)
@classified(
    Kind.WORK,
    kind="picture, text, recording or film",
    seconds="how long a recording or a film lasts",
    portrait="whether it is a portrait of a child; drawn unless a face can be seen",
    question="key question",
    strand="strand of the curriculum",
    state="tray, second, sent, recalled, returned or hidden",
    width="of the largest picture or the film, in pixels",
    height="of the largest picture or the film, in pixels",
    made="when",
    approved="when the first key was turned",
    changed="when its state changed last",
)
@classified(Kind.SECRET, keep=KEEP, digest="to know a picture that is sent twice")
class Piece(ProtectedModel):
    """Something a class, a group or a child made: a picture, a poem, a recording, a short film. Its words, pixels and sound are sealed."""

    class Of(models.TextChoices):
        PICTURE = "picture", "Picture"
        TEXT = "text", "Text"
        VOICE = "voice", "Recording"
        FILM = "film", "Film"

    class Who(models.TextChoices):
        CLASS = "class", "The whole class"
        SOME = "some", "Some children"
        NOBODY = "nobody", "No child"

    class State(models.TextChoices):
        TRAY = "tray", "In your tray"
        SECOND = "second", "Waits for a second adult"
        SENT = "sent", "Sent"
        RECALLED = "recalled", "Called back"
        RETURNED = "returned", "Sent back to you"
        HIDDEN = "hidden", "Hidden: a concern was reported"

    EDITABLE = (State.TRAY, State.RECALLED, State.RETURNED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Of)
    question = models.CharField(max_length=10, choices=KeyQuestion, default=KeyQuestion.WHO_AM_I)
    strand = models.CharField(max_length=11, choices=Strand, blank=True)
    sealed = models.BinaryField()
    faces = models.BooleanField(default=False)
    names = models.BooleanField(default=False)
    who = models.CharField(max_length=6, choices=Who, default=Who.CLASS)
    may_keep = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.TRAY)
    digest = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    lesson = models.ForeignKey(Lesson, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    portrait = models.BooleanField(default=False)
    made = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    approved = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    changed = models.DateTimeField(default=timezone.now)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["-made", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["tray", "second", "sent", "recalled", "returned", "hidden"]),
                name="piece_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "second"]) | Q(approved__isnull=False, approved_by__isnull=False),
                name="sent_piece_has_its_first_key",
            ),
            models.CheckConstraint(condition=~Q(who="nobody") | Q(faces=False, names=False), name="nobody_has_no_face"),
            models.CheckConstraint(
                condition=Q(kind="picture", width__isnull=False, height__isnull=False, seconds=None)
                | Q(kind="film", width__isnull=False, height__isnull=False, seconds__isnull=False, seconds__gte=1)
                | Q(kind="voice", width=None, height=None, seconds__isnull=False, seconds__gte=1, faces=False)
                | Q(kind="text", width=None, height=None, seconds=None, faces=False),
                name="each_kind_has_its_size",
            ),
            models.CheckConstraint(condition=Q(portrait=False) | Q(kind="picture"), name="portrait_is_a_picture"),
            models.UniqueConstraint(
                fields=["link_class", "digest"], condition=~Q(digest=""), name="picture_once_in_a_class"
            ),
            # for foreign keys of several columns
            models.UniqueConstraint(fields=["id", "link", "link_class"], name="piece_of_class_of_link"),
            models.UniqueConstraint(fields=["id", "school", "state"], name="piece_of_school_in_state"),
        ]
        indexes = [models.Index(fields=["link", "state"], name="piece_by_state")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def uses(self) -> tuple[str, ...]:
        """What every child in it must be permitted for."""
        if self.who == self.Who.NOBODY:
            return ()
        asked = {"face": self.faces, "name": self.names, "voice": self.is_voice, "film": self.is_film}
        return ("work", *(use for use, shown in asked.items() if shown))

    @property
    def shows_children(self) -> bool:
        """Whether a face, a name or a voice is in it, by which a child could be known."""
        return self.faces or self.names or self.is_film or self.is_voice

    @property
    def is_picture(self) -> bool:
        return self.kind == self.Of.PICTURE

    @property
    def is_voice(self) -> bool:
        return self.kind == self.Of.VOICE

    @property
    def is_film(self) -> bool:
        return self.kind == self.Of.FILM

    @property
    def has_pixels(self) -> bool:
        """Whether there is a picture of it in three sizes: of a film, a still."""
        return self.is_picture or self.is_film

    @property
    def long(self) -> str:
        """How long a recording or film lasts, as 1:05; empty for others."""
        return "" if self.seconds is None else f"{self.seconds // 60}:{self.seconds % 60:02}"

    @property
    def may_change(self) -> bool:
        """Whether its words and its children may still be changed."""
        return self.state in self.EDITABLE


class OfPieceQuerySet(ProtectedQuerySet["PieceChild"]):
    def scope(self, viewer: Viewer) -> Self:
        """Who is in a piece is known to the own teachers alone."""
        return self.filter(link_class__in=rules.classes_led(viewer))


class PieceChild(ProtectedModel):
    """One child is in a piece. Held to be of the piece's own class by foreign keys of three columns."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    link_class = models.ForeignKey(LinkClass, on_delete=models.PROTECT, related_name="+")
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="children")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+")

    objects = OfPieceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["piece", "label"], name="child_once_in_a_piece")]

    def __str__(self) -> str:
        return f"{self.piece_id}: {self.label_id}"


class ReleaseQuerySet(ProtectedQuerySet["Release"]):
    def scope(self, viewer: Viewer) -> Self:
        """The teachers of the link."""
        return self.filter(link__in=rules.links_run(viewer))


@classified(Kind.WORK, piece_state="always sent: holds the release to its piece", at="when the second key was turned")
class Release(ProtectedModel):
    """The second key: a teacher of a receiving school shows a piece to the class. Gone as soon as the piece is not sent any more."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="releases")
    from_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    piece_state = models.CharField(max_length=8, default="sent")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    first_key = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["piece", "school"], name="release_once_a_school"),
            models.CheckConstraint(condition=Q(piece_state="sent"), name="release_of_a_sent_piece"),
            models.CheckConstraint(condition=~Q(school=F("from_school")), name="release_by_the_other_school"),
            models.CheckConstraint(condition=~Q(by=F("first_key")), name="two_keys_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.piece_id}: {self.school_id}"


class TrustedQuerySet(ProtectedQuerySet["Trusted"]):
    """Asked by the platform alone."""


@classified(Kind.ADULT, keep="with the account", at="when a second adult agreed to the first piece")
class Trusted(ProtectedModel):
    """A second adult has agreed to the first piece that this account sent."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    agreed_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = TrustedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(person=F("agreed_by")), name="nobody_agrees_to_their_own")]

    def __str__(self) -> str:
        return str(self.person_id)

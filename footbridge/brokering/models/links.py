"""Links: classes of two schools (three when the total is odd or it is wished) joined for the year."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models.drafts import Draft
from footbridge.interest.models import OfferedClass
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School

Part = TypeVar("Part", bound=models.Model)
LIVE = ("offered", "standing")
# Why a school declines. The second word says what is remembered: the partner, the distance, or that it has no class now.
DECLINES = [
    ("too_far", "The partner school is too far away"),
    ("partner", "We would rather link with another school"),
    ("classes", "The year groups or class sizes do not fit"),
    ("timing", "The timing does not suit us"),
    ("not_now", "We can no longer link this year"),
    ("other", "Another reason"),
]


class LinkQuerySet(ProtectedQuerySet["Link"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators; heads and offices of its schools; its teachers through `viewer.links`."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.SEE_LINK_PROGRESS):
            return self.filter(linking_year__programme__in=viewer.programmes)
        if viewer.may(Permission.SEE_OWN_SCHOOL):
            return self.filter(pk__in=viewer.links)
        if viewer.may(Permission.SEE_OWN_LINKS):
            return self.filter(pk__in=viewer.links, state="standing")
        return self.none()

    def live(self) -> Self:
        """Offered or standing: its classes are taken."""
        return self.filter(state__in=LIVE)


@classified(
    Kind.WORK,
    reference="what people quote",
    state="offered, standing, declined, withdrawn or ended",
    offered="when it was offered",
    settled="when it stood or fell",
    reasons="why these classes, in words, as offered",
    figures="distance and contact gained, as offered",
    closing_reason="why it was withdrawn or ended",
)
class Link(ProtectedModel):
    """Classes of two or three schools joined for a year. Offered → standing → ended; declined; withdrawn.

    The database holds (migration 0003): a live link has two or three schools, each with a class; one that stands is accepted
    by every side; one that is offered still waits for a side; only a live link's classes are taken.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "Offered"
        STANDING = "standing", "Standing"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        ENDED = "ended", "Ended"

    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="links")
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    offered = models.DateTimeField(default=timezone.now)
    offered_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled = models.DateTimeField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    closing_reason = models.CharField(max_length=500, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="links")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "linking_year"], name="link_of_year")]
        indexes = [models.Index(fields=["linking_year", "state"], name="link_by_state")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_live(self) -> bool:
        """Whether its classes are taken."""
        return self.state in LIVE


class OfLinkQuerySet(ProtectedQuerySet[Part]):
    def scope(self, viewer: Viewer) -> Self:
        """As its link."""
        return self.filter(link__in=Link.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    reply="waiting, accepted or declined",
    replied="when",
    reason_kind="why it declined, as chosen",
    reason="why it declined, in its own words",
    reasons="why this partner, in words for this school alone",
    cost="likely cost of coaches in pounds, as offered",
    reminders="how often it was reminded",
    reminded="the day of the last reminder",
    told="when the facilitator was told that no reply came",
    lifted="when the facilitator lifted the refusal",
)
class LinkSide(ProtectedModel):
    """One school's side of a link: its reply to the offer. Waiting → accepted | declined."""

    class Reply(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="sides")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="link_sides")
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.WAITING)
    replied = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason_kind = models.CharField(max_length=10, choices=DECLINES, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    reasons = models.JSONField(default=list)
    cost = models.PositiveIntegerField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded = models.DateField(null=True, blank=True)
    told = models.DateTimeField(null=True, blank=True)
    lifted = models.DateTimeField(null=True, blank=True)

    objects = OfLinkQuerySet["LinkSide"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "school"], name="link_side_once"),
            # lets a class in a link name its side by link and school together
            models.UniqueConstraint(fields=["id", "link", "school"], name="side_of_link_and_school"),
            models.CheckConstraint(
                condition=Q(reply="waiting", replied=None) | Q(reply__in=["accepted", "declined"]),
                name="side_waiting_has_no_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.reply}"


@classified(Kind.WORK, live="whether the link is offered or standing")
class LinkClass(ProtectedModel):
    """A class in a link. `school` and `linking_year` are those of its class, of its side and of its link alike: foreign
    keys of several columns (migration 0003) hold that. A class stands in one live link a year."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="classes")
    side = models.ForeignKey(LinkSide, on_delete=models.PROTECT, related_name="classes")
    offered_class = models.ForeignKey(OfferedClass, on_delete=models.PROTECT, related_name="link_classes")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    linking_year = models.ForeignKey(LinkingYear, on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=True)

    objects = OfLinkQuerySet["LinkClass"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offered_class"], condition=Q(live=True), name="class_in_one_live_link"),
            models.UniqueConstraint(fields=["link", "offered_class"], name="class_once_in_link"),
            # lets a later step name a class of a link by both, held by foreign keys of two columns
            models.UniqueConstraint(fields=["id", "link"], name="class_of_link"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.offered_class_id}"


@classified(Kind.WORK, at="when", kind="what happened", words="why, in the words of who did it")
class LinkEvent(ProtectedModel):
    """A line of a link's history. Written once."""

    class What(models.TextChoices):
        OFFERED = "offered", "Offered"
        REMINDED = "reminded", "Reminder sent"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        STOOD = "stood", "The link stands"
        SILENT = "silent", "No reply: facilitator told"
        WITHDRAWN = "withdrawn", "Withdrawn"
        ENDED = "ended", "Ended"
        LIFTED = "lifted", "Refusal lifted"

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=What)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)

    objects = OfLinkQuerySet["LinkEvent"].as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.kind}"

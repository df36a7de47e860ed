"""Places: who is booked, waits, cannot come, was replaced; with answers, release and attendance."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.booking.models.occasions import Occasion
from footbridge.people.models import Person
from footbridge.privacy.register import Kind, classified
from footbridge.schools.models import School

HOLDING = ("booked", "waiting")  # a person has one of these at most once on an occasion


class PlaceQuerySet(ProtectedQuerySet["Place"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators; head, deputy and office those of their school; teachers those of their classes;
        everyone their own."""
        if viewer.system:
            return self.all()
        if viewer.may(Permission.RUN_OCCASIONS):
            return self.filter(occasion__programme__in=viewer.programmes)
        if viewer.may(Permission.APPROVE_RELEASE):
            return self.filter(Q(person=viewer.person_id) | Q(school__in=viewer.schools))
        if viewer.may(Permission.BOOK_PLACES):
            own_class = Q(link__in=viewer.links, school__in=viewer.schools)
            return self.filter(Q(person=viewer.person_id) | own_class)
        return self.none()

    def in_line(self) -> Self:
        """The waiting list, in order."""
        return self.filter(state="waiting").order_by("asked", "pk")

    def coming(self) -> Self:
        """Those who hold a place."""
        return self.filter(state="booked")


@classified(
    Kind.ADULT,
    keep="24 months",
    guest_name="who comes, where there is no account",
    guest_email="where to write, where there is no account",
    guest_role="what they do at the school",
    why="why they cannot come, in their words",
)
@classified(Kind.ADULT, keep="30 days after the occasion", answers="what they need: access, food")
@classified(
    Kind.ADULT,
    keep="24 months",
    attendance="present, absent or excused",
    release="whether the school released them",
    release_words="what head or office wrote to it",
)
@classified(
    Kind.WORK,
    starts="the hours of its occasion",
    ends="the hours of its occasion",
    school_words="which school, as typed",
    link="which link it is about",
    link_class="which class of a link is booked",
    class_name="what the class is called",
    people="how many places it takes",
    children="how many children come with the class",
    adults="how many adults come with the class",
    state="invited, booked, waiting, cannot come, replaced or cancelled",
    asked="when it was asked for: its place in the line",
    settled="when its state last changed",
    uid="its name in diaries",
    marked="when attendance was noted",
    release_asked="since when head or office is asked",
    release_settled="when head or office answered",
    release_reminders="how often they were reminded",
    release_told="when the facilitator was told that nobody answered",
    cover="whether the class is covered meanwhile",
    code_tries="wrong codes typed so far",
    sent_key="keeps the same form from being sent twice",
)
@classified(Kind.SECRET, key="from which the mailed link and its code are made, with the server's own key")
class Place(ProtectedModel):
    """A place on an occasion. Invited → booked | waiting → booked; cannot come; replaced by a colleague; cancelled.

    It is somebody's with an account (`person`), a guest's (`guest_name`, `guest_email`) or a class's (`link_class`). `starts`
    and `ends` are those of its occasion: a foreign key of three columns holds that, so that the database itself refuses two
    booked places of one person at the same time (migration 0002).
    """

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        BOOKED = "booked", "Booked"
        WAITING = "waiting", "On the waiting list"
        CANNOT_COME = "cannot_come", "Cannot come"
        REPLACED = "replaced", "A colleague comes instead"
        CANCELLED = "cancelled", "Cancelled"

    class Attendance(models.TextChoices):
        UNKNOWN = "", "Not noted"
        PRESENT = "present", "Present"
        ABSENT = "absent", "Absent"
        EXCUSED = "excused", "Excused"

    class Release(models.TextChoices):
        NOT_ASKED = "", "Not needed"
        ASKED = "asked", "Head or office is asked"
        GIVEN = "given", "Released"
        REFUSED = "refused", "Not released"

    class Cover(models.TextChoices):
        UNKNOWN = "", "Not noted"
        ARRANGED = "arranged", "Cover is arranged"
        NEEDED = "needed", "Cover is still needed"
        NOT_NEEDED = "not_needed", "No cover needed"

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="places")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="places")
    guest_name = models.CharField(max_length=120, blank=True)
    guest_email = models.EmailField(blank=True)
    guest_role = models.CharField(max_length=80, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="places")
    school_words = models.CharField(max_length=120, blank=True)
    link = models.BigIntegerField(null=True, blank=True)
    link_class = models.BigIntegerField(null=True, blank=True)
    class_name = models.CharField(max_length=80, blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    children = models.PositiveSmallIntegerField(null=True, blank=True)
    adults = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.BOOKED)
    asked = models.DateTimeField(default=timezone.now)
    settled = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    booked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict, blank=True)
    attendance = models.CharField(max_length=8, choices=Attendance, blank=True, default=Attendance.UNKNOWN)
    marked = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    release = models.CharField(max_length=8, choices=Release, blank=True, default=Release.NOT_ASKED)
    release_words = models.CharField(max_length=300, blank=True)
    release_asked = models.DateTimeField(null=True, blank=True)
    release_settled = models.DateTimeField(null=True, blank=True)
    release_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    release_reminders = models.PositiveSmallIntegerField(default=0)
    release_told = models.DateTimeField(null=True, blank=True)
    cover = models.CharField(max_length=12, choices=Cover, blank=True, default=Cover.UNKNOWN)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0)
    sent_key = models.CharField(max_length=60, null=True, blank=True, unique=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="place_is_somebodys",
                condition=Q(person__isnull=False, guest_email="")
                | (Q(person=None) & ~Q(guest_email="") & ~Q(guest_name=""))
                | (Q(person=None) & Q(guest_email="") & Q(link_class__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["occasion", "person"],
                condition=Q(state__in=HOLDING, link_class=None),
                name="person_once_on_occasion",
            ),
            models.UniqueConstraint(
                "occasion",
                Lower("guest_email"),
                condition=Q(state__in=HOLDING, link_class=None) & ~Q(guest_email=""),
                name="guest_once_on_occasion",
            ),
            models.UniqueConstraint(
                fields=["occasion", "link_class"],
                condition=Q(state__in=[*HOLDING, "invited"], link_class__isnull=False),
                name="class_once_on_occasion",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="place_takes_a_place"),
            models.CheckConstraint(
                condition=Q(link_class=None, children=None, adults=None)
                | Q(link_class__isnull=False, children=None, adults=None)
                | Q(link_class__isnull=False, people=models.F("children") + models.F("adults")),
                name="place_counts_its_people",
            ),
            models.CheckConstraint(condition=Q(attendance="") | Q(state="booked"), name="only_booked_people_attend"),
            models.CheckConstraint(
                condition=~Q(state="booked") | ~Q(release="refused"), name="refused_release_frees_the_place"
            ),
        ]
        indexes = [
            models.Index(fields=["occasion", "asked"], condition=Q(state="waiting"), name="place_waiting"),
            models.Index(fields=["school"], condition=Q(release="asked"), name="place_release_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id}: {self.state}"

    @property
    def name(self) -> str:
        """Whose place it is, in words: the person, the guest or the class."""
        return self.person.name if self.person else self.guest_name or self.class_name

    @property
    def email(self) -> str:
        """Where letters about it go; empty for a class, whose teachers and head are written to."""
        return self.person.email if self.person else self.guest_email

    @property
    def school_name(self) -> str:
        return self.school.name if self.school else self.school_words

    @property
    def is_held(self) -> bool:
        """Whether it is booked or waits."""
        return self.state in HOLDING

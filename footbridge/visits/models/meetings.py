"""Meetings of a link and, for each school in it, what that school brings to the day.

Headcounts stand with the school that counted (`MeetingSide`), not on the meeting: each teacher counts the own class, and two
people who count at the same time do not overwrite each other.
"""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.brokering.models import Link, LinkSide
from footbridge.brokering.teachers.queries import links_led_by
from footbridge.privacy.register import Kind, classified
from footbridge.programmes.models import MEETINGS
from footbridge.schools.models import School

Part = TypeVar("Part", bound=models.Model)
NEEDS = {
    "step_free": "Need a step-free way",
    "hearing_loop": "Need a hearing loop or clear sight of the speaker",
    "quiet_room": "Need a quiet room",
    "halal": "Halal lunch",
    "vegetarian": "Vegetarian lunch",
    "other_diet": "Another diet (told to the kitchen by your office)",
    "prayer": "Need a place to pray",
}
AHEAD = ("planned", "dated")
PLACE_AND_TIME = "30 days after the meeting, then its month and kind"


class MeetingQuerySet(ProtectedQuerySet["Meeting"]):
    def scope(self, viewer: Viewer) -> Self:
        """The programme's facilitators; the teachers who lead the link; head, deputy and office of its schools. Nobody else.

        A link that stands no longer shows its schools what was held, never a day to come.
        """
        if viewer.system:
            return self.all()
        if viewer.may(Permission.SEE_LINK_PROGRESS):
            return self.filter(link__linking_year__programme__in=viewer.programmes)
        if viewer.may(Permission.PLAN_VISITS) and viewer.person_id is not None:
            return self.filter(link__in=links_led_by(viewer.person_id)).exclude(
                ~Q(link__state="standing"), state__in=AHEAD
            )
        if viewer.may(Permission.SEE_OWN_VISITS):
            return self.filter(link__in=viewer.links).exclude(~Q(link__state="standing"), state__in=AHEAD)
        return self.none()

    def ahead(self) -> Self:
        """Meetings still to be held."""
        return self.filter(state__in=AHEAD)


@classified(
    Kind.WORK,
    number="its place in the link's year",
    kind="neutral venue, at a school, on line, celebration or goodbye",
    how="live or on line",
    state="planned, dated, held, not held or called off",
    month="the month it was in, kept when the day is forgotten",
    why="why it was not held or called off",
    changed="when it was last changed",
    forgotten="when place and time were forgotten",
)
@classified(
    Kind.WORK,
    day="when classes meet",
    starts="when it begins",
    ends="when it ends",
    place="where, as its teachers say it",
    keep=PLACE_AND_TIME,
)
class Meeting(ProtectedModel):
    """An occasion on which linked classes meet. Planned → dated → held | not held; back to planned when moved; called off.

    The day, its hours and the place are the most dangerous data here (D6): they never leave in mail, titles, exports or logs,
    and are forgotten 30 days afterwards (`forgotten`), when only `month` and `kind` stay.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "No date yet"
        DATED = "dated", "Dated"
        HELD = "held", "Held"
        NOT_HELD = "not_held", "Not held"
        CALLED_OFF = "called_off", "Called off"

    class How(models.TextChoices):
        LIVE = "live", "Live"
        ONLINE = "online", "On line"

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=MEETINGS)
    how = models.CharField(max_length=6, choices=How, default=How.LIVE)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    day = models.DateField(null=True, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    month = models.DateField(null=True, blank=True, help_text="first day of its month")
    place = models.CharField(max_length=200, blank=True)
    host_school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    changed = models.DateTimeField(auto_now=True)
    forgotten = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["link", "number"]
        constraints = [
            models.UniqueConstraint(fields=["link", "number"], name="meeting_number_once"),
            models.UniqueConstraint(fields=["link", "day"], condition=Q(state="dated"), name="meeting_one_a_day"),
            models.CheckConstraint(
                condition=~Q(state="dated")
                | Q(day__isnull=False, starts__isnull=False, ends__isnull=False, month__isnull=False),
                name="meeting_dated_has_a_day_and_hours",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "called_off"]) | Q(day=None, starts=None, ends=None, month=None),
                name="meeting_without_date_has_no_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "not_held"]) | Q(month__isnull=False), name="meeting_past_has_a_month"
            ),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(ends__gt=F("starts")), name="meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(forgotten=None) | Q(day=None, starts=None, ends=None, place=""),
                name="meeting_forgotten_has_no_place",
            ),
        ]
        indexes = [models.Index(fields=["state", "day"], name="meeting_by_day")]

    def __str__(self) -> str:
        return f"{self.link_id}.{self.number}"

    @property
    def said(self) -> str:
        """What it is, in words: the kind, or which school hosts."""
        if self.host_school is not None and self.kind in ("host_a", "host_b"):
            return f"{self.host_school.name} hosts"
        return str(self.get_kind_display())

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be held."""
        return self.state in AHEAD

    def give_date(self, day: dt.date, starts: dt.time, ends: dt.time) -> None:
        """Planned or dated → dated. Called with the row locked."""
        self.state, self.day, self.starts, self.ends, self.month = (
            self.State.DATED,
            day,
            starts,
            ends,
            day.replace(day=1),
        )
        self.why = ""
        self.save()

    def take_date(self) -> None:
        """Dated → planned: a new date is looked for. Called with the row locked."""
        self._clear(self.State.PLANNED)

    def call_off(self, why: str) -> None:
        """Planned or dated → called off. Called with the row locked."""
        self.why = why
        self._clear(self.State.CALLED_OFF)

    def close(self, state: str, why: str = "") -> None:
        """Dated → held or not held, or a mistake between the two mended. Called with the row locked."""
        self.state, self.why = state, why
        self.save()

    def forget(self, now: dt.datetime) -> None:
        """Forget day, hours and place of a meeting that is over; its month and kind stay."""
        self.day = self.starts = self.ends = None
        self.place, self.forgotten = "", now
        self.save()

    def _clear(self, state: str) -> None:
        self.state, self.day, self.starts, self.ends, self.month = state, None, None, None, None
        self.place = ""
        self.save()


class OfMeetingQuerySet(ProtectedQuerySet[Part]):
    def scope(self, viewer: Viewer) -> Self:
        """As its meeting."""
        return self.filter(meeting__in=Meeting.objects.visible_to(viewer))


@classified(
    Kind.WORK,
    children_expected="how many children the school brings",
    adults_expected="how many adults the school brings",
    needs="access, diet and prayer as counts, for lunch and rooms",
    children_present="how many children came",
    adults_present="how many adults came",
    counted="when the headcount was given",
)
class MeetingSide(ProtectedModel):
    """What one school of the link brings to a meeting: expected and present children and adults, and needs as counts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sides")
    side = models.ForeignKey(LinkSide, on_delete=models.PROTECT, related_name="+")
    children_expected = models.PositiveSmallIntegerField(null=True, blank=True)
    adults_expected = models.PositiveSmallIntegerField(null=True, blank=True)
    needs = models.JSONField(default=dict)
    children_present = models.PositiveSmallIntegerField(null=True, blank=True)
    adults_present = models.PositiveSmallIntegerField(null=True, blank=True)
    counted = models.DateTimeField(null=True, blank=True)

    objects = OfMeetingQuerySet["MeetingSide"].as_manager()

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "side"], name="meeting_side_once"),
            models.CheckConstraint(
                condition=Q(counted=None, children_present=None, adults_present=None)
                | Q(counted__isnull=False, children_present__isnull=False, adults_present__isnull=False),
                name="meeting_side_counts_are_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.side_id}"

    def expect(self, children: int, adults: int, needs: dict[str, int]) -> None:
        """Note what the school will bring. Called with the meeting locked."""
        self.children_expected, self.adults_expected, self.needs = children, adults, needs
        self.save(update_fields=["children_expected", "adults_expected", "needs"])

    def count(self, children: int | None, adults: int | None, now: dt.datetime | None) -> None:
        """Note who came, or with None that nobody did. Called with the meeting locked."""
        self.children_present, self.adults_present, self.counted = children, adults, now
        self.save(update_fields=["children_present", "adults_present", "counted"])

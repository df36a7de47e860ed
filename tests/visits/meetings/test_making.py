"""Meetings of a link: made from the programme's shape, added, given a slot, called off; who may, and what the database holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import make_aware

from footbridge.access import Viewer
from footbridge.audit.models import AuditLine
from footbridge.visits.meetings import actions
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Meeting, MeetingSide
from tests import factories
from tests.visits.conftest import DAY, World, make_world

WHY = "a test looks"
pytestmark = pytest.mark.django_db


@dataclass
class Slot:
    pk: int
    starts: datetime
    ends: datetime


SLOT = Slot(1, make_aware(datetime(2027, 3, 10, 10)), make_aware(datetime(2027, 3, 10, 14)))


def test_a_standing_link_gets_the_meetings_of_its_programme_once(world: World) -> None:
    rows = list(Meeting.objects.unscoped(WHY).order_by("number"))
    assert [row.kind for row in rows] == ["neutral", "host_a", "host_b"]
    assert [row.host_school for row in rows] == [None, *world.schools]
    assert MeetingSide.objects.unscoped(WHY).count() == 6
    assert actions.make_meetings(by=world.runs, link=world.link) == []


def test_a_programme_may_want_any_order_and_an_offered_link_has_none_yet() -> None:
    world = make_world("Kent", meetings=["goodbye", "online", "neutral"])
    assert [row.how for row in Meeting.objects.unscoped(WHY).order_by("number")] == ["live", "online", "live"]
    offered = factories.link(
        *(factories.offered_class(factories.interest(world.year)) for _ in range(2)), state="offered"
    )
    assert actions.make_meetings(by=Viewer.for_system("x"), link=offered) == []


def test_an_extra_meeting_comes_last(world: World) -> None:
    made = actions.add_meeting(by=world.first, link=world.link, kind="celebration")
    assert (made.number, made.kind, made.host_school) == (4, "celebration", None)
    for _ in range(8):
        actions.add_meeting(by=world.runs, link=world.link, kind="online")
    with pytest.raises(CannotDo, match="at most 12"):
        actions.add_meeting(by=world.first, link=world.link, kind="goodbye")


def test_a_slot_gives_a_meeting_its_day_and_hours(world: World) -> None:
    for _ in range(2):
        dated = actions.date_meeting_at_slot(by=world.runs, meeting=world.meeting(), slot=SLOT)
    assert (dated.state, dated.day, dated.starts, dated.ends) == ("dated", DAY, time(10), time(14))
    assert dated.month == date(2027, 3, 1)
    lines = [line for line in AuditLine.objects.all() if line.verb == "meeting dated"]
    assert len(lines) == 1
    assert "2027" not in str(lines[0].facts)
    with pytest.raises(CannotDo, match="another meeting on that day"):
        actions.date_meeting_at_slot(by=world.runs, meeting=world.meeting(2), slot=SLOT)
    assert actions.free_meeting_of_slot(by=world.runs, meeting=dated).state == "planned"


def test_a_meeting_called_off_cannot_be_dated(world: World) -> None:
    actions.call_off_meeting(by=world.second, meeting=world.meeting(), why="Snow")
    actions.call_off_meeting(by=world.second, meeting=world.meeting(), why="Snow again")
    assert world.meeting().why == "Snow"
    with pytest.raises(CannotDo, match="called off"):
        actions.date_meeting_at_slot(by=world.runs, meeting=world.meeting(), slot=SLOT)


def test_only_those_who_may(world: World) -> None:
    other = make_world("Kent")
    head = world.viewer(factories.member("headteacher", of=world.schools[0]))
    colleague = world.viewer(factories.member("teacher", of=world.schools[0]))
    for who in (other.first, other.runs, head, colleague):
        with pytest.raises(PermissionDenied):
            actions.add_meeting(by=who, link=world.link, kind="online")
    for who in (world.first, other.runs, head):
        with pytest.raises(PermissionDenied):
            actions.date_meeting_at_slot(by=who, meeting=world.meeting(), slot=SLOT)


def test_who_sees_meetings(world: World) -> None:
    other = make_world("Kent")
    office = factories.member("school_office", of=world.schools[1])
    stranger = factories.member("teacher", of=world.schools[1])
    staff = factories.member("network_staff")
    seen = {
        name: Meeting.objects.visible_to(who).filter(link=world.link).count()
        for name, who in {
            "facilitator": world.runs, "first": world.first, "second": world.second, "office": world.viewer(office),
            "colleague": world.viewer(stranger), "other": other.first, "elsewhere": other.runs,
            "staff": world.viewer(staff), "nobody": Viewer.nobody(),
        }.items()
    }  # fmt: skip
    assert seen == {
        "facilitator": 3, "first": 3, "second": 3, "office": 3,
        "colleague": 0, "other": 0, "elsewhere": 0, "staff": 0, "nobody": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ({"state": "dated"}, "meeting_dated_has_a_day_and_hours"),
        ({"day": DAY}, "meeting_without_date_has_no_day"),
        ({"state": "held"}, "meeting_past_has_a_month"),
        ({"state": "held", "month": DAY, "starts": time(11), "ends": time(10)}, "meeting_ends_after_start"),
        ({"place": "Hall", "forgotten": SLOT.starts}, "meeting_forgotten_has_no_place"),
        ({"number": 2}, "meeting_number_once"),
    ],
)
def test_the_database_refuses(world: World, fault: dict[str, object], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Meeting.objects.unscoped("a test breaks a rule").filter(link=world.link, number=1).update(**fault)

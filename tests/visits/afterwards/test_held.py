"""After a meeting: headcounts, what is missing, the core measure, forgetting."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from footbridge.visits.afterwards import actions
from footbridge.visits.meetings.actions import say_numbers
from footbridge.visits.meetings.queries import meetings_held_per_class, missing_of
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Meeting, Proposal, SuitableDay
from footbridge.visits.tasks import look_after_on
from tests.visits.conftest import DAY, TEN, TWO, World

pytestmark = pytest.mark.django_db
WHY = "a test looks"


def words(world: World, today: date, number: int = 1) -> list[str]:
    found = world.meeting(number)
    plan = ("Risk", "Where", "A timetable")  # those are tested with plans
    return [one.sentence for one in missing_of([found], today)[found.pk] if not one.words.startswith(plan)]


def test_what_is_missing_and_by_when(world: World) -> None:
    assert words(world, date(2026, 11, 1)) == ["A date, by 1 March 2027"]
    world.meeting().give_date(DAY, TEN, TWO)
    assert words(world, date(2027, 2, 1)) == [
        "Numbers and needs of Derby Hill School, by 24 February 2027",
        "Numbers and needs of Derby Vale School, by 24 February 2027",
    ]
    say_numbers(by=world.first, meeting=world.meeting(), children=28, adults=3, needs={"halal": 9, "x": 1, "prayer": 0})
    assert words(world, date(2027, 2, 1)) == ["Numbers and needs of Derby Vale School, by 24 February 2027"]
    with pytest.raises(CannotDo, match="more people"):
        say_numbers(by=world.first, meeting=world.meeting(), children=2, adults=1, needs={"halal": 9})
    late = missing_of([world.meeting()], date(2027, 3, 20))[world.meeting().pk]
    assert [one.late for one in late] == [True, True]
    assert late[0].words.startswith("Headcount")


@time_machine.travel("2027-03-10 16:00", tick=False)
def test_each_school_counts_its_own_children(world: World) -> None:
    world.meeting().give_date(DAY, TEN, TWO)
    for _ in range(2):
        actions.say_held(by=world.first, meeting=world.meeting(), how="live", children=27, adults=3)
    assert meetings_held_per_class(world.year).per_class == 0.5
    with pytest.raises(CannotDo, match="given a headcount"):
        actions.say_not_held(by=world.second, meeting=world.meeting(), why="Snow")
    actions.say_held(by=world.second, meeting=world.meeting(), how="live", children=0, adults=1)
    assert meetings_held_per_class(world.year).per_class == 0.5  # nobody of the second class came
    actions.say_held(by=world.second, meeting=world.meeting(), how="live", children=25, adults=2)
    assert (meetings_held_per_class(world.year).per_class, world.meeting().state) == (1.0, "held")
    said = actions.Words(first="They laughed", quote="A day to keep", may_quote=True)
    assert actions.reflect(by=world.first, meeting=world.meeting(), words=said).may_quote
    assert not actions.reflect(by=world.first, meeting=world.meeting(), words=actions.Words(may_quote=True)).may_quote


@time_machine.travel("2027-03-09 16:00", tick=False)
def test_nothing_is_said_before_the_day(world: World) -> None:
    with pytest.raises(CannotDo, match="no date"):
        actions.say_held(by=world.first, meeting=world.meeting(), how="live", children=27, adults=3)
    world.meeting().give_date(DAY, TEN, TWO)
    with pytest.raises(CannotDo, match="from the day"):
        actions.say_held(by=world.first, meeting=world.meeting(), how="live", children=27, adults=3)


def test_place_and_time_are_forgotten_after_30_days(world: World) -> None:
    meeting = world.meeting()
    meeting.place = "Hall"
    meeting.give_date(DAY, TEN, TWO)
    SuitableDay.objects.create(meeting=meeting, side_id=_side(meeting), day=DAY)
    Proposal.objects.create(meeting=meeting, side_id=_side(meeting), day=DAY, starts=TEN, ends=TWO, state="agreed")
    assert look_after_on(date(2027, 4, 9)) == (0, 0)
    assert look_after_on(date(2027, 4, 10)) == (1, 0)
    kept = world.meeting()
    assert (kept.day, kept.starts, kept.place, kept.month, kept.kind) == (None, None, "", date(2027, 3, 1), "neutral")
    assert not SuitableDay.objects.unscoped(WHY).exists()
    assert not Proposal.objects.unscoped(WHY).exists()


def test_a_link_without_meetings_is_given_them(world: World) -> None:
    Meeting.objects.unscoped("a test takes them away").all().delete()
    assert look_after_on(date(2026, 11, 1)) == (0, 1)


def _side(meeting: Meeting) -> int:
    return meeting.sides.unscoped(WHY).order_by("pk").values_list("side_id", flat=True)[0]

"""Two teachers find a day: marks, proposals, answers, races and double posts."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from footbridge.audit.models import AuditLine
from footbridge.visits.dates import actions
from footbridge.visits.dates.days import school_days, why_not
from footbridge.visits.dates.queries import days_of
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Proposal
from tests.visits.conftest import DAY, TEN, TWO, World, make_world

pytestmark = pytest.mark.django_db
OTHER = date(2027, 3, 17)


def propose(world: World, day: date = DAY, number: int = 1) -> Proposal:
    return actions.propose_day(by=world.first, meeting=world.meeting(number), day=day, starts=TEN, ends=TWO)


def test_days_that_suit_both_are_common(world: World) -> None:
    meeting = world.meeting()
    assert actions.mark_days(by=world.first, meeting=meeting, days=[DAY, OTHER, date(2027, 3, 13)]) == 2  # a Saturday
    actions.mark_days(by=world.second, meeting=meeting, days=[OTHER])
    assert days_of(world.first, meeting, 2).common == (OTHER,)
    actions.mark_days(by=world.second, meeting=meeting, days=[])
    assert days_of(world.first, meeting, 2).common == ()
    assert not any("2027" in str(line.facts) for line in AuditLine.objects.all())


def test_holidays_are_left_out(world: World) -> None:
    days = school_days(world.year, date(2026, 11, 1))
    assert (days[0], date(2027, 3, 29) in days) == (date(2027, 3, 1), False)  # Easter Monday
    assert "not a school day" in why_not(world.year, date(2027, 3, 13))
    assert "linking year" in why_not(world.year, date(2028, 3, 13))


def test_one_proposes_and_the_other_agrees(world: World) -> None:
    first = propose(world)
    assert propose(world).pk == first.pk  # posted twice
    with pytest.raises(CannotDo, match="You proposed"):
        actions.answer_proposal(by=world.first, meeting=world.meeting(), proposal=first, yes=True)
    for _ in range(2):
        actions.answer_proposal(by=world.second, meeting=world.meeting(), proposal=first, yes=True)
    assert (world.meeting().state, world.meeting().day, world.meeting().ends) == ("dated", DAY, time(14))
    with pytest.raises(CannotDo, match="has a date"):
        propose(world, OTHER)
    with pytest.raises(CannotDo, match="another meeting on that day"):
        propose(world, DAY, number=2)


def test_the_second_to_propose_is_told_of_the_first(world: World) -> None:
    first = propose(world)
    with pytest.raises(CannotDo, match="proposed a day already"):
        actions.propose_day(by=world.second, meeting=world.meeting(), day=OTHER, starts=TEN, ends=TWO)
    second = propose(world, OTHER)
    with pytest.raises(CannotDo, match="does not stand"):
        actions.answer_proposal(by=world.second, meeting=world.meeting(), proposal=first, yes=True)
    actions.answer_proposal(by=world.second, meeting=world.meeting(), proposal=second, yes=False)
    third = propose(world)
    actions.take_back(by=world.first, meeting=world.meeting(), proposal=third)
    assert world.meeting().state == "planned"


def test_a_meeting_is_moved_by_those_who_agreed_it(world: World) -> None:
    actions.answer_proposal(by=world.second, meeting=world.meeting(), proposal=propose(world), yes=True)
    actions.move_meeting(by=world.second, meeting=world.meeting())
    assert (world.meeting().state, world.meeting().day) == ("planned", None)
    world.meeting(2).give_date(OTHER, TEN, TWO)  # as a venue's slot does
    with pytest.raises(CannotDo, match="facilitator booked"):
        actions.move_meeting(by=world.first, meeting=world.meeting(2))


def test_strangers_find_no_day(world: World) -> None:
    other = make_world("Kent")
    for who in (other.first, world.runs):
        with pytest.raises(PermissionDenied):
            actions.propose_day(by=who, meeting=world.meeting(), day=DAY, starts=TEN, ends=TWO)


def test_the_database_holds_one_open_proposal(world: World) -> None:
    made = propose(world)
    with pytest.raises(IntegrityError, match="proposal_one_open"), transaction.atomic():
        Proposal.objects.create(meeting=made.meeting, side=made.side, day=OTHER, starts=TEN, ends=TWO)

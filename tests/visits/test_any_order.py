"""Two teachers and a facilitator find days, move, call off and count in any order: the record says what the rules say."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import make_aware
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from footbridge.access import Viewer
from footbridge.visits.afterwards.actions import say_held, say_not_held
from footbridge.visits.dates import actions as dates
from footbridge.visits.meetings import actions as meetings
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Meeting, MeetingSide, Proposal
from tests.visits.conftest import TEN, TWO, make_world
from tests.visits.meetings.test_making import Slot

WHY = "a test looks"
DAYS = (date(2027, 3, 9), date(2027, 3, 10), date(2027, 3, 17))  # yesterday, today, next week
number = st.integers(min_value=1, max_value=2)
who = st.integers(min_value=0, max_value=1)
day = st.sampled_from(DAYS)


class Meetings(RuleBasedStateMachine):
    """What is known of two meetings of one link: state, day, the open proposal (side, day), whether a venue booked it, counts."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.clock = time_machine.travel("2027-03-10 12:00", tick=False)
        self.clock.start()
        self.world = make_world()
        self.state = {1: "planned", 2: "planned"}
        self.day: dict[int, date | None] = {1: None, 2: None}
        self.open: dict[int, tuple[int, date] | None] = {1: None, 2: None}
        self.venue = {1: False, 2: False}
        self.counted: dict[int, set[int]] = {1: set(), 2: set()}

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def viewer(self, who: int) -> Viewer:
        return self.world.second if who else self.world.first

    def free(self, number: int, day: date) -> bool:
        other = 3 - number
        return not (self.state[other] == "dated" and self.day[other] == day)

    def ahead(self, number: int) -> bool:
        return self.state[number] in ("planned", "dated")

    @rule(who=who, number=number, day=day)
    def propose(self, who: int, number: int, day: date) -> None:
        waiting = self.open[number]
        fits = self.state[number] == "planned" and self.free(number, day) and (waiting is None or waiting[0] == who)
        try:
            dates.propose_day(
                by=self.viewer(who), meeting=self.world.meeting(number), day=day, starts=TEN, ends=TWO
            )  # fmt: skip
        except CannotDo:
            assert not fits
            return
        assert fits
        self.open[number] = (who, day)

    @rule(who=who, number=number, yes=st.booleans())
    def answer(self, who: int, number: int, yes: bool) -> None:
        proposal = Proposal.objects.unscoped(WHY).filter(meeting=self.world.meeting(number)).order_by("-pk").first()
        if proposal is None or proposal.state != "open":
            return
        waiting = self.open[number]
        assert waiting is not None
        fits = waiting[0] != who and (not yes or self.free(number, waiting[1]))
        try:
            dates.answer_proposal(by=self.viewer(who), meeting=self.world.meeting(number), proposal=proposal, yes=yes)
        except CannotDo:
            assert not fits
            return
        assert fits
        self.open[number] = None
        if yes:
            self.state[number], self.day[number], self.venue[number] = "dated", waiting[1], False

    @rule(who=who, number=number)
    def move(self, who: int, number: int) -> None:
        fits = self.state[number] == "planned" or (self.state[number] == "dated" and not self.venue[number])
        try:
            dates.move_meeting(by=self.viewer(who), meeting=self.world.meeting(number))
        except CannotDo:
            assert not fits
            return
        assert fits
        self.state[number], self.day[number] = "planned", None

    @rule(number=number, day=day)
    def book(self, number: int, day: date) -> None:
        slot = Slot(1, *(make_aware(datetime.combine(day, hour)) for hour in (time(9), TWO)))
        same = self.state[number] == "dated" and self.venue[number] and self.day[number] == day
        fits = same or (self.ahead(number) and self.free(number, day))
        try:
            meetings.date_meeting_at_slot(by=self.world.runs, meeting=self.world.meeting(number), slot=slot)
        except CannotDo:
            assert not fits
            return
        assert fits
        self.state[number], self.day[number], self.venue[number], self.open[number] = "dated", day, True, None

    @rule(number=number)
    def give_up_the_venue(self, number: int) -> None:
        meetings.free_meeting_of_slot(by=self.world.runs, meeting=self.world.meeting(number))
        if self.state[number] == "dated":
            self.state[number], self.day[number] = "planned", None

    @rule(number=number, by=st.integers(min_value=0, max_value=2))
    def call_off(self, number: int, by: int) -> None:
        caller = self.world.runs if by == 2 else self.viewer(by)
        try:
            meetings.call_off_meeting(by=caller, meeting=self.world.meeting(number), why="Snow")
        except CannotDo:
            assert self.state[number] in ("held", "not_held")
            return
        assert self.state[number] not in ("held", "not_held")
        self.state[number], self.day[number], self.open[number] = "called_off", None, None

    @rule(who=who, number=number, held=st.booleans())
    def count(self, who: int, number: int, held: bool) -> None:
        when = self.day[number]
        fits = self.state[number] in ("dated", "held", "not_held") and when is not None and when <= DAYS[1]
        fits = fits and (held or not self.counted[number] - {who})
        try:
            if held:
                say_held(by=self.viewer(who), meeting=self.world.meeting(number), how="live", children=20, adults=3)
            else:
                say_not_held(by=self.viewer(who), meeting=self.world.meeting(number), why="Ill")
        except CannotDo:
            assert not fits
            return
        assert fits
        self.state[number] = "held" if held else "not_held"
        self.counted[number] = self.counted[number] | {who} if held else set()

    @invariant()
    def the_record_agrees(self) -> None:
        rows = {one.number: one for one in Meeting.objects.unscoped(WHY).filter(link=self.world.link, number__lte=2)}
        assert {n: (one.state, one.day) for n, one in rows.items()} == {n: (self.state[n], self.day[n]) for n in rows}
        waiting = Proposal.objects.unscoped(WHY).filter(state="open").values_list("meeting__number", "day")
        assert dict(waiting) == {n: one[1] for n, one in self.open.items() if one}
        counted = MeetingSide.objects.unscoped(WHY).exclude(counted=None).values_list("meeting__number", "side__school")
        sides = [school.pk for school in self.world.schools]
        assert set(counted) == {(n, sides[who]) for n, them in self.counted.items() for who in them}


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(Meetings, settings=settings(max_examples=examples, stateful_step_count=steps))


@pytest.mark.django_db
def test_in_any_order() -> None:
    _run(8, 20)


@pytest.mark.slow
@pytest.mark.django_db
def test_in_any_order_for_long() -> None:
    _run(300, 40)

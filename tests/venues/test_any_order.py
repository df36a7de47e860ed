"""Hosts and facilitators offer, hold, confirm, decline, give back and close in any order: the record says what the rules say."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from footbridge.people.models import Membership
from footbridge.people.viewers import viewer_for
from footbridge.venues import actions
from footbridge.venues.models import SlotHold, Venue, VenueDayOff, VenueSlot
from footbridge.venues.rules import CannotDo
from tests import factories

WHY = "a test looks"
CLASSES, CHILDREN = 4, 110
day = st.integers(min_value=0, max_value=3)
who = st.integers(min_value=0, max_value=1)
meeting = st.integers(min_value=0, max_value=5)
brings = st.sampled_from([(1, 28), (2, 56), (2, 60), (4, 112)])


class Slots(RuleBasedStateMachine):
    """`slots` (day → its slot), `off` and `holds` (meeting → day, what it brings, state) follow from the rules alone."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.programmes = [factories.programme(name) for name in ("Derby", "Leicester")]
        self.venue = Venue.objects.create(name="The Museum of Looms", classes=CLASSES, children=CHILDREN)
        self.venue.programmes.set(self.programmes)
        self.facilitators = [viewer_for(factories.member("facilitator", of=one)) for one in self.programmes]
        host = factories.person("Hana Host")
        Membership.objects.create(person=host, role="venue_host", venue=self.venue.pk)
        self.host = viewer_for(host)
        self.slots: dict[int, VenueSlot] = {}
        self.off: set[tuple[int, int]] = set()
        self.holds: dict[int, tuple[int, int, int, str]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def date(self, day: int) -> dt.date:
        return dt.date(2027, 3, 1) + dt.timedelta(days=day)

    def room(self, day: int) -> tuple[int, int]:
        here = [one for one in self.holds.values() if one[0] == day]
        return CLASSES - sum(one[1] for one in here), CHILDREN - sum(one[2] for one in here)

    def held(self, day: int) -> bool:
        return any(one[0] == day for one in self.holds.values())

    def hold_of(self, meeting: int) -> SlotHold | None:
        return SlotHold.objects.unscoped(WHY).filter(key=f"meeting:{meeting}").order_by("-pk").first()

    @rule(day=day, by_host=st.booleans())
    def offer(self, day: int, by_host: bool) -> None:
        by = self.host if by_host else self.facilitators[0]
        made, known = actions.offer_slots(
            by=by, venue=self.venue, first=self.date(day), last=None, starts=dt.time(10), ends=dt.time(14),
            classes=CLASSES, children=CHILDREN,
        )  # fmt: skip
        assert (made, known) == ((0, 1) if day in self.slots else (1, 0))
        if made:
            self.slots[day] = VenueSlot.objects.unscoped(WHY).select_related("venue").latest("pk")

    @rule(day=day)
    def withdraw(self, day: int) -> None:
        if day not in self.slots:
            return
        try:
            actions.withdraw_slot(by=self.host, slot=self.slots[day])
        except CannotDo:
            assert self.held(day)
            return
        assert not self.held(day)
        del self.slots[day]

    @rule(first=day, length=st.integers(min_value=0, max_value=1))
    def close(self, first: int, length: int) -> None:
        days = range(first, first + length + 1)
        try:
            actions.say_day_off(by=self.host, venue=self.venue, first=self.date(first), last=self.date(days[-1]))
        except CannotDo:
            assert any(self.held(one) for one in days)
            return
        assert not any(self.held(one) for one in days)
        for one in days:
            self.slots.pop(one, None)
        self.off |= {(first, days[-1])}

    @rule(number=st.integers(min_value=0, max_value=3))
    def open_again(self, number: int) -> None:
        rows = list(VenueDayOff.objects.unscoped(WHY).select_related("venue").order_by("pk"))
        if rows:
            gone = rows[number % len(rows)]
            actions.take_day_off_back(by=self.host, day_off=gone)
            self.off -= {((gone.first - self.date(0)).days, (gone.last - self.date(0)).days)}

    @rule(by=who, day=day, meeting=meeting, brings=brings)
    def hold(self, by: int, day: int, meeting: int, brings: tuple[int, int]) -> None:
        if day not in self.slots:
            return
        classes, children = brings
        left = self.room(day)
        closed = any(a <= day <= b for a, b in self.off)
        fits = meeting not in self.holds and classes <= left[0] and children <= left[1] and not closed
        same = meeting in self.holds and self.holds[meeting][0] == day
        try:
            actions.hold_slot(
                by=self.facilitators[by], slot=self.slots[day], key=f"meeting:{meeting}",
                programme=self.programmes[by].pk, classes=classes, children=children,
            )  # fmt: skip
        except CannotDo:
            assert not fits
            assert not same
            return
        assert fits or same
        self.holds.setdefault(meeting, (day, classes, children, "held"))

    @rule(meeting=meeting)
    def confirm(self, meeting: int) -> None:
        if (row := self.hold_of(meeting)) is not None:
            with suppress(CannotDo):
                actions.confirm_hold(by=self.host, hold=row)
                self.holds[meeting] = (*self.holds[meeting][:3], "confirmed")

    @rule(meeting=meeting)
    def decline(self, meeting: int) -> None:
        if (row := self.hold_of(meeting)) is not None:
            with suppress(CannotDo):
                actions.decline_hold(by=self.host, hold=row, reason="Flood")
                self.holds.pop(meeting, None)

    @rule(meeting=meeting, by=who)
    def give_back(self, meeting: int, by: int) -> None:
        gone = actions.give_back(by=self.facilitators[by], key=f"meeting:{meeting}")
        assert gone == (self.holds.pop(meeting, None) is not None)

    @invariant()
    def the_record_agrees(self) -> None:
        live = SlotHold.objects.unscoped(WHY).live().select_related("slot")
        assert {one.key: (one.slot_id, one.classes, one.children, one.state) for one in live} == {
            f"meeting:{key}": (self.slots[day].pk, classes, children, state)
            for key, (day, classes, children, state) in self.holds.items()
        }
        kept = {slot.pk: slot for slot in VenueSlot.objects.unscoped(WHY).exclude(state="withdrawn")}
        assert kept.keys() == {slot.pk for slot in self.slots.values()}
        for number, slot in self.slots.items():
            now, left = kept[slot.pk], self.room(number)
            assert (now.classes_held, now.children_held) == (CLASSES - left[0], CHILDREN - left[1])
            states = {one[3] for one in self.holds.values() if one[0] == number}
            assert now.state == ("free" if not states else "held" if "held" in states else "confirmed")


@pytest.mark.django_db
def test_in_any_order() -> None:
    run_state_machine_as_test(
        Slots,
        settings=settings(max_examples=10, stateful_step_count=20),
    )

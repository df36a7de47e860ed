"""Teachers, guests, a head and an organiser book, give up, send, release and cancel in any order: what must hold, holds."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from footbridge.access import Viewer
from footbridge.booking import actions
from footbridge.booking.models import Occasion, Place
from footbridge.booking.rules import Refused, Who
from footbridge.people.viewers import viewer_for
from tests.booking.conftest import WHY, make_world

pick = st.integers(min_value=0, max_value=10_000)
GUESTS = 3


class Bookings(RuleBasedStateMachine):
    """Three occasions, of which two overlap; three teachers and as many guests, of whom the last has a teacher's address."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.world = make_world()
        self.head = viewer_for(self.world.head)
        actions.set_release(by=self.head, school=self.world.school, approves=True)
        for n in range(3):
            self.world.teacher(n)
        self.organiser = self.world.organiser
        hours = ((9, True), (10, False), (14, True))
        self.occasions = [
            self.world.occasion(kind="briefing", capacity=2, hour=hour, needs_release=release)
            for hour, release in hours
        ]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def who(self, number: int) -> Who:
        if number % 2:
            return self.world.who(number % 3)
        guest = number // 2 % GUESTS
        address = self.world.teachers[0].email.upper() if guest == 0 else f"g{guest}@test.example.org"
        return Who(name=f"Guest {guest}", email=address)

    def place(self, number: int) -> Place | None:
        rows = list(Place.objects.unscoped(WHY).select_related("occasion__programme").order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(number=pick, which=pick)
    def book(self, number: int, which: int) -> None:
        who, occasion = self.who(number), self.occasions[which % 3]
        by = viewer_for(who.person) if who.person else Viewer.nobody()
        try:
            made = actions.book_place(by=by, occasion=occasion, who=who)
            assert actions.book_place(by=by, occasion=occasion, who=who).pk == made.pk, (
                "booked again, it is the same place"
            )
        except Refused:
            pass

    @rule(number=pick)
    def give_up(self, number: int) -> None:
        if (place := self.place(number)) is not None:
            was = place.is_held
            assert actions.give_up_place(by=self.organiser, place=place) == was
            assert not actions.give_up_place(by=self.organiser, place=place)

    @rule(number=pick, other=pick)
    def send(self, number: int, other: int) -> None:
        if (place := self.place(number)) is not None:
            with contextlib.suppress(Refused):
                actions.send_colleague(by=self.organiser, place=place, who=self.who(other))

    @rule(number=pick, given=st.booleans())
    def release(self, number: int, given: bool) -> None:
        place = self.place(number)
        if place is not None and place.school_id:
            asked = place.release == "asked"
            assert actions.settle_release(by=self.head, place=place, given=given) == asked

    @rule(which=pick, capacity=st.integers(min_value=1, max_value=4))
    def resize(self, which: int, capacity: int) -> None:
        with contextlib.suppress(Refused):
            actions.change_occasion(by=self.organiser, occasion=self.occasions[which % 3], facts={"capacity": capacity})

    @rule(which=pick, hours=st.integers(min_value=-2, max_value=2))
    def move(self, which: int, hours: int) -> None:
        one = Occasion.objects.unscoped(WHY).get(pk=self.occasions[which % 3].pk)
        by = dt.timedelta(hours=hours)
        with contextlib.suppress(Refused):
            actions.change_occasion(
                by=self.organiser, occasion=one, facts={"starts": one.starts + by, "ends": one.ends + by}
            )

    @rule(which=pick, closed=st.booleans())
    def close(self, which: int, closed: bool) -> None:
        actions.close_booking(by=self.organiser, occasion=self.occasions[which % 3], closed=closed)

    @rule(which=pick, sure=st.integers(min_value=0, max_value=5))
    def cancel(self, which: int, sure: int) -> None:
        if sure == 0:
            actions.cancel_occasion(by=self.organiser, occasion=self.occasions[which % 3], because="Snow")

    @invariant()
    def the_database_agrees_and_nothing_is_oversold_or_unused(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for one in Occasion.objects.unscoped(WHY):
            places = Place.objects.unscoped(WHY).filter(occasion=one)
            assert one.booked == places.filter(state="booked").count() <= one.capacity
            assert set(places.values_list("starts", "ends")) <= {(one.starts, one.ends)}
            if places.filter(state="waiting").exists():
                assert one.booked == one.capacity, "nobody waits while a place is free"
            if one.state == "cancelled":
                assert not places.filter(state__in=["booked", "waiting"]).exists()

    @invariant()
    def nobody_is_in_two_places_at_once(self) -> None:
        held: dict[str, list[Place]] = {}
        for one in Place.objects.unscoped(WHY).filter(state__in=["booked", "waiting"]).select_related("person"):
            held.setdefault(one.email.lower(), []).append(one)
        for places in held.values():
            assert len({one.occasion_id for one in places}) == len(places), (
                "one place on an occasion, by whichever door"
            )
            booked = sorted((one for one in places if one.state == "booked"), key=lambda one: one.starts)
            assert all(a.ends <= b.starts for a, b in itertools.pairwise(booked))

    @invariant()
    def who_was_refused_release_is_not_booked(self) -> None:
        rows = Place.objects.unscoped(WHY)
        assert not rows.filter(state="booked", release="refused").exists()
        assert not rows.exclude(state="booked").filter(release="asked").exists()


@pytest.mark.django_db
def test_bookings_hold_in_any_order() -> None:
    run_state_machine_as_test(Bookings, settings=settings(max_examples=5, stateful_step_count=25))


@pytest.mark.slow
@pytest.mark.django_db
def test_bookings_hold_in_any_order_at_length() -> None:
    run_state_machine_as_test(
        Bookings,
        settings=settings(max_examples=100, stateful_step_count=60),
    )

"""Attempts from many connections: none over, none unused; and the control, which oversells when the counter is taken away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError

from footbridge.access import Viewer
from footbridge.booking import actions
from footbridge.booking.models import Occasion, Place
from footbridge.booking.rules import Who
from tests.booking.conftest import WHY, fresh, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_jobs_left() -> object:
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def many(count: int, wide: int, work: Callable[[int], object]) -> list[object]:
    """Do `count` works from `wide` connections."""

    def share(first: int) -> list[object]:
        try:
            return [work(number) for number in range(first, count, wide)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(wide) as pool:
        return [one for done in pool.map(share, range(wide)) for one in done]


def storm(attempts: int, wide: int, capacity: int) -> None:
    occasion = make_world().occasion(kind="briefing", capacity=capacity)

    def book(number: int) -> object:
        who = Who(name=f"Guest {number}", email=f"guest{number}@test.example.org", school_words="A school")
        place = actions.book_place(by=Viewer.nobody(), occasion=occasion, who=who)
        if number % 7 == 0:  # some give up at once, while others book
            actions.give_up_place(by=Viewer.nobody(), place=place, guest=True)
        return place.pk

    many(attempts, wide, book)
    rows = Place.objects.unscoped(WHY).filter(occasion=occasion)
    booked, waiting = rows.filter(state="booked").count(), rows.filter(state="waiting").count()
    assert booked == fresh(occasion).booked == capacity, "none over, none unused"
    assert booked + waiting + rows.filter(state="cannot_come").count() == attempts
    # first come, first served: `asked` is written with the occasion locked, so nobody who waits asked before somebody who is booked
    last = rows.filter(state="booked").order_by("asked").values_list("asked", flat=True).last()
    first = rows.filter(state="waiting").order_by("asked").values_list("asked", flat=True).first()
    assert last is not None
    assert first is not None
    assert last < first


def test_a_storm_on_a_briefing_fills_it_and_no_more() -> None:
    storm(attempts=160, wide=8, capacity=30)


@pytest.mark.slow
def test_ten_thousand_attempts_from_forty_eight_connections() -> None:
    storm(attempts=10_000, wide=48, capacity=300)  # the embedded database lets sixty in


def naive(occasion: Occasion, number: int) -> None:
    """What many would write: look whether there is room, then insert."""
    with transaction.atomic():
        rows = Place.objects.unscoped(WHY).filter(occasion=occasion, state="booked")
        if rows.count() < occasion.capacity:
            Place.objects.create(
                occasion=occasion,
                starts=occasion.starts,
                ends=occasion.ends,
                guest_name=f"G {number}",
                guest_email=f"g{number}@test.example.org",
            )


def test_control_check_then_insert_oversells_without_the_counter_and_cannot_with_it() -> None:
    occasion = make_world().occasion(kind="briefing", capacity=20)

    def attempt(number: int) -> bool:
        try:
            naive(occasion, number)
        except IntegrityError as trouble:
            return "occasion_not_oversold" not in str(trouble)
        return True

    assert all(isinstance(one, bool) for one in many(200, 16, attempt))
    rows = Place.objects.unscoped(WHY).filter(occasion=occasion, state="booked")
    assert rows.count() == 20 == fresh(occasion).booked
    rows.delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking_place DISABLE TRIGGER booking_place_counts")
    try:
        for _ in range(5):  # on a busy machine the attempts may happen to queue up
            rows.all().delete()
            many(400, 16, attempt)
            if rows.all().count() > 20:
                break
        assert rows.all().count() > 20, "the control must oversell, or this test shows nothing"
    finally:
        rows.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE booking_place ENABLE TRIGGER booking_place_counts")


def test_nobody_but_the_places_counts() -> None:
    occasion = make_world().occasion(kind="briefing", capacity=5)
    Occasion.objects.unscoped(WHY).filter(pk=occasion.pk).update(booked=4)
    assert fresh(occasion).booked == 0

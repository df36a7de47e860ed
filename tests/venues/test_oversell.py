"""Many connections hold the same slots at once: none is ever over, none stays unused. With the guard away, some are over."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from footbridge.access import Viewer
from footbridge.programmes.models import Programme
from footbridge.venues.actions import hold_slot
from footbridge.venues.hours import at
from footbridge.venues.models import SlotHold, Venue, VenueSlot
from footbridge.venues.rules import CannotDo
from tests import factories

CLASSES, CHILDREN = 4, 120
SMALL = (200, 8, 12)
FULL = (10_000, 64, 300)
Hold = Callable[[int, int, int], bool]


@pytest.fixture
def place(transactional_db: None) -> tuple[Venue, Programme]:
    programme = factories.programme("Derby")
    venue = Venue.objects.create(name="The Museum of Looms")
    venue.programmes.add(programme)
    return venue, programme


def race(slots: list[int], attempts: int, workers: int, hold: Hold) -> None:
    """Every worker has its own connection and makes its share of the attempts.

    Each slot is asked for by as many single classes as it takes, and by chance for more: refused only when full, it ends full.
    """
    chance = random.Random(7)
    asked = [(slot, 1) for slot in slots for _ in range(CLASSES)]
    asked += [(chance.choice(slots), chance.choice((1, 2, 2, 4))) for _ in range(attempts - len(asked))]
    chance.shuffle(asked)
    troubles: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for key in range(number, len(asked), workers):
                hold(asked[key][0], key, asked[key][1])
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles, troubles[0]


def make_slots(venue: Venue, count: int) -> list[int]:
    first = dt.date(2027, 1, 4)
    return [
        VenueSlot.objects.create(
            venue=venue, starts=at(first + dt.timedelta(n), dt.time(10)), ends=at(first + dt.timedelta(n), dt.time(14)),
            classes=CLASSES, children=CHILDREN,
        ).pk
        for n in range(count)
    ]  # fmt: skip


def held(slots: list[int]) -> list[tuple[int, int]]:
    """What is truly held in each slot, counted from its holds."""
    found = []
    for slot in slots:
        rows = SlotHold.objects.unscoped("a test counts").live().filter(slot=slot)
        found.append((sum(one.classes for one in rows), sum(one.children for one in rows)))
    return found


@pytest.mark.parametrize(
    "size", [pytest.param(SMALL, id="small"), pytest.param(FULL, id="full", marks=pytest.mark.slow)]
)
def test_no_slot_is_over_and_none_unused(place: tuple[Venue, Programme], size: tuple[int, int, int]) -> None:
    venue, programme = place
    attempts, workers, count = size
    slots = make_slots(venue, count)
    system = Viewer.for_system("race")
    rows = {slot.pk: slot for slot in VenueSlot.objects.unscoped("a test").select_related("venue")}

    def hold(slot: int, key: int, classes: int) -> bool:
        try:
            hold_slot(
                by=system, slot=rows[slot], key=f"race:{key}", programme=programme.pk, classes=classes,
                children=classes * 30,
            )  # fmt: skip
        except CannotDo:
            return False
        return True

    began = time.perf_counter()
    race(slots, attempts, workers, hold)
    counted = held(slots)
    taken = sum(classes for classes, _ in counted)
    print(
        f"{attempts} attempts from {workers} connections on {count} slots: {taken} of {count * CLASSES} classes held, "
        f"{time.perf_counter() - began:.1f} s"
    )  # shown by pytest -s
    assert all(classes <= CLASSES and children <= CHILDREN for classes, children in counted)
    assert all(classes == CLASSES for classes, _ in counted), "nothing stays free that was asked for"
    kept = VenueSlot.objects.unscoped("a test").order_by("pk").values_list("classes_held", "children_held")
    assert list(kept) == counted, "the counters say what is held"


def test_without_the_guard_slots_are_over(place: tuple[Venue, Programme]) -> None:
    venue, programme = place
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE venues_slothold DISABLE TRIGGER hold_counts")
    try:
        slots = make_slots(venue, 3)
        gate = threading.Barrier(8, timeout=20)

        def look_then_hold(slot: int, key: int, classes: int) -> bool:
            """What people write first: count, then insert."""
            with transaction.atomic():
                taken = sum(one.classes for one in SlotHold.objects.unscoped("a test").live().filter(slot=slot))
                try:
                    gate.wait(0.2)  # everybody looks before anybody holds
                except threading.BrokenBarrierError:
                    gate.reset()
                if taken + classes > CLASSES:
                    return False
                try:
                    SlotHold.objects.create(
                        slot_id=slot, programme=programme, key=f"race:{key}", classes=classes, children=classes * 30
                    )
                except IntegrityError:
                    return False
            return True

        race(slots, 80, 8, look_then_hold)
        assert any(classes > CLASSES for classes, _ in held(slots)), "the race is real"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE venues_slothold ENABLE TRIGGER hold_counts")

"""Booking as people do it: places, the waiting list, cannot come, a colleague instead, changes, release, attendance."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.booking import actions
from footbridge.booking.actions.attending import rest_present
from footbridge.booking.models import Occasion, Place
from footbridge.booking.rules import Refused, Who
from footbridge.notify.models import Enclosed, Message
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.booking.conftest import WHY, World, fresh, states

pytestmark = pytest.mark.django_db


def letters() -> list[str]:
    return [
        name.rpartition("/")[2]
        for name in Message.objects.unscoped(WHY).order_by("pk").values_list("template", flat=True)
    ]


def book(world: World, occasion: Occasion, number: int) -> Place:
    person = world.teacher(number)
    return actions.book_place(by=viewer_for(person), occasion=occasion, who=Who(person, school=world.school))


def test_a_session_overflows_and_empties_in_order(world: World) -> None:
    occasion = world.occasion(capacity=2)
    places = [book(world, occasion, n) for n in range(4)]
    assert states(occasion) == ["booked", "booked", "waiting", "waiting"]
    assert actions.give_up_place(by=viewer_for(world.teacher(0)), place=places[0])
    assert states(occasion) == ["cannot_come", "booked", "booked", "waiting"]
    assert not actions.give_up_place(by=viewer_for(world.teacher(0)), place=places[0]), "posted twice, acts once"
    actions.change_occasion(by=world.organiser, occasion=occasion, facts={"capacity": 3})
    assert states(occasion) == ["cannot_come", "booked", "booked", "booked"]
    assert fresh(occasion).booked == 3
    assert letters() == ["booked", "booked", "waiting", "waiting", "gave_up", "moved_up", "moved_up"]
    with pytest.raises(Refused, match="3 places are booked"):
        actions.change_occasion(by=world.organiser, occasion=occasion, facts={"capacity": 2})


def test_nobody_is_booked_twice_or_at_two_places_at_once(world: World) -> None:
    occasion, beside = world.occasion(), world.occasion(hour=10)
    first = book(world, occasion, 0)
    assert book(world, occasion, 0).pk == first.pk
    with pytest.raises(Refused, match="same time"):
        book(world, beside, 0)
    guest = Who(name="Gil", email="Gil@Ash.example.org")
    briefings = [world.occasion(kind="briefing", hour=hour) for hour in (9, 10)]
    actions.book_place(by=Viewer.nobody(), occasion=briefings[0], who=guest)
    with pytest.raises(Refused):
        actions.book_place(by=Viewer.nobody(), occasion=briefings[1], who=guest)
    with pytest.raises(PermissionDenied):
        actions.book_place(by=Viewer.nobody(), occasion=occasion, who=guest)


def test_a_colleague_comes_instead_whoever_waits(world: World) -> None:
    occasion = world.occasion(capacity=1)
    place, waiting = book(world, occasion, 0), book(world, occasion, 1)
    new = actions.send_colleague(by=viewer_for(world.teacher(0)), place=place, who=world.who(2))
    assert (fresh(place).state, new.state, fresh(waiting).state) == ("replaced", "booked", "waiting")
    again = actions.send_colleague(by=world.organiser, place=new, who=world.who(1))
    assert (again.pk, fresh(waiting).state, fresh(occasion).booked) == (waiting.pk, "booked", 1)
    with pytest.raises(Refused):
        actions.send_colleague(by=world.organiser, place=place, who=world.who(2))


def test_a_change_of_hours_frees_those_who_are_elsewhere(world: World) -> None:
    occasion, other = world.occasion(capacity=1), world.occasion(hour=14)
    lost, next_one = book(world, occasion, 0), book(world, occasion, 1)
    book(world, other, 0)
    starts = occasion.starts + dt.timedelta(hours=5)
    actions.change_occasion(
        by=world.organiser, occasion=occasion, facts={"starts": starts, "ends": starts + dt.timedelta(hours=2)}
    )
    assert (fresh(lost).state, fresh(next_one).state) == ("cannot_come", "booked")
    assert fresh(next_one).starts == starts
    assert {"lost", "moved_up", "changed"} <= set(letters())


@pytest.mark.parametrize("moved", ["the account's", "the guest's"])
def test_a_change_of_hours_knows_a_guest_who_has_an_account(world: World, moved: str) -> None:
    one, other = world.occasion(kind="briefing"), world.occasion(kind="briefing", hour=14)
    guest = Who(name="The same teacher", email=world.teacher(0).email.upper())
    places = {
        "the account's": book(world, one, 0),
        "the guest's": actions.book_place(by=Viewer.nobody(), occasion=other, who=guest),
    }
    occasion, hours = (one, 5) if moved == "the account's" else (other, -5)
    starts = occasion.starts + dt.timedelta(hours=hours)
    facts = {"starts": starts, "ends": starts + dt.timedelta(hours=2)}
    actions.change_occasion(by=world.organiser, occasion=occasion, facts=facts)
    assert {name: fresh(place).state for name, place in places.items()} == {
        name: "cannot_come" if name == moved else "booked" for name in places
    }


def test_who_waits_and_is_booked_elsewhere_is_passed_over(world: World) -> None:
    occasion = world.occasion(capacity=1)
    places = [book(world, occasion, n) for n in range(3)]
    book(world, world.occasion(hour=10), 1)
    actions.give_up_place(by=world.organiser, place=places[0])
    assert [fresh(place).state for place in places] == ["cannot_come", "cannot_come", "booked"]


def test_cancelling_tells_everybody_and_takes_it_out_of_diaries(world: World) -> None:
    occasion = world.occasion(capacity=1)
    book(world, occasion, 0), book(world, occasion, 1)
    assert actions.cancel_occasion(by=world.organiser, occasion=occasion, because="Snow.")
    assert not actions.cancel_occasion(by=world.organiser, occasion=occasion, because="Snow.")
    assert states(occasion) == ["cancelled", "cancelled"]
    assert letters().count("cancelled") == 2
    assert b"METHOD:CANCEL" in bytes(Enclosed.objects.unscoped(WHY).latest("pk").content)
    with pytest.raises(Refused):
        book(world, occasion, 2)


def test_release_is_asked_settled_and_frees_the_place(world: World) -> None:
    head = viewer_for(world.head)
    actions.set_release(by=head, school=world.school, approves=True)
    occasion = world.occasion(capacity=1, needs_release=True)
    place, waiting = book(world, occasion, 0), book(world, occasion, 1)
    assert (fresh(place).release, fresh(waiting).release) == ("asked", "")
    with pytest.raises(PermissionDenied):
        actions.settle_release(by=viewer_for(world.teacher(0)), place=place, given=True)
    assert actions.settle_release(by=head, place=place, given=False)
    assert (fresh(place).state, fresh(waiting).state, fresh(waiting).release) == ("cannot_come", "booked", "asked")
    assert actions.settle_release(by=head, place=waiting, given=True, cover="arranged")
    assert not actions.settle_release(by=head, place=waiting, given=False)
    assert "release" in letters()


def test_attendance_two_organisers_and_certificates(world: World) -> None:
    occasion = world.occasion(capacity=3)
    places = [book(world, occasion, n) for n in range(3)]
    with pytest.raises(Refused, match="from the day"):
        actions.take_attendance(by=world.organiser, place=places[0], mark="present")
    second = viewer_for(factories.member("facilitator", of=world.programme))
    with time_machine.travel(occasion.starts + dt.timedelta(minutes=5), tick=False):
        actions.take_attendance(by=world.organiser, place=places[0], mark="absent")
        actions.take_attendance(by=second, place=places[1], mark="excused")
        assert rest_present(by=second, occasion=occasion) == 1
        assert actions.finish_occasion(by=second, occasion=occasion) == 1
        assert [fresh(place).attendance for place in places] == ["absent", "excused", "present"]
        assert timezone.now() > occasion.starts

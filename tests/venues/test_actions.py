"""Venues: what hosts and facilitators do, and what the database never lets happen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from footbridge.access import Viewer
from footbridge.notify.models import Message
from footbridge.people.actions import invite
from footbridge.people.rules import Refused
from footbridge.people.viewers import viewer_for
from footbridge.venues import actions, guests
from footbridge.venues.models import SlotHold, Venue, VenueDayOff, VenueSlot
from footbridge.venues.rules import CannotDo
from footbridge.venues.tasks import look_after_on
from tests import factories
from tests.venues.conftest import TUESDAY, Place

NINE, TWO = dt.time(9), dt.time(14)


def hold(place: Place, slot: VenueSlot, key: str = "meeting:1", classes: int = 2, children: int = 56) -> SlotHold:
    return actions.hold_slot(
        by=place.by_facilitator, slot=slot, key=key, programme=place.programme.pk, classes=classes, children=children
    )


def fresh(slot: VenueSlot) -> VenueSlot:
    return VenueSlot.objects.unscoped("a test looks").get(pk=slot.pk)


def letters() -> list[str]:
    return list(Message.objects.unscoped("a test looks").order_by("pk").values_list("template", flat=True))


def test_a_slot_is_held_confirmed_declined_and_free_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(guests, "_listeners", [lambda by, key: heard.append(key)])
    slot = place.slot()
    first = hold(place, slot)
    assert hold(place, slot) == first, "asked twice"
    assert (fresh(slot).state, fresh(slot).classes_held, fresh(slot).children_held) == ("held", 2, 56)
    actions.confirm_hold(by=place.by_host, hold=first)
    actions.confirm_hold(by=place.by_host, hold=first)
    assert fresh(slot).state == "confirmed"
    with pytest.raises(CannotDo, match="Say why"):
        actions.decline_hold(by=place.by_host, hold=first, reason=" ")
    actions.decline_hold(by=place.by_host, hold=first, reason="The roof leaks")
    assert (fresh(slot).state, fresh(slot).classes_held) == ("free", 0)
    assert heard == ["meeting:1"]
    assert letters() == ["venues/mail/asked", "venues/mail/confirmed", "venues/mail/declined"]
    for message in Message.objects.unscoped("a test looks"):
        assert "2 March" not in message.text + message.subject + message.html, "a letter names no day (D6)"
    with pytest.raises(CannotDo, match="not coming"):
        actions.confirm_hold(by=place.by_host, hold=first)


def test_one_class_too_many_is_refused_and_another_fits(place: Place) -> None:
    slot = place.slot(classes=4, children=100)
    hold(place, slot)
    with pytest.raises(CannotDo, match="no room"):
        hold(place, slot, "meeting:2", 4, 40)
    with pytest.raises(CannotDo, match="no room"):
        hold(place, slot, "meeting:2", 2, 50)
    hold(place, slot, "meeting:2", 2, 44)
    with pytest.raises(CannotDo, match="another slot"):
        hold(place, place.slot(TUESDAY + dt.timedelta(1)))
    assert actions.give_back(by=place.by_facilitator, key="meeting:2")
    assert not actions.give_back(by=place.by_facilitator, key="meeting:2")
    assert fresh(slot).classes_held == 2


def test_the_database_keeps_slots_apart_and_days_off_free(place: Place) -> None:
    slot = place.slot()
    with pytest.raises(IntegrityError, match="slot_overlaps_no_other"), transaction.atomic():
        place.slot()
    hold(place, slot)
    rows = VenueSlot.objects.unscoped("a test tries to break it").filter(pk=slot.pk)
    for broken in ({"classes_held": 3}, {"children_held": 999}, {"state": "withdrawn"}, {"state": "free"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**broken)
    with pytest.raises(IntegrityError, match="one of these days"), transaction.atomic():
        VenueDayOff.objects.create(venue=place.venue, first=TUESDAY, last=TUESDAY)
    VenueDayOff.objects.create(venue=place.venue, first=TUESDAY + dt.timedelta(1), last=TUESDAY + dt.timedelta(2))
    with pytest.raises(CannotDo, match="no room"):
        hold(place, place.slot(TUESDAY + dt.timedelta(2)), "meeting:3")


def test_days_off_take_free_slots_back_but_never_held_ones(place: Place) -> None:
    held, free = place.slot(), place.slot(TUESDAY + dt.timedelta(1))
    hold(place, held)
    with pytest.raises(CannotDo, match="Classes hold a slot on 2 March"):
        actions.say_day_off(by=place.by_host, venue=place.venue, first=TUESDAY, last=TUESDAY + dt.timedelta(3))
    assert fresh(free).state == "free", "a refused change changes nothing"
    with pytest.raises(CannotDo, match="Decline them first"):
        actions.withdraw_slot(by=place.by_host, slot=held)
    day = TUESDAY + dt.timedelta(1)
    off = actions.say_day_off(by=place.by_host, venue=place.venue, first=day, last=day)
    assert actions.say_day_off(by=place.by_host, venue=place.venue, first=day, last=day) == off
    assert fresh(free).state == "withdrawn"
    actions.take_day_off_back(by=place.by_host, day_off=off)
    assert not VenueDayOff.objects.visible_to(place.by_host).exists()


def test_weekly_slots_leave_out_holidays_days_off_and_what_is_there(place: Place) -> None:
    VenueDayOff.objects.create(venue=place.venue, first=dt.date(2027, 2, 9), last=dt.date(2027, 2, 9))
    offer = {"venue": place.venue, "starts": NINE, "ends": TWO, "classes": 2, "children": 60}
    # 2 February to 2 March: the 9th is off, the 16th is half-term
    made = actions.offer_slots(by=place.by_host, first=dt.date(2027, 2, 2), last=TUESDAY, **offer)
    assert made == (3, 0)
    assert actions.offer_slots(by=place.by_host, first=TUESDAY, last=None, **offer) == (0, 1)


def test_who_may_do_what(place: Place) -> None:
    other = viewer_for(factories.member("facilitator", of=factories.programme("Leicester")))
    slot = place.slot()
    first = hold(place, slot)
    for stranger in (other, Viewer.nobody(), viewer_for(factories.member("teacher", of=factories.school()))):
        assert not Venue.objects.visible_to(stranger).exists()
        assert not SlotHold.objects.visible_to(stranger).exists()
        with pytest.raises(PermissionDenied):
            actions.withdraw_slot(by=stranger, slot=slot)
    with pytest.raises(PermissionDenied):
        actions.confirm_hold(by=place.by_facilitator, hold=first)
    with pytest.raises(PermissionDenied):
        actions.hold_slot(by=place.by_host, slot=slot, key="m", programme=place.programme.pk, classes=1, children=1)
    with pytest.raises(PermissionDenied):
        actions.add_venue(by=other, programmes=[place.programme], name="Somewhere")


def test_a_facilitator_adds_a_venue_and_invites_its_host(place: Place) -> None:
    made = actions.add_venue(by=place.by_facilitator, programmes=[place.programme], name="The Arboretum")
    assert actions.add_venue(by=place.by_facilitator, programmes=[place.programme], name="the arboretum") == made
    sent = invite(by=place.by_facilitator, email="h@test.example.org", name="Holly", role="venue_host", venue=made.pk)
    assert sent.place == "The Arboretum"
    assert place.by_host.current is not None
    assert place.by_host.current.label == "Venue host, The Museum of Looms"
    other = viewer_for(factories.member("facilitator", of=factories.programme("Leicester")))
    with pytest.raises(Refused):
        invite(by=other, email="x@test.example.org", name="X", role="venue_host", venue=made.pk)


def test_two_people_do_not_overwrite_each_other(place: Place) -> None:
    changed = actions.change_venue(by=place.by_host, venue=place.venue, version=1, rooms="Two halls")
    assert (changed.rooms, changed.version) == ("Two halls", 2)
    with pytest.raises(CannotDo, match="Nothing was overwritten"):
        actions.change_venue(by=place.by_facilitator, venue=place.venue, version=1, rooms="One hall")


def test_thirty_days_later_nobody_reads_who_came(place: Place) -> None:
    first = hold(place, place.slot())
    later = hold(place, place.slot(TUESDAY + dt.timedelta(days=1)), key="meeting:2")
    assert look_after_on(TUESDAY + dt.timedelta(days=31)) == 1
    assert look_after_on(TUESDAY + dt.timedelta(days=31)) == 0
    kept = dict(SlotHold.objects.unscoped("a test looks").values_list("pk", "key"))
    assert kept == {first.pk: f"forgotten:{first.pk}", later.pk: "meeting:2"}
    assert fresh(first.slot).children_held == 56, "counts stay"
    with pytest.raises(PermissionDenied):
        actions.forget_guests(by=place.by_host, before=TUESDAY)

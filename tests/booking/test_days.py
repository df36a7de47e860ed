"""Release is chased and cannot sit unseen; calendar files over the change of the clocks; needs are forgotten."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from footbridge.access import Viewer
from footbridge.booking import actions, diaries
from footbridge.booking.actions.keeping import forget_needs
from footbridge.booking.models import Place
from footbridge.booking.rules import Who
from footbridge.booking.tasks import chase_on, remind_on
from footbridge.notify.models import Message
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.booking.conftest import WHY, World, fresh

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@time_machine.travel("2026-09-07 08:00", tick=False)  # a Monday in term
def test_a_request_for_release_cannot_sit_unseen(world: World) -> None:
    actions.set_release(by=viewer_for(world.head), school=world.school, approves=True)
    occasion = world.occasion(days=30, needs_release=True)
    place = actions.book_place(by=viewer_for(world.teacher()), occasion=occasion, who=world.who())
    results = [chase_on(timezone.localdate() + dt.timedelta(days=n)) for n in range(1, 15)]
    assert [n for n, one in enumerate(results, 1) if one == (1, 0)] == [2, 7]
    assert [n for n, one in enumerate(results, 1) if one == (0, 1)] == [10]
    assert fresh(place).release_told is not None
    assert Message.objects.unscoped(WHY).filter(template="booking/mail/release_unseen").count() == 1


def test_a_diary_entry_is_right_over_the_change_of_the_clocks_and_changes_in_place(world: World) -> None:
    with time_machine.travel("2026-10-01 08:00", tick=False):
        before = dt.datetime(2026, 10, 23, 9, 30, tzinfo=LONDON)  # summer time ends on 25 October 2026
        occasion = world.occasion(starts=before, ends=before + dt.timedelta(hours=2), place="The Hall")
        place = actions.book_place(by=viewer_for(world.teacher()), occasion=occasion, who=world.who())
        first = Calendar.from_ical(diaries.file_of(place))
        after = dt.datetime(2026, 10, 26, 9, 30, tzinfo=LONDON)
        actions.change_occasion(
            by=world.organiser, occasion=occasion, facts={"starts": after, "ends": after + dt.timedelta(hours=2)}
        )
        moved = Place.objects.unscoped(WHY).select_related("person", "occasion__programme").get(pk=place.pk)
        second = Calendar.from_ical(diaries.file_of(moved))
        actions.cancel_occasion(by=world.organiser, occasion=occasion, because="Snow.")
        gone = Place.objects.unscoped(WHY).select_related("person", "occasion__programme").get(pk=place.pk)
        third = Calendar.from_ical(diaries.file_of(gone))
    events = [one.walk("VEVENT")[0] for one in (first, second, third)]
    assert [str(one["METHOD"]) for one in (first, second, third)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(one["UID"]) for one in events}) == 1
    assert [int(one["SEQUENCE"]) for one in events] == [0, 2, 5]
    assert [f"{one['DTSTART'].dt.astimezone(dt.UTC):%H:%M}" for one in events[:2]] == ["08:30", "09:30"]
    assert events[0]["DTSTART"].params["TZID"] == "Europe/London"
    assert first.walk("VTIMEZONE")
    assert str(events[0]["LOCATION"]) == "The Hall"


def test_a_celebration_is_told_without_its_place(world: World) -> None:
    partner = factories.school("Oak Primary")
    classes = [factories.offered_class(factories.interest(world.year, of)) for of in (world.school, partner)]
    link = factories.link(*classes)
    factories.leads(world.teacher(), link, school=world.school)
    occasion = world.occasion(kind="celebration", capacity=40, place="The Secret Hall", joining="Door C")
    made = actions.invite_classes(by=world.organiser, occasion=occasion)
    assert len(made) == 2
    assert not actions.invite_classes(by=world.organiser, occasion=occasion)
    teacher = viewer_for(world.teacher())
    mine = Place.objects.visible_to(teacher).select_related("occasion__programme").get(school=world.school)
    assert actions.answer_for_class(by=teacher, place=mine, children=28, adults=3).state == "booked"
    other = Place.objects.unscoped(WHY).select_related("occasion__programme").get(school=partner)
    assert actions.answer_for_class(by=world.organiser, place=other, children=28, adults=3).state == "waiting"
    actions.give_up_place(by=teacher, place=mine)
    assert fresh(other).state == "booked"
    letters = Message.objects.unscoped(WHY)
    assert letters.count() >= 4
    assert not [one for one in letters if "Secret" in one.text + one.html + one.subject or "Door C" in one.text]


def test_reminders_go_once_and_needs_are_forgotten(world: World) -> None:
    with time_machine.travel("2026-09-07 08:00", tick=False):
        occasion = world.occasion(days=2)
        person = world.teacher()
        place = actions.book_place(
            by=viewer_for(person), occasion=occasion, who=Who(person, school=world.school), answers={"1": "no nuts"}
        )
        assert (remind_on(timezone.localdate()), remind_on(timezone.localdate())) == (1, 0)
    assert forget_needs(by=Viewer.for_system("retention"), before=occasion.ends + dt.timedelta(days=1)) == 1
    assert fresh(place).answers == {}

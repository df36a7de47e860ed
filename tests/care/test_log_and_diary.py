"""The log of a link, next steps that come due, and the calendar with its private feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import icalendar
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from footbridge.care.diary import actions, feed, month
from footbridge.care.log.actions import log_contact
from footbridge.care.models import LogLine
from footbridge.people.models import Membership, Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import Programme
from tests import factories
from tests.care.test_board import a_link

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def derby() -> Programme:
    return factories.programme("Derby")


@pytest.fixture
def amina(derby: Programme) -> Person:
    return factories.member("facilitator", of=derby, name="Amina")


def test_a_contact_is_noted_once_and_its_step_comes_due(sign_in: SignIn, derby: Programme, amina: Person) -> None:
    link = a_link(derby, names=("Ash School", "Birch School"))
    client, today = sign_in(amina), timezone.localdate()
    data = {
        "way": "phone", "summary": "Coach is booked", "next_step": "Ask again", "sent_key": "k1",
        "next_on_day": str(today.day), "next_on_month": str(today.month), "next_on_year": str(today.year),
    }  # fmt: skip
    for _ in range(2):
        client.post(reverse("care:link", args=[link.pk]), data)
    (line,) = LogLine.objects.unscoped("a test reads the log")
    assert "Ask again" in client.get(reverse("care:due")).content.decode()
    assert "1 next step with a link is due" in client.get(reverse("today")).content.decode()
    client.post(reverse("care:step_done", args=[line.pk]))
    assert "Nothing is due" in client.get(reverse("care:due")).content.decode()
    assert "Coach is booked" in client.get(reverse("care:link", args=[link.pk])).content.decode()


def test_a_day_without_a_step_is_told_and_held_by_the_database(
    sign_in: SignIn, derby: Programme, amina: Person
) -> None:
    link = a_link(derby, names=("", ""))
    data = {"way": "phone", "summary": "x", "next_on_day": "1", "next_on_month": "3", "next_on_year": "2027"}
    page = sign_in(amina).post(reverse("care:link", args=[link.pk]), data).content.decode()
    assert "Say what is to be done then." in page
    with pytest.raises(IntegrityError), transaction.atomic():
        LogLine.objects.create(link=link, way="phone", summary="x", next_on=date(2027, 3, 1))


def test_the_calendar_shows_the_programmes_dates(sign_in: SignIn, derby: Programme, amina: Person) -> None:
    factories.linking_year(derby, dates={"visits_from": "2027-03-01"})
    page = sign_in(amina).get(reverse("care:diary") + "?from=2027-02").content.decode()
    assert "Visits from" in page
    assert "Visits from" not in sign_in(amina).get(reverse("care:diary") + "?from=2027-08").content.decode()
    assert sign_in(amina).get(reverse("care:diary") + "?from=rubbish").status_code == 200


def test_a_feed_is_read_by_its_secret_alone_and_ends(client: Client, derby: Programme, amina: Person) -> None:
    link = a_link(derby, names=("Ash School", "Birch School"))
    by = viewer_for(amina)
    log_contact(by=by, link=link, way="phone", summary="x", next_step="Call Ash", next_on=timezone.localdate())
    token = actions.make_feed(by=by)
    answer = client.get(reverse("care:feed", args=[token]))
    assert answer["Content-Type"].startswith("text/calendar")
    file = icalendar.Calendar.from_ical(answer.content)
    words = answer.content.decode()
    assert any("A next step with a link" in str(event["summary"]) for event in file.walk("VEVENT"))
    assert "Ash" not in words, "a feed is kept by others and names no school"
    assert client.get(reverse("care:feed", args=["wrong"])).status_code == 404
    second = actions.make_feed(by=by)
    assert client.get(reverse("care:feed", args=[token])).status_code == 404
    actions.end_feed(by=by)
    assert client.get(reverse("care:feed", args=[second])).status_code == 404


def test_a_feed_ends_with_the_role(client: Client, amina: Person) -> None:
    token = actions.make_feed(by=viewer_for(amina))
    held = Membership.objects.unscoped("a test ends a role").get(person=amina)
    held.end("left")
    assert client.get(reverse("care:feed", args=[token])).status_code == 404


@time_machine.travel("2027-03-27 12:00+00:00", tick=False)
def test_hours_in_a_feed_are_right_over_the_change_of_the_clocks() -> None:
    from footbridge.care.diary.entry import Entry

    before = timezone.make_aware(timezone.datetime(2027, 3, 27, 10, 0))
    after = before + timedelta(days=2)
    found = [
        Entry(f"k{n}", moment.date(), "t", "o", "training", starts=moment, ends=moment + timedelta(hours=2))
        for n, moment in enumerate((before, after))
    ]
    file = icalendar.Calendar.from_ical(feed.as_file(found))
    starts = [event["dtstart"].dt for event in file.walk("VEVENT")]
    assert [start.hour for start in starts] == [10, 10]
    assert [start.utcoffset() for start in starts] == [timedelta(0), timedelta(hours=1)]
    assert any(zone["tzid"] == "Europe/London" for zone in file.walk("VTIMEZONE"))


def test_months_follow_each_other() -> None:
    assert month.last_of(date(2026, 12, 1), 3) == date(2027, 2, 28)
    assert month.before(date(2027, 1, 1)) == date(2026, 12, 1)
    assert month.month_asked("2027-13", date(2027, 5, 6)) == date(2027, 5, 1)

"""What the board says of agreements and meetings, and what the calendar says of them outside."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine

from footbridge.access import Viewer
from footbridge.agreements.actions.signing import open_agreement
from footbridge.agreements.actions.words import publish_text, save_text
from footbridge.agreements.models import Agreement
from footbridge.brokering.models import Link
from footbridge.care.diary.feed import as_file
from footbridge.care.diary.sources import entries
from footbridge.care.flags.board import live_links, rows_of
from footbridge.care.flags.flag import Standing
from footbridge.people.viewers import viewer_for
from footbridge.visits.meetings.actions import make_meetings
from footbridge.visits.models import Meeting
from tests import factories
from tests.care.test_board import a_link

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 10)


@pytest.fixture
def link() -> Link:
    """A standing link of Derby with its meetings."""
    derby = factories.programme("Derby")
    made = a_link(derby, names=("Ash School", "Birch School"))
    make_meetings(by=Viewer.for_system("test"), link=made)
    return made


@pytest.fixture
def amina(link: Link) -> Viewer:
    return viewer_for(factories.member("facilitator", of=link.linking_year.programme))


def standings(viewer: Viewer, today: date = TODAY) -> dict[str, Standing]:
    (row,) = rows_of(viewer, live_links(viewer), today)
    return dict(row.standings)


def dated(link: Link, day: date) -> Meeting:
    meeting = Meeting.objects.unscoped("a test dates a meeting").filter(link=link).order_by("number").first()
    assert meeting is not None
    meeting.give_date(day, time(10), time(14))
    return meeting


def test_a_meeting_that_is_over_without_a_headcount_is_late(link: Link, amina: Viewer) -> None:
    meeting = dated(link, TODAY - timedelta(days=1))
    visits = standings(amina)["visits"]
    assert visits.word == "0 of 3 held"
    assert [flag.about for flag in visits.flags if flag.late] == ["headcount", "visit"]
    meeting.close("held")
    visits = standings(amina)["visits"]
    assert visits.word == "1 of 3 held"
    assert [flag.about for flag in visits.flags] == ["visit"]


def test_meetings_without_a_date_are_flagged_when_visits_near(link: Link, amina: Viewer) -> None:
    assert standings(amina, date(2026, 11, 1))["visits"].flags == []
    assert [flag.late for flag in standings(amina, date(2027, 2, 1))["visits"].flags] == [False]
    assert [flag.late for flag in standings(amina, date(2027, 3, 2))["visits"].flags] == [True]


def test_an_agreement_says_who_has_not_signed(link: Link, amina: Viewer) -> None:
    staff = viewer_for(factories.member("network_staff"))
    text = save_text(by=staff, title="Our agreement", body="We agree.", commitments=["training"], changed="")
    publish_text(by=staff, number=text.number)
    open_agreement(by=Viewer.for_system("test"), link=link)
    assert Agreement.objects.unscoped("a test looks").filter(link=link).exists()
    agreement = standings(amina)["agreement"]
    assert agreement.word == "2 to sign"
    assert agreement.flags[0].late
    assert "Ash School and Birch School have not signed; due by 10 October 2026." in agreement.flags[0].sentence


@time_machine.travel("2027-03-01 09:00+00:00", tick=False)
def test_a_feed_says_of_a_meeting_neither_who_nor_where(link: Link, amina: Viewer) -> None:
    meeting = dated(link, TODAY)
    Meeting.objects.unscoped("a test names a place").filter(pk=meeting.pk).update(place="canary-place")
    found = entries(amina, TODAY, TODAY)
    assert any("Ash School" in entry.title for entry in found)
    words = as_file(found).decode()
    assert "A meeting of linked classes" in words
    assert not any(secret in words for secret in ("canary-place", "Ash", "Birch"))

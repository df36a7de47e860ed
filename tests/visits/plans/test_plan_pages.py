"""The pages of a plan: written by one teacher, read by the other, the office and the facilitator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.people.models import Person
from footbridge.visits.meetings.actions import call_off_meeting
from footbridge.visits.plans import actions
from tests import factories
from tests.visits.conftest import DAY, TEN, TWO, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def test_a_plan_is_made_and_read(world: World, sign_in: SignIn) -> None:
    meeting = world.meeting(2)
    meeting.give_date(DAY, TEN, TWO)

    def at(name: str) -> str:
        return reverse(f"visits:{name}", args=[meeting.pk])

    first = sign_in(world.teachers[0])
    assert "No timetable yet" in first.get(at("plan")).content.decode()
    page = first.post(at("template"), {"template": "host"}, follow=True).content.decode()
    assert "30 The hosts show their school" in page
    wrong = first.post(at("timetable"), {"day": "Lunch only", "seen": "x"}).content.decode()
    assert "Line 1 has no minutes" in wrong
    assert "Lunch only" in wrong
    stale = first.post(at("timetable"), {"day": "20 Names", "seen": "x"}).content.decode()
    assert "Somebody changed this" in stale
    assert "What stands now" in stale
    assert "20 Names" in stale
    assert "What pounds" not in first.post(at("quote"), {"operator": "Peak", "pounds": "lots"}).content.decode()
    first.post(at("quote"), {"operator": "Peak", "pounds": "400"})
    quote = meeting.quotes.unscoped("a test looks").get()
    page = first.post(
        reverse("visits:take", args=[meeting.pk, quote.pk]), {"what": "take"}, follow=True
    ).content.decode()
    assert "Taken" in page
    coach = first.get(at("coach")).context["form"].initial["seen"]
    first.post(at("coach"), {"stops": "9:10 Hill\r\n9:30 Vale", "split": "visitors", "seen": coach})
    words = first.get(at("words")).context["form"].initial["seen"]
    first.post(at("words"), {"place": "Blue door", "plan_b": "On line", "seen": words})
    first.post(at("risk"), {"done": ["approved"], "reference": "114"})
    first.post(at("place_risk"), {"done": ["fire"]})
    office = sign_in(factories.member("school_office", of=world.schools[1]))
    page = office.get(at("plan")).content.decode()
    for said in ("Blue door", "9:30 Vale", "Derby Vale School: £400.00", "10:00", "Full assessment: 114"):
        assert said in page
    assert at("timetable") not in page
    sheet = office.get(at("sheet")).content.decode()
    assert "Group of Derby Hill School" in sheet
    assert "Blue door" not in sheet.split("</title>")[0]
    facilitator = sign_in(world.facilitator)
    assert "Blue door" in facilitator.get(at("plan")).content.decode()
    assert facilitator.get(at("sheet")).status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_the_plan_asks_as_often_for_three_quotes_as_for_one(
    world: World, sign_in: SignIn, more: int, django_assert_max_num_queries
) -> None:
    for n in range(more):
        actions.note_quote(by=world.first, meeting=world.meeting(), operator=f"Coach {n}", pence=100)
    client, page = sign_in(world.teachers[0]), reverse("visits:plan", args=[world.meeting().pk])
    client.get(page)
    with django_assert_max_num_queries(26):
        client.get(page)


def test_a_plan_that_is_past_asks_for_nothing(world: World, sign_in: SignIn) -> None:
    page, client = reverse("visits:plan", args=[world.meeting().pk]), sign_in(world.teachers[0])
    assert "checks are still to be done" in client.get(page).content.decode()
    call_off_meeting(by=world.first, meeting=world.meeting(), why="Snow")
    said = client.get(page).content.decode()
    assert "Nothing in it is asked for any more" in said
    assert "were not ticked here" in said
    assert "still to be done" not in said

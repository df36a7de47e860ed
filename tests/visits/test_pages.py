"""The pages of a visit, from the proposal to the headcount, and who may open them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from footbridge.people.models import Person
from footbridge.visits.meetings import actions
from footbridge.visits.models import Proposal
from tests import factories
from tests.visits.conftest import DAY, TEN, TWO, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def at(name: str, *args: object) -> str:
    return reverse(f"visits:{name}", args=args)


def test_from_the_proposal_to_the_headcount(world: World, sign_in: SignIn) -> None:
    pk = world.meeting().pk
    day = {"day_day": "10", "day_month": "3", "day_year": "2027", "starts": "10:00", "ends": "14:00"}
    with time_machine.travel("2026-11-25 10:00", tick=False):
        client = sign_in(world.teachers[0])
        assert "A date, by 1 March 2027" in client.get(at("ours")).content.decode()
        client.post(at("days", pk), {"days-2027-03": ["2027-03-10", "2027-03-11"]})
        assert "You have marked 2 days" in client.get(at("date", pk)).content.decode()
        bad = client.post(at("date", pk), {**day, "ends": "9:00"}).content.decode()
        assert "must end after it begins" in bad
        client.post(at("date", pk), day)
        client = sign_in(world.teachers[1])
        page = client.get(at("date", pk)).content.decode()
        assert "Derby Hill School proposes" in page
        proposal = Proposal.objects.unscoped("a test looks").get()
        page = client.post(at("answer", pk, proposal.pk), {"answer": "yes"}, follow=True).content.decode()
        assert "Wednesday 10 March 2027, 10:00 to 14:00" in page
        assert "2027" not in page.split("</title>")[0]
        client.post(at("numbers", pk), {"children": "26", "adults": "3", "halal": "8"})
        assert "Halal lunch: 8" in client.get(at("meeting", pk)).content.decode()
    with time_machine.travel("2027-03-11 10:00", tick=False):
        client = sign_in(world.teachers[1])
        assert "Say how many children" in client.post(at("after", pk), {"held": "yes", "adults": "3"}).content.decode()
        client.post(at("after", pk), {"held": "yes", "how": "live", "children": "26", "adults": "3"})
        page = client.post(at("reflect", pk), {"first": "They laughed", "quote": "x"}, follow=True).content.decode()
        assert "They laughed" in page


def test_the_desk_and_the_facilitator_read(world: World, sign_in: SignIn) -> None:
    world.meeting().give_date(DAY, TEN, TWO)
    pk = world.meeting().pk
    for who in (factories.member("school_office", of=world.schools[1]), world.facilitator):
        client = sign_in(who)
        assert "10 March 2027" in client.get(at("meeting", pk)).content.decode()
        assert client.get(at("date", pk)).status_code == 404
    assert "Neutral venue" in client.get(at("every")).content.decode()
    stranger = sign_in(factories.member("teacher", of=world.schools[0]))
    assert stranger.get(at("meeting", pk)).status_code == 404


def test_a_meeting_is_added_and_called_off(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.teachers[0])
    page = client.post(at("add", world.link.pk), {"kind": "goodbye"}, follow=True).content.decode()
    assert "Goodbye" in page
    page = client.post(at("call_off", world.meeting(4).pk), {"why": "No coach"}, follow=True).content.decode()
    assert "No coach" in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_as_often_for_three_as_for_one(
    world: World, sign_in: SignIn, more: int, django_assert_max_num_queries
) -> None:
    for _ in range(more):
        actions.add_meeting(by=world.runs, link=world.link, kind="online")
    client = sign_in(world.teachers[0])
    client.get(at("ours"))
    with django_assert_max_num_queries(20):
        client.get(at("ours"))

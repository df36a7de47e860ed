"""The guided set-up: one question a page, nothing lost, checked before it acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.people.models import Person
from footbridge.programmes import calendar, guide
from footbridge.programmes.models import LinkingYear, Programme
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(sign_in: Callable[[Person], Client]) -> Client:
    make.network()
    make.authority("373", "Sheffield")
    return sign_in(make.member("network_staff"))


ANSWERS: dict[str, dict[str, Any]] = {
    "name": {"name": "Sheffield"},
    "authorities": {"authorities": ["373"]},
    "host": {"organisation": "Steel City Trust", "since_day": "1", "since_month": "9", "since_year": "2026"},
    "contact": {"contact_name": "Jo Field", "contact_email": "sheffield@test.example.org"},
    "about": {"about": "Hills and valleys", "cost_note": ""},
    "shape": {"meeting_1": "neutral", "meeting_2": "host_a", "meeting_3": "", "training_shape": "half"},
    "calendar": {step: calendar.say_day(*day) for step, day in calendar.NETWORK_DAYS.items()},
    "start": {"first_year": "", "recruiting": "yes"},
}


def answer(client: Client, key: str, **changes: Any) -> Any:
    given = {**ANSWERS[key], **changes}
    if key == "start" and not given["first_year"]:
        from footbridge.programmes.forms.questions import coming_years

        given["first_year"] = coming_years()[0][0]
    return client.post(guide.address(key), given)


def test_answering_every_question_sets_the_programme_up_once(staff: Client) -> None:
    for key, following in zip(guide.KEYS, [*guide.KEYS[1:], None], strict=True):
        response = answer(staff, key)
        wanted = guide.address(following) if following else reverse("programmes:set_up_check")
        assert response.headers["Location"] == wanted, key
    page = staff.get(reverse("programmes:set_up_check")).content.decode()
    for said in (
        "Sheffield",
        "Steel City Trust",
        "1 September 2026",
        "Neutral venue → First school hosts",
        "25 September",
    ):
        assert said in page
    assert not Programme.objects.exists()

    response = staff.post(reverse("programmes:set_up_check"))
    assert response.headers["Location"] == reverse("programmes:overview", args=["sheffield"])
    made = Programme.objects.get()
    assert (made.meetings, made.training_shape, made.recruiting) == (["neutral", "host_a"], "half", True)
    assert LinkingYear.objects.unscoped("a test looks at it").get().programme == made
    staff.post(reverse("programmes:set_up_check"))  # pressed twice
    assert Programme.objects.count() == 1


def test_going_back_loses_nothing_even_when_it_is_wrong(staff: Client) -> None:
    answer(staff, "name")
    typed = {"organisation": "Half a na", "since_day": "31", "since_month": "2", "since_year": "", "back": "yes"}
    response = staff.post(guide.address("host"), typed)
    assert response.headers["Location"] == guide.address("authorities")
    page = staff.get(guide.address("host")).content.decode()
    assert "Half a na" in page
    assert 'value="31"' in page
    assert 'value="Sheffield"' in staff.get(guide.address("name")).content.decode()


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("name", {"name": " "}, "Give the programme a name"),
        ("authorities", {"authorities": []}, "Choose at least one local authority"),
        ("host", {"since_month": "13"}, "month"),
        ("contact", {"contact_email": "jo@"}, "Enter an e-mail address such as"),
        ("shape", {"meeting_2": ""}, "two meetings at least"),
        ("shape", {"meeting_4": "host_b"}, "There is a gap in the meetings"),
        ("shape", {"meeting_2": "neutral", "meeting_1": "goodbye"}, "The goodbye comes last"),
        ("calendar", {"offers_by": "soon"}, "Write a day and a month, for example 15 July"),
        ("calendar", {"offers_by": "20 May"}, "before “Pairing begins”"),
        ("start", {"recruiting": ""}, "Say whether schools may join now"),
    ],
)
def test_a_wrong_answer_comes_back_filled_in_with_a_sentence(
    staff: Client, key: str, changes: dict[str, Any], words: str
) -> None:
    response = answer(staff, key, **changes)
    assert response.status_code == 200
    page = response.content.decode()
    assert words in page
    assert "<title>Error: " in page


def test_a_name_that_is_taken_is_told_at_once(staff: Client) -> None:
    make.programme("Sheffield")
    assert "called Sheffield already" in answer(staff, "name").content.decode()


def test_check_leads_to_the_first_question_without_a_good_answer(staff: Client) -> None:
    answer(staff, "name")
    assert staff.get(reverse("programmes:set_up_check")).headers["Location"] == guide.address("authorities")
    assert not Programme.objects.exists()


def test_a_changed_answer_leads_straight_back_to_check(staff: Client) -> None:
    for key in guide.KEYS:
        answer(staff, key)
    assert answer(staff, "name", name="Steel City").headers["Location"] == reverse("programmes:set_up_check")
    assert "Steel City" in staff.get(reverse("programmes:set_up_check")).content.decode()


def test_a_name_taken_meanwhile_is_caught_at_the_end(staff: Client) -> None:
    for key in guide.KEYS:
        answer(staff, key)
    make.programme("Sheffield")
    response = staff.post(reverse("programmes:set_up_check"))
    assert response.headers["Location"] == guide.address("name")
    assert Programme.objects.count() == 1


def test_a_draft_can_be_continued_or_thrown_away(staff: Client) -> None:
    answer(staff, "name")
    page = staff.get(reverse("programmes:set_up")).content.decode()
    assert "You have begun already" in page
    staff.post(reverse("programmes:set_up"))
    assert "You have begun already" not in staff.get(reverse("programmes:set_up")).content.decode()


def test_without_a_register_it_says_what_to_do_first(sign_in: Callable[[Person], Client]) -> None:
    page = sign_in(make.member("network_staff")).get(guide.address("authorities")).content.decode()
    assert "Bring in a register file first" in page

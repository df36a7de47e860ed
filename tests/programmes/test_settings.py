"""The settings pages: own programme only, saved in parts, wrong answers come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.people.models import Person
from footbridge.programmes import calendar
from footbridge.programmes.forms.pairing import WEIGHTS
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.programmes.sections import SECTIONS
from footbridge.ui.miles import KM_IN_A_MILE
from tests import factories as make

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def derby() -> Programme:
    make.network()
    return make.programme("Derby", about="CANARY about Derby")


def pages_of(slug: str) -> list[str]:
    places = {"slug": slug}
    return [
        reverse("programmes:overview", kwargs=places),
        *[reverse("programmes:section", kwargs={**places, "section": key}) for key in SECTIONS],
        reverse("programmes:dates", kwargs={**places, "start": 2026}),
        reverse("programmes:close_year", kwargs={**places, "start": 2026}),
        reverse("programmes:hand_over", kwargs=places),
        reverse("programmes:close", kwargs=places),
    ]


def test_network_staff_open_every_page(sign_in: SignIn, derby: Programme) -> None:
    make.linking_year(derby)
    client = sign_in(make.member("network_staff"))
    assert [client.get(page).status_code for page in pages_of("derby")] == [200] * 14


def test_its_facilitator_opens_what_is_theirs(sign_in: SignIn, derby: Programme) -> None:
    make.linking_year(derby)
    client = sign_in(make.member("facilitator", of=derby))
    closed_to_them = {"name", "authorities", "hand-over", "close"}
    for page in pages_of("derby"):
        last = page.strip("/").split("/")[-1]
        wanted = 404 if last in closed_to_them and "years" not in page else 200
        assert client.get(page).status_code == wanted, page


@pytest.mark.parametrize("role", ["facilitator", "headteacher", "deputy", "school_office", "teacher", "funder"])
def test_others_find_nothing_there(sign_in: SignIn, derby: Programme, role: str) -> None:
    make.linking_year(derby)
    other = make.programme("Leeds")
    client = sign_in(make.member(role, of=other if role in ("facilitator", "funder") else make.school()))
    for page in [*pages_of("derby"), reverse("programmes:set_up"), reverse("programmes:set_up_check")]:
        responses = [client.get(page)]
        if page != reverse("programmes:overview", args=["derby"]):
            responses.append(client.post(page, {"about": "taken"}))
        for response in responses:
            assert response.status_code == 404, page
            assert "CANARY" not in response.content.decode()
    for name in ("recruiting", "open_year"):
        assert client.post(reverse(f"programmes:{name}", args=["derby"]), {"to": "stop"}).status_code == 404
    derby.refresh_from_db()
    assert (derby.about, derby.recruiting) == ("CANARY about Derby", True)


def test_the_settings_of_ones_only_programme_open_at_once(sign_in: SignIn, derby: Programme) -> None:
    client = sign_in(make.member("facilitator", of=derby))
    assert client.get(reverse("programmes:settings")).headers["Location"] == reverse(
        "programmes:overview", args=["derby"]
    )


def test_each_part_is_saved(sign_in: SignIn, derby: Programme) -> None:
    client = sign_in(make.member("facilitator", of=derby))
    posts: dict[str, dict[str, Any]] = {
        "about": {"about": "Town and country", "cost_note": "£50"},
        "contact": {"contact_name": "Amina", "contact_email": "a@test.example.org", "contact_phone": "01332 1"},
        "shape": {"meeting_1": "online", "meeting_2": "host_a", "meeting_3": "host_b", "meeting_4": "goodbye",
                  "training_shape": "five_sessions"},
        "calendar": {**{k: calendar.say_day(*d) for k, d in calendar.NETWORK_DAYS.items()}, "offers_by": "1 October"},
        "weights": {**dict.fromkeys(WEIGHTS, "5"), "fsm": "9"},
        "limits": {"max_year_gap": "any", "max_distance_km": "", "max_size_ratio": "1.5", "step_free": "no", "common_day": "yes",
                   "blocks": "no", "triads": "yes", "last_year": "avoid"},
        "coach": {"base": "220", "per_km": "2.5"},
    }  # fmt: skip
    for key, data in posts.items():
        response = client.post(reverse("programmes:section", args=["derby", key]), data)
        assert response.status_code == 302, (key, response.content.decode())
    derby.refresh_from_db()
    assert (derby.about, derby.cost_note, derby.contact_name) == ("Town and country", "£50", "Amina")
    assert derby.meetings == ["online", "host_a", "host_b", "goodbye"]
    assert derby.calendar["offers_by"] == [10, 1]
    assert (derby.weights["fsm"], derby.weights["eal"]) == (0.9, 0.5)
    assert derby.pairing_rules == {
        "max_year_gap": None, "max_distance_km": None, "max_size_ratio": 1.5, "step_free": False, "common_day": True,
        "blocks": False, "triads": True, "last_year": "avoid", "coach_base": 220.0, "coach_per_km": 2.5 / KM_IN_A_MILE,
    }  # fmt: skip
    assert "£220, and £2.50 a mile" in client.get(reverse("programmes:overview", args=["derby"])).content.decode()


def test_limits_kept_in_kilometres_are_shown_in_miles_and_stay_as_they_are(sign_in: SignIn, derby: Programme) -> None:
    client = sign_in(make.member("facilitator", of=derby))
    for key, shown in (("limits", {"max_distance_km": "15.5"}), ("coach", {"per_km": "3.22"})):
        form = client.get(reverse("programmes:section", args=["derby", key])).context["form"]
        values = {name: form[name].value() for name in form.fields}
        assert shown.items() <= values.items()
        assert client.post(reverse("programmes:section", args=["derby", key]), values).status_code == 302
    derby.refresh_from_db()
    assert derby.pairing_rules["max_distance_km"] == 25
    assert derby.pairing_rules["coach_per_km"] == 2


@pytest.mark.parametrize(
    ("key", "data", "words"),
    [
        ("weights", {**dict.fromkeys(WEIGHTS, "5"), "fsm": "11"}, "Enter 10 or less"),
        (
            "limits",
            {
                "max_distance_km": "0",
                "step_free": "yes",
                "common_day": "no",
                "blocks": "yes",
                "triads": "yes",
                "last_year": "keep",
            },
            "Enter 0.5 or more",
        ),
        ("contact", {"contact_email": ""}, "Give an e-mail address"),
        ("about", {"about": "x" * 1300}, "Shorten this to 1200 characters"),
    ],
)
def test_wrong_answers_come_back_filled_in(
    sign_in: SignIn, derby: Programme, key: str, data: dict[str, str], words: str
) -> None:
    response = sign_in(make.member("facilitator", of=derby)).post(
        reverse("programmes:section", args=["derby", key]), data
    )
    assert response.status_code == 200
    assert words in response.content.decode()


def test_dates_of_a_year_are_saved_or_come_back(sign_in: SignIn, derby: Programme) -> None:
    year = make.linking_year(derby)
    client = sign_in(make.member("facilitator", of=derby))
    data: dict[str, str] = {}
    for step, day in calendar.dates_of(year).items():
        data |= {f"{step}_day": str(day.day), f"{step}_month": str(day.month), f"{step}_year": str(day.year)}
    page = reverse("programmes:dates", args=["derby", 2026])
    assert client.post(page, {**data, "visits_to_month": "5"}).status_code == 302
    year = LinkingYear.objects.unscoped("a test looks at it").get(pk=year.pk)
    assert year.dates["visits_to"] == "2027-05-30"
    response = client.post(page, {**data, "visits_to_month": "2", "visits_to_day": "1"})
    assert response.status_code == 200
    assert "before “Visits from” on 1 March 2027" in response.content.decode()


def test_years_are_opened_and_closed(sign_in: SignIn, derby: Programme) -> None:
    client = sign_in(make.member("facilitator", of=derby))
    opening = reverse("programmes:open_year", args=["derby"])
    assert client.post(opening, {"start": "1999"}).status_code == 404
    from footbridge.people.viewers import viewer_for
    from footbridge.programmes.overview import years_to_open

    start = years_to_open(viewer_for(make.member("facilitator", of=derby)), derby)[0]
    assert client.post(opening, {"start": str(start)}).status_code == 302
    client.post(reverse("programmes:close_year", args=["derby", start]))
    assert LinkingYear.objects.unscoped("a test looks at it").get().state == "closed"


def test_stopping_and_starting_to_take_schools(sign_in: SignIn, derby: Programme) -> None:
    client = sign_in(make.member("facilitator", of=derby))
    page = reverse("programmes:recruiting", args=["derby"])
    client.post(page, {"to": "stop"})
    assert "Full for now" in client.get(reverse("welcome:programme", args=["derby"])).content.decode()
    client.post(page, {"to": "start"})
    assert "Schools can join" in client.get(reverse("welcome:programme", args=["derby"])).content.decode()


def test_a_handover_on_the_page(sign_in: SignIn, derby: Programme) -> None:
    client = sign_in(make.member("network_staff"))
    page = reverse("programmes:hand_over", args=["derby"])
    data = {"organisation": "New Host", "on_day": "1", "on_month": "10", "on_year": "2026"}
    assert "hosts this programme already" in client.post(page, {**data, "organisation": "Derby Trust"}).content.decode()
    assert client.post(page, data).status_code == 302
    shown = client.get(reverse("programmes:overview", args=["derby"])).content.decode()
    assert "New Host" in shown
    assert "1 September 2020 to 1 October 2026" in shown
    assert "New Host" in client.get(reverse("welcome:programme", args=["derby"])).content.decode()


def test_ending_waits_for_open_years(sign_in: SignIn, derby: Programme) -> None:
    make.linking_year(derby)
    client = sign_in(make.member("network_staff"))
    shown = client.post(reverse("programmes:close", args=["derby"]), follow=True).content.decode()
    assert "is still open" in shown


def test_the_overview_costs_the_same_however_many_years(
    sign_in: SignIn, derby: Programme, django_assert_num_queries: Any
) -> None:
    client = sign_in(make.member("facilitator", of=derby))
    page = reverse("programmes:overview", args=["derby"])
    for start in (2026, 2027, 2028):
        make.linking_year(derby, start)
        if start != 2027:
            with django_assert_num_queries(9):
                client.get(page)

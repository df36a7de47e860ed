"""“Is there a programme near you?” answers in one step, also where the question is odd."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.models import School, Succession
from footbridge.welcome import near
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def derby() -> Programme:
    make.network()
    made = make.programme("Derby")
    make.linking_year(made, dates=make.open_dates())
    return made


def ask(client: Client, **query: Any) -> str:
    response = client.get(reverse("welcome:near"), query)
    assert response.status_code == 200
    return str(response.content.decode())


def leeds(**fields: Any) -> Programme:
    place = make.authority("383", "Leeds")
    return make.programme("Leeds", authority=place, **{"easting": 430000, "northing": 433000, **fields})


def test_by_name_urn_and_postcode(client: Client, derby: Programme) -> None:
    school = make.school("Larkfield Primary School", urn="912345", postcode="DE22 3AB")
    make.school("Alder Vale", postcode="DE1 1AA")
    for asked in ("Larkfield Primary School", "larkfeild", "912345", "DE22 3AB", "de223ab"):
        page = ask(client, q=asked)
        assert "Larkfield Primary School" in page, asked
        assert "schools can join now" in page, asked
        assert derby.contact_email in page, asked
    assert near.look("Larkfield").school == school


def test_several_of_a_name_are_there_to_choose_from(client: Client, derby: Programme) -> None:
    first = make.school("St Mary Primary School", town="Derby")
    second = make.school("St Mary Primary School", town="Ilkeston")
    page = ask(client, q="St Mary Primary School")
    assert "Which of these is your school?" in page
    for one in (first, second):
        assert f"?school={one.pk}" in page
    assert "Ilkeston" in page
    assert "schools can join now" not in page
    assert "schools can join now" in ask(client, school=second.pk)


def test_by_authority_and_by_town(client: Client, derby: Programme) -> None:
    make.school("Alder Vale", town="Mickleover")
    make.school("Brook Bank", town="Mickleover")
    for asked in ("Derby", "derby city council", "Mickleover"):
        page = ask(client, q=asked)
        assert "schools can join now" in page, asked


def test_a_programme_that_is_full_says_so_and_names_the_nearest_other(client: Client, derby: Programme) -> None:
    Programme.objects.filter(pk=derby.pk).update(recruiting=False)
    other = leeds()
    school = make.school("Alder Vale")
    page = ask(client, school=school.pk)
    assert "takes no new schools at the moment" in page
    assert other.contact_email in page
    assert derby.contact_email in page


def test_a_school_in_no_programme_is_led_to_the_nearest_that_recruits(client: Client, derby: Programme) -> None:
    far, full = leeds(), make.programme("Wakefield Full", recruiting=False, easting=433000, northing=420000)
    full.authorities.clear()
    school = make.school(authority=make.authority("384", "Wakefield"), easting=433000, northing=420000)
    answer = near.for_school(School.objects.get(pk=school.pk))
    assert [one.programme for one in answer.nearest] == [far, derby]
    assert [one.miles for one in answer.nearest] == [8, 52]
    assert "No programme works in Wakefield yet" in ask(client, school=school.pk)


def test_of_two_programmes_in_one_authority_the_nearer_comes_first(client: Client) -> None:
    place = make.authority("888", "Lancashire")
    far = make.programme("Burnley", authority=place, easting=384000, northing=432000)
    close = make.programme("Pendle", authority=place, easting=386000, northing=437000)
    school = make.school("Nelson Primary", authority=place, easting=386000, northing=438000)
    assert near.for_school(school).covers == [close, far]
    close.recruiting = False
    close.save()
    assert near.for_school(school).covers == [far, close]


def test_ties_go_by_name(derby: Programme) -> None:
    derby.authorities.clear()
    places = {"easting": 435000, "northing": 336000}
    first, second = leeds(**places), make.programme("Aston", authority=make.authority("330", "Birmingham"), **places)
    school = make.school(authority=make.authority("831"), easting=435000, northing=337000)
    assert [one.programme for one in near.for_school(school).nearest] == [second, derby, first]
    assert near.for_school(school).nearest[0].miles == 1


def test_a_closed_school_leads_to_its_successor(client: Client, derby: Programme) -> None:
    heir = make.school("New Alder Academy")
    old = make.school("Old Alder School", status="Closed", urn="800001", replaced_by=heir)
    page = ask(client, school=old.pk)
    assert "Old Alder School has closed. This school followed it." in page
    assert "New Alder Academy</h2>" in page
    assert "schools can join now" in page


def test_a_closed_school_that_was_split_asks_which(client: Client, derby: Programme) -> None:
    old = make.school("Old Alder School", status="Closed", urn="800001")
    heirs = [make.school(f"Alder {name}", urn=urn) for name, urn in (("Infants", "800002"), ("Juniors", "800003"))]
    source = make_source()
    for heir in heirs:
        Succession.objects.create(predecessor_urn="800001", successor_urn=heir.urn, relation="split", source=source)
    page = ask(client, school=old.pk)
    assert "Several schools followed it" in page
    for heir in heirs:
        assert f"?school={heir.pk}" in page


def make_source() -> Any:
    from datetime import date

    from footbridge.schools.models import RegisterFile

    return RegisterFile.objects.create(kind="successors", name="links.csv", digest="x", as_of=date(2026, 1, 1))


def test_a_closed_school_without_successor_is_told_so(client: Client, derby: Programme) -> None:
    old = make.school("Old Alder School", status="Closed")
    page = ask(client, school=old.pk)
    assert "names no school that followed it" in page
    assert "Tell them you are interested" not in page


def test_an_independent_school_is_led_as_any_other(client: Client, derby: Programme) -> None:
    school = make.school("Castle Independent School", kind="Other independent school", phase="")
    assert derby.contact_email in ask(client, school=school.pk)


def test_a_school_without_a_place_still_finds_its_programme(client: Client, derby: Programme) -> None:
    school = make.school("Nowhere Primary", easting=None, northing=None, postcode="")
    assert "schools can join now" in ask(client, school=school.pk)
    alone = make.school(
        "Lost Primary", easting=None, northing=None, postcode="", authority=make.authority("384", "Wakefield")
    )
    leeds()
    assert "See all programmes" in ask(client, school=alone.pk)


def test_a_postcode_without_a_school_answers_for_its_neighbourhood(client: Client, derby: Programme) -> None:
    make.school("Alder Vale", postcode="DE22 3AB")
    page = ask(client, q="DE22 9ZZ")
    assert "Near DE22 9ZZ" in page
    assert "schools can join now" in page
    assert "Alder Vale" in page


def test_between_two_rounds_the_day_of_the_next_is_said_and_no_shut_door_offered(
    client: Client, derby: Programme
) -> None:
    school = make.school("Alder Vale")
    shut = {"interest_opens": "2020-03-01", "interest_closes": "2020-07-01", "second_intake": "2099-01-08"}
    year = LinkingYear.objects.unscoped("a test shuts the door").get(programme=derby)
    year.dates = shut | {"second_intake_closes": "2099-02-05"}
    year.save()
    with time_machine.travel(dt.date(2026, 11, 25)):
        page, own = (
            ask(client, school=school.pk),
            client.get(reverse("welcome:programme", args=["derby"])).content.decode(),
        )
        listed = client.get(reverse("welcome:directory")).content.decode()
    for said in (page, own, listed):
        assert "1 March" in said  # the next year opens on the usual day
        assert "schools can join now" not in said
        assert "Tell them you are interested" not in said
    assert derby.contact_email in page


def test_nobody_is_led_to_a_form_that_is_not_for_them(client: Client, derby: Programme) -> None:
    school = make.school(authority=make.authority("384", "Wakefield"), easting=433000, northing=420000)
    page = ask(client, school=school.pk)
    assert derby.contact_email in page
    assert "Tell them you are interested" not in page


def test_a_postcode_between_two_authorities_of_one_programme_finds_it(client: Client, derby: Programme) -> None:
    other = make.authority("830", "Derbyshire")
    derby.authorities.add(other)
    make.school("Alder Vale", postcode="DE22 3AB")
    make.school("Brook Bank", postcode="DE22 3CD", authority=other)
    page = ask(client, q="DE22 3ZZ")
    assert "schools can join now" in page
    assert "No programme works" not in page


def test_a_district_without_a_school_answers_for_its_area(client: Client, derby: Programme) -> None:
    make.school("Alder Vale", postcode="DE22 3AB")
    for asked in ("DE99 1AA", "DE7"):
        page = ask(client, q=asked)
        assert derby.contact_email in page, asked
        assert "No programme works" not in page
    assert "No school of the register is near" in ask(client, q="D9 1AA")


@pytest.mark.parametrize(
    ("asked", "country"), [("CF10 3AT", "Wales"), ("EH1 1YZ", "Scotland"), ("BT1 5GS", "Northern Ireland")]
)
def test_a_postcode_outside_england_is_told_so(client: Client, derby: Programme, asked: str, country: str) -> None:
    assert f"is a postcode in {country}" in ask(client, q=asked)


@pytest.mark.parametrize(
    "asked",
    ["qqqqzzzz", "ZZ99 9ZZ", "999999", "' OR 1=1 --", "<script>alert(1)</script>", "%", "\x00", "💥", "x" * 5000],
)
def test_nonsense_gets_a_kind_answer(client: Client, derby: Programme, asked: str) -> None:
    make.school("Larkfield Primary School")
    page = ask(client, q=asked)
    assert "<script>alert" not in page
    assert derby.contact_email not in page


@pytest.mark.parametrize("school", ["0", "-1", "abc", "99999999999999999999", "1e3", "٣"])
def test_a_school_that_is_not_there_is_not_found(client: Client, derby: Programme, school: str) -> None:
    assert client.get(reverse("welcome:near"), {"school": school}).status_code == 404


def test_no_answer_is_asked_for_yet(client: Client) -> None:
    assert "comes in one step" in ask(client)
    assert "comes in one step" in ask(client, q="   ")


def test_suggestions_lead_to_the_answer(client: Client, derby: Programme) -> None:
    school = make.school("Larkfield Primary School")
    body = client.get(reverse("welcome:suggestions"), {"q": "lark"}).content.decode()
    assert f"/near/?school={school.pk}" in body
    assert client.get(reverse("welcome:suggestions"), {"q": ""}).content.decode().strip() == ""


def test_ended_programmes_are_offered_to_nobody(client: Client, derby: Programme) -> None:
    from django.utils import timezone

    Programme.objects.filter(pk=derby.pk).update(closed=timezone.now(), recruiting=False)
    page = ask(client, school=make.school("Alder Vale").pk)
    assert derby.contact_email not in page
    assert client.get(reverse("welcome:programme", args=["derby"])).status_code == 404


def test_the_answer_costs_few_queries(client: Client, derby: Programme, django_assert_num_queries: Any) -> None:
    leeds()
    school = make.school("Alder Vale")
    with django_assert_num_queries(4):
        ask(client, school=school.pk)

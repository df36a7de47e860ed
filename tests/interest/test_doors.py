"""What a school meets at its door: open, closed, outside every programme, replaced by another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db


def test_find_your_school(client: Client, school) -> None:
    assert "Larkfield" in client.get("/interest/?q=larkf").content.decode()
    assert "Larkfield" in client.get(f"/interest/?q={school.urn}").content.decode()
    assert "Larkfield" in client.get("/interest/suggest/?q=larkf").content.decode()
    assert "No school found" in client.get("/interest/?q=zzzz").content.decode()
    assert client.get(f"/interest/?school={school.pk}")["Location"] == f"/interest/school/{school.pk}/"


def test_an_open_door_says_whose_and_until_when(client: Client, year, school) -> None:
    page = client.get(f"/interest/school/{school.pk}/").content.decode()
    assert "Derby" in page
    assert "Begin" in page


def test_a_closed_school_leads_to_its_successor(client: Client, year, school) -> None:
    old = factories.school("Old Larkfield Infants", status="Closed", replaced_by=school)
    page = client.get(f"/interest/school/{old.pk}/").content.decode()
    assert f"/interest/school/{school.pk}/" in page
    assert client.post(f"/interest/school/{old.pk}/").status_code == 200  # nothing begins


def test_a_school_outside_every_programme_is_told_kindly(client: Client, year) -> None:
    far = factories.school(
        "Far School", authority=factories.authority("900", "Farshire"), easting=430000, northing=336000
    )
    page = client.get(f"/interest/school/{far.pk}/").content.decode()
    assert "No programme works in your area yet" in page
    assert "about 3 miles away" in page
    assert "derby@test.example.org" in page
    assert "Begin" not in page


def test_a_closed_intake_says_when_the_next_one_opens(client: Client, school, year) -> None:
    second = timezone.localdate() + timedelta(days=20)
    year.dates = {
        **factories.open_dates(),
        "interest_closes": (timezone.localdate() - timedelta(days=1)).isoformat(),
        "second_intake": second.isoformat(),
    }
    year.save()
    page = client.get(f"/interest/school/{school.pk}/").content.decode()
    assert f"{second.day} {second:%B %Y}" in page
    assert client.post(f"/interest/school/{school.pk}/").status_code == 200


def test_the_january_intake_takes_answers(client: Client, school, year) -> None:
    year.dates = {
        "interest_opens": "2020-03-01",
        "interest_closes": "2020-07-01",
        "second_intake": (timezone.localdate() - timedelta(days=3)).isoformat(),
    }
    year.save()
    assert client.post(f"/interest/school/{school.pk}/").status_code == 302
    drafts = client.session["interest_drafts"]
    assert [one["intake"] for one in drafts.values()] == ["january"]


def test_a_programme_that_is_full_says_so_and_names_the_nearest(client: Client, school, year) -> None:
    year.programme.recruiting = False
    year.programme.save()
    factories.programme("Nottinghamshire", authority=factories.authority("891", "Nottinghamshire"))
    page = client.get(f"/interest/school/{school.pk}/").content.decode()
    assert "cannot take new schools" in page
    assert "Nottinghamshire" in page

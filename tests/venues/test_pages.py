"""The pages of venues, as a host and a facilitator meet them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from footbridge.people.models import Person
from footbridge.venues import actions
from footbridge.venues.models import SlotHold, Venue, VenueDayOff, VenueSlot
from tests import factories
from tests.venues.conftest import TUESDAY, Place


@pytest.fixture
def host(sign_in: Callable[[Person], Client], place: Place) -> Client:
    return sign_in(place.host)


def visit(client: Client, address: str) -> str:
    """The text of a page that must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_host_sees_and_keeps_the_own_venue(host: Client, place: Place) -> None:
    at = f"/venues/{place.venue.pk}/"
    assert host.get("/venues/").headers["Location"] == at
    assert "Nothing waits for you" in visit(host, at)
    sent = {
        "first_day": "2", "first_month": "3", "first_year": "2027", "last_day": "16", "last_month": "3", "last_year": "2027",
        "starts": "09:30", "ends": "14:00", "classes": "2", "children": "60",
    }  # fmt: skip
    host.post(f"{at}slots/", {**sent, "ends": "09:00", "classes": "9"})
    assert not VenueSlot.objects.unscoped("a test looks").exists()
    host.post(f"{at}slots/", sent)
    assert VenueSlot.objects.unscoped("a test looks").count() == 3
    for view in ("month", "week"):
        page = visit(host, f"{at}calendar/?view={view}&day={TUESDAY}")
        assert "09:30" in page
    host.post(f"{at}days-off/", {"first_day": "9", "first_month": "3", "first_year": "2027", "reason": "Stocktaking"})
    assert "Stocktaking" in visit(host, at)
    assert VenueSlot.objects.unscoped("a test looks").filter(state="withdrawn").count() == 1
    off = VenueDayOff.objects.unscoped("a test looks").get()
    host.post(f"{at}days-off/{off.pk}/take-back/")
    assert not VenueDayOff.objects.unscoped("a test looks").exists()


def test_a_host_answers(host: Client, place: Place) -> None:
    slot = place.slot()
    hold = actions.hold_slot(
        by=place.by_facilitator, slot=slot, key="meeting:1", programme=place.programme.pk, classes=2, children=56
    )
    at = f"/venues/{place.venue.pk}/"
    assert "56 children" in visit(host, at)
    assert "1 visit waits for your answer" in visit(host, "/today/")
    host.post(f"{at}visits/{hold.pk}/confirm/")
    assert SlotHold.objects.unscoped("a test looks").get().state == "confirmed"
    assert "needs an answer" in host.post(f"{at}visits/{hold.pk}/decline/", {"reason": ""}).content.decode()
    host.post(f"{at}visits/{hold.pk}/decline/", {"reason": "Flood"})
    assert SlotHold.objects.unscoped("a test looks").get().reason == "Flood"


def test_a_facilitator_adds_and_invites(sign_in: Callable[[Person], Client], place: Place) -> None:
    fay = sign_in(place.facilitator)
    visit(fay, "/venues/")
    sent = {
        "name": "The Arboretum",
        "programmes": [place.programme.pk],
        "classes": "4",
        "children": "120",
        "postcode": "DE22 2AA",
    }
    factories.school("Beside the Arboretum", postcode="DE22 2AB", easting=435000, northing=336000)
    assert "How many classes" in fay.post("/venues/add/", {**sent, "classes": ""}).content.decode()
    page = fay.post("/venues/add/", sent).headers["Location"]
    made = Venue.objects.unscoped("a test looks").get(name="The Arboretum")
    assert (made.easting, made.northing) == (435000, 336000), "told from the school nearby"
    visit(fay, page)
    fay.post(page, {"role": "venue_host", "name": "Holly", "email": "holly@test.example.org"})
    assert "Holly, invited" in visit(fay, page.replace("invite/", ""))
    change = page.replace("invite", "change")
    visit(fay, change)
    kept = {"version": "1", "name": "The Arboretum", "classes": "4", "children": "120", "postcode": "DE22 2AA"}
    fay.post(change, {**kept, "rooms": "A tent"})
    made.refresh_from_db()
    assert (made.easting, made.rooms) == (435000, "A tent")
    again = fay.post(
        change, {"version": "1", "name": "The Arboretum", "classes": "4", "children": "120", "rooms": "None"}
    )
    assert "Nothing was overwritten" in again.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(host: Client, place: Place, rows: int, django_assert_num_queries: Any) -> None:
    for n in range(rows):
        slot = place.slot(TUESDAY + dt.timedelta(n))
        actions.hold_slot(
            by=place.by_facilitator, slot=slot, key=f"m:{n}", programme=place.programme.pk, classes=2, children=56
        )
    with django_assert_num_queries(8):
        host.get(f"/venues/{place.venue.pk}/calendar/?day={TUESDAY}")

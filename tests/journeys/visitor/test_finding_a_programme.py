"""A headteacher who has never heard of Footbridge finds the programme for the school, and whom to ask."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from footbridge.programmes.models import Programme
from footbridge.schools.models import School
from tests import factories as make


@pytest.fixture
def larkfield() -> School:
    """A school in Derby, one in no programme, and two programmes, one of them full."""
    make.network()
    derby = make.programme("Derby", contact_name="Amina Yusuf", about="Town and country meet here.")
    make.linking_year(derby, dates=make.open_dates())
    place = make.authority("383", "Leeds")
    make.programme("Leeds", authority=place, easting=430000, northing=433000, recruiting=False)
    make.school(
        "Headingley Primary School", authority=place, town="Leeds", postcode="LS6 1AA", easting=428000, northing=436000
    )
    return make.school("Larkfield Primary School", postcode="DE22 3AB")


def test_from_the_front_page_to_the_programme_and_its_contact(visit: Any, larkfield: School) -> None:
    page = visit.open("/")
    page.get_by_label("Your school, your postcode or your town").fill("de22 3ab")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="Larkfield Primary School")).to_be_visible()
    expect(page.get_by_text("schools can join now")).to_be_visible()
    expect(page.get_by_role("link", name="derby@test.example.org")).to_be_visible()
    visit.step("visitor-answer")
    page.get_by_role("link", name="Derby", exact=True).click()
    expect(page.get_by_text("Town and country meet here.")).to_be_visible()
    visit.step("visitor-programme")
    page.go_back()
    page.get_by_role("link", name="Tell them you are interested").click()
    expect(page.get_by_text("Larkfield Primary School").first).to_be_visible()
    visit.step("visitor-interest")


def test_typing_shows_schools_and_choosing_one_answers(visit: Any, larkfield: School) -> None:
    page = visit.open("/near/", name="visitor-near")
    page.get_by_label("Your school, your postcode or your town").type("larkf", delay=20)
    option = page.get_by_role("option").filter(has_text="Larkfield Primary School")
    expect(option).to_be_visible()
    visit.press("ArrowDown", "Enter")
    expect(page.get_by_role("heading", name="Larkfield Primary School")).to_be_visible()


def test_a_full_programme_names_itself_and_the_nearest_other(visit: Any, larkfield: School) -> None:
    page = visit.open("/near/?q=Headingley", name="visitor-full")
    expect(page.get_by_text("takes no new schools at the moment")).to_be_visible()
    expect(page.get_by_text("About 62 miles away")).to_be_visible()


def test_every_public_page_reads_well(visit: Any, larkfield: School) -> None:
    for path in ("/why-link/", "/the-year/", "/signing-up/", "/four-questions/", "/programmes/", "/programmes/?view=map",
                 "/programmes/leeds/", "/figures/", "/privacy/", "/accessibility/", "/contact/", "/near/?q=nonsense"):  # fmt: skip
        visit.open(path, name=f"visitor{path.replace('/', '-').replace('?', '')}".strip("-"))


def test_by_keyboard_alone(visit: Any, larkfield: School) -> None:
    page = visit.open("/", name="visitor-keyboard")
    visit.tab_to("Your school, your postcode or your town")
    page.keyboard.type("DE22 3AB")
    visit.press("Enter")
    expect(page.get_by_role("heading", name="Larkfield Primary School")).to_be_visible()
    visit.tab_to("Tell them you are interested")
    visit.press("Enter")
    expect(page.get_by_text("Larkfield Primary School").first).to_be_visible()


def test_without_javascript(visit: Any, larkfield: School) -> None:
    plain = visit.without_javascript()
    page = plain.open("/", name="visitor-plain")
    page.get_by_label("Your school, your postcode or your town").fill("Larkfield")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="Larkfield Primary School")).to_be_visible()
    plain.step("visitor-plain-answer")
    page.goto(f"{visit.address}/programmes/?view=map")
    page.get_by_role("link", name="Derby").first.click()
    expect(page.get_by_role("heading", name="Derby", level=1)).to_be_visible()
    assert Programme.objects.count() == 2

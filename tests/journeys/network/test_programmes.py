"""Nadia of the network sets a programme up, looks at all of them, and hands one to another host."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from footbridge.people.models import Person
from footbridge.programmes.models import Hosting, LinkingYear, Programme
from tests import factories as make


@pytest.fixture
def nadia() -> Person:
    """Network staff, one programme that runs, and an authority without one."""
    make.network()
    year = make.linking_year(make.programme("Derby"))
    make.member("facilitator", of=year.programme, name="Amina Yusuf")
    make.link(*(make.offered_class(make.interest(year)) for _ in range(2)))
    place = make.authority("373", "Sheffield")
    make.school("Steel Valley Primary", authority=place, town="Sheffield")
    return make.member("network_staff", name="Nadia Thorne")


def go_on(page: Page, step: str) -> None:
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(step)).to_be_visible()


def set_up_sheffield(page: Page) -> None:
    """Answer all questions, going back once on the way."""
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("What is the programme called?").fill("Sheffield")
    go_on(page, "Question 2 of 8")
    page.get_by_label("Sheffield").check()
    go_on(page, "Question 3 of 8")
    page.get_by_label("Which organisation hosts it?").fill("Steel City Trust")
    page.get_by_label("Day").fill("1")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Sheffield")).to_be_checked()
    go_on(page, "Question 3 of 8")
    expect(page.get_by_label("Which organisation hosts it?")).to_have_value("Steel City Trust")
    page.get_by_label("Month").fill("9")
    page.get_by_label("Year").fill("2026")
    go_on(page, "Question 4 of 8")
    page.get_by_label("E-mail address for schools").fill("sheffield@test.example.org")
    go_on(page, "Question 5 of 8")
    go_on(page, "Question 6 of 8")
    page.get_by_label("Half a day for everyone").check()
    go_on(page, "Question 7 of 8")
    page.get_by_label("Offers go out by").fill("1 October")
    go_on(page, "Question 8 of 8")
    page.locator("input[name=first_year]").first.check()
    page.get_by_label("Yes, show it to schools").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()


def test_setting_up_a_programme(visit: Any, nadia: Person) -> None:
    visit.sign_in(nadia)
    page = visit.open("/network/programmes/", name="network-programmes")
    page.get_by_role("link", name="Set up a programme").click()
    visit.step("network-set-up")
    set_up_sheffield(page)
    visit.step("network-check")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("Sheffield is set up")).to_be_visible()
    visit.step("network-overview")
    made = Programme.objects.get(slug="sheffield")
    year = LinkingYear.objects.unscoped("the journey looks at what was made").get(programme=made)
    assert (year.state, year.dates["offers_by"][5:]) == ("open", "10-01")
    visit.sign_out()
    page = visit.open("/near/?q=Steel+Valley+Primary", name="network-found")
    expect(page.get_by_text("Yes: this programme works here")).to_be_visible()


def test_a_wrong_answer_comes_back_with_a_sentence(visit: Any, nadia: Person) -> None:
    visit.sign_in(nadia)
    page = visit.open("/network/programmes/set-up/calendar/", name="network-calendar")
    page.get_by_label("Offers go out by").fill("20 May")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").get_by_text("before “Pairing begins” on 1 June 2026")).to_be_visible()
    visit.step("network-calendar-wrong")
    page = visit.open("/network/programmes/set-up/authorities/", name="network-authorities")
    page = visit.open("/network/programmes/set-up/shape/", name="network-shape")


def test_setting_up_without_javascript(visit: Any, nadia: Person) -> None:
    plain = visit.without_javascript()
    plain.sign_in(nadia)
    page = plain.open("/network/programmes/set-up/", name="network-plain")
    set_up_sheffield(page)
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("Sheffield is set up")).to_be_visible()


def test_handing_a_programme_to_another_host(visit: Any, nadia: Person) -> None:
    visit.sign_in(nadia)
    page = visit.open("/today/", name="network-today")
    page.get_by_role("link", name="See all programmes").click()
    page.get_by_role("link", name="Derby", exact=True).click()
    page.get_by_role("link", name="Hand it to another host").click()
    visit.step("network-handover")
    page.get_by_label("Which organisation takes over?").fill("Peak Learning")
    for label, value in (("Day", "1"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_text("Peak Learning hosts Derby from 1 November 2026")).to_be_visible()
    page.get_by_text("History").click()
    expect(page.get_by_text("1 September 2020 to 1 November 2026")).to_be_visible()
    visit.step("network-handed-over")
    assert Hosting.objects.filter(programme__slug="derby").count() == 2


def test_a_facilitator_keeps_the_programme_by_keyboard(visit: Any, nadia: Person) -> None:
    visit.sign_in(make.member("facilitator", of=Programme.objects.get(slug="derby")))
    page = visit.open("/today/", name="facilitator-today")
    visit.tab_to("More")
    visit.press("Enter")
    visit.tab_to("Programme")
    visit.press("Enter")
    expect(page.get_by_role("heading", name="Derby", level=1)).to_be_visible()
    visit.step("facilitator-programme")
    for section in ("weights", "limits", "calendar", "about"):
        visit.open(f"/programmes/derby/settings/{section}/", name=f"facilitator-{section}")
    page = visit.open("/programmes/derby/settings/years/2026/", name="facilitator-dates")
    page = visit.open("/programmes/derby/settings/weights/", name="facilitator-weights-again")
    visit.tab_to("Free school meals")
    visit.press("ArrowUp", "ArrowUp", "ArrowUp")
    visit.tab_to("Save")
    visit.press("Enter")
    expect(page.get_by_text("“What pairing weighs” is saved.")).to_be_visible()
    assert Programme.objects.get(slug="derby").weights["fsm"] == 0.9

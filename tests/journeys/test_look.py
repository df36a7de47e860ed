"""The parts in a real browser: light, dark, right to left, narrow, by keyboard, without scripts, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from footbridge.ui import samples
from tests.journeys.conftest import Visit


@pytest.fixture(autouse=True)
def demonstration(settings) -> None:
    settings.DEMONSTRATION = True


@pytest.mark.parametrize("section", samples.SECTIONS)
def test_every_part_is_accessible_in_light_and_dark_and_both_directions(visit: Visit, section: str) -> None:
    for scheme, query in (("light", ""), ("dark", ""), ("light", "?dir=rtl"), ("dark", "?base=public")):
        visit.page.emulate_media(color_scheme=scheme)
        visit.open(f"/parts/{section}/{query}", name=f"parts-{section}-{scheme}{query[-3:]}")


def test_words_may_be_twice_as_large(visit: Visit) -> None:
    for section in samples.SECTIONS:
        visit.page.set_viewport_size({"width": 640, "height": 450})  # 1280 px at 200 %
        visit.page.goto(f"{visit.address}/parts/{section}/")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 641
    visit.page.set_viewport_size({"width": 320, "height": 640})  # 1280 px at 400 %
    visit.page.goto(f"{visit.address}/parts/tables/")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 321


def test_the_error_summary_has_the_focus_and_leads_to_the_field(visit: Visit) -> None:
    page = visit.open("/parts/forms/")
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name="30 February 2027 is not a date").click()
    expect(page.locator("#id_day_0")).to_be_focused()


def test_suggestions_by_keyboard(visit: Visit) -> None:
    page = visit.open("/parts/forms/")
    box = page.locator("#clean_school")
    box.press_sequentially("alder")
    expect(page.get_by_role("listbox", name="Suggestions").get_by_role("option")).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    visit.step("suggestions")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Aldertree Juniors")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("x")
    box.press("Escape")
    expect(page.get_by_role("listbox", name="Suggestions")).to_have_count(0)


def test_slider_number_and_count_move_together(visit: Visit) -> None:
    page = visit.open("/parts/forms/")
    slider = page.get_by_role("slider").first
    slider.press("End")
    expect(page.locator("#clean_weight")).to_have_value("10")
    page.locator("#clean_weight").fill("3")
    expect(slider).to_have_value("3")
    page.locator("#clean_wish").fill("x" * 201)
    expect(page.get_by_text("You have 1 character too many.").first).to_be_visible()


def test_a_table_sorts_in_place_and_keeps_its_address(visit: Visit) -> None:
    page = visit.open("/parts/tables/")
    with page.expect_response("**sort=-name**"):
        page.get_by_role("link", name="School", exact=True).first.click()
    expect(page.locator('[aria-sort="descending"]')).to_have_count(1)
    expect(page).to_have_url(f"{visit.address}/parts/tables/?sort=-name")
    page.go_back()  # asked for again: what stood on the page was not kept in the browser
    expect(page.locator('[aria-sort="descending"]')).to_have_count(0)
    assert page.evaluate("sessionStorage.getItem('htmx-history-cache')") is None
    expect(page.locator("h1")).to_have_count(1)
    page.get_by_label("Town", exact=True).select_option("Millbeck")
    page.get_by_role("button", name="Show").first.click()
    expect(page.locator("#table-main tbody tr").first).to_contain_text("Millbeck")
    visit.step("table-filtered")


def test_the_focus_stays_on_the_page_link_and_trouble_is_told(visit: Visit) -> None:
    page = visit.open("/parts/tables/")
    page.locator("#table-main-page-2").press("Enter")
    expect(page.locator("#table-main-page-2[aria-current]")).to_be_focused()
    page.route("**/parts/tables/?*page=3*", lambda route: route.abort())
    page.locator("#table-main-page-3").click()
    expect(page.get_by_role("alert").filter(has_text="could not reach Footbridge")).to_be_visible()
    visit.errors.clear()


def test_light_and_dark_with_and_without_scripts(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    plain = visit.without_javascript().open("/")
    plain.get_by_role("button", name="Dark", exact=True).click()
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_menu_opens_without_scripts(visit: Visit) -> None:
    other = visit.without_javascript()
    other.page.set_viewport_size({"width": 390, "height": 800})
    page = other.open("/")
    if page.get_by_role("button", name="Menu").count():
        other.page.set_viewport_size({"width": 390, "height": 800})
        expect(page.locator("#navigation")).to_be_hidden()
        page.get_by_role("button", name="Menu").click()
        expect(page.locator("#navigation")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#navigation")).to_be_hidden()


def test_on_paper_there_is_only_the_page(visit: Visit) -> None:
    page = visit.open("/parts/tables/")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".nav, .foot, .filters, .tabs").first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator("caption").first).to_be_visible()


def test_forced_colours_keep_focus_and_states(visit: Visit) -> None:
    visit.page.emulate_media(forced_colors="active")
    page = visit.open("/parts/basics/")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

"""A facilitator's day at the board: proposes, looks closer, fixes, rules out, tries weights, compares, undoes, offers."""

from __future__ import annotations

import pytest

from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Draft
from tests import factories
from tests.brokering.conftest import MOSTLY_ASIAN, MOSTLY_WHITE, World, six_schools
from tests.journeys.conftest import Visit

WHY = "a journey looks"
PATIENCE = 120_000  # milliseconds: the engine compiles itself when it is asked for the first time on a machine


@pytest.fixture
def busy(transactional_db: None) -> World:
    """Six schools, a few with several classes, wishes, a school that publishes nothing, and one that cannot be linked."""
    world = six_schools()
    marys = {"character": "Catholic", "wanted_kinds": ["faith_other"], "together": "together"}
    world.add("St Mary's Catholic Primary", MOSTLY_WHITE, classes=2, place=(5, 1), **marys)
    world.add("Al-Noor Primary", MOSTLY_ASIAN, classes=2, place=(4, 5), character="Muslim", is_urban=True)
    world.add("Larkfield School", None, place=(6, 2), kind_group="Independent schools", partner_wish="another")
    world.add("Upper Dale Primary", MOSTLY_WHITE, place=(24, 9), is_urban=False, max_distance_km=4)
    return world


def the_draft() -> Draft:
    return Draft.objects.unscoped(WHY).order_by("pk")[0]


def test_a_day_at_the_board(visit: Visit, busy: World) -> None:
    visit.page.set_default_timeout(PATIENCE)
    visit.sign_in(busy.person)
    page = visit.open("/brokering/", name="brokering-start")
    page.get_by_role("button", name="Propose links").click()
    page.get_by_role("heading", name="First draft").wait_for()
    visit.step("board")

    # a closer look at one link, without leaving the board
    page.get_by_text("In words, training, other partners").first.click()
    page.locator(".partners table").first.wait_for()
    visit.step("board-card-open")

    # fix one: the board renews itself in place, and what was open stays open
    page.get_by_role("button", name="Fix", exact=False).first.click()
    page.get_by_role("button", name="Let go").first.wait_for()
    page.locator("details.more[open]").wait_for()  # opened again after the new board has come; exactly one
    assert page.get_by_text("Fixed ").count() >= 1

    # why not these two? the price, then it is done and the rest proposed again
    page.get_by_label("This class", exact=True).select_option(index=1)
    page.get_by_label("with this class", exact=True).select_option(index=3)
    page.get_by_role("button", name="What if?").click()
    page.get_by_role("heading", name="What if?").wait_for()
    visit.step("what-if")
    page.get_by_role("button", name="propose the rest again").click()
    page.get_by_role("heading", name="First draft").wait_for()

    # rule two schools out with a reason, and see what the choices cost
    page.locator(".link-card:not(.is-fixed)").first.get_by_role("link", name="Rule out").click()
    visit.step("draft-link")
    page.get_by_label("Why").fill("The heads are sisters")
    page.get_by_role("button", name="Rule out and propose").click()
    page.get_by_role("heading", name="Ruled out").wait_for()
    page.get_by_role("link", name="What your choices cost").click()
    visit.step("draft-prices")


def test_every_view_of_a_draft(visit: Visit, busy: World) -> None:
    draft = actions.start_draft(by=busy.viewer, year=busy.year, name="First draft")
    visit.sign_in(busy.person)
    visit.open(f"/brokering/{draft.pk}/map/", name="draft-map")
    visit.open(f"/brokering/{draft.pk}/table/?sort=-distance", name="draft-table")
    page = visit.open(f"/brokering/{draft.pk}/weights/", name="draft-weights")
    page.get_by_label("Short ways", exact=True).fill("1")
    page.get_by_label("Short ways", exact=True).blur()
    page.get_by_role("table", name="beside").wait_for()
    visit.step("draft-weights-effect")
    visit.open(f"/brokering/{draft.pk}/compare/?with=by-hand", name="draft-compare")
    visit.open(f"/brokering/{draft.pk}/history/", name="draft-history")
    visit.open(f"/brokering/{draft.pk}/class/{busy.classes[-1].pk}/", name="draft-class")
    visit.open("/brokering/drafts/", name="drafts-all")
    visit.open(f"/brokering/{draft.pk}/offer/", name="offer-preview")


def test_two_facilitators_at_once(visit: Visit, busy: World) -> None:
    draft = actions.start_draft(by=busy.viewer, year=busy.year, name="First draft")
    visit.sign_in(busy.person)
    page = visit.open(f"/brokering/{draft.pk}/", name="board-of-one")
    colleague = visit.another()
    colleague.sign_in(factories.member("facilitator", of=busy.programme, name="Olu Other"))
    theirs = colleague.open(f"/brokering/{draft.pk}/", name="board-of-two")
    theirs.get_by_role("button", name="Fix", exact=False).first.click()
    theirs.get_by_role("button", name="Let go").first.wait_for()

    # the first sees it without doing anything, and cannot overwrite it unseen
    page.get_by_text("1 change since you opened this page").wait_for(timeout=15_000)
    visit.step("board-news")
    page.get_by_role("button", name="Part", exact=False).last.click()
    page.get_by_role("heading", name="Somebody was quicker").wait_for()
    visit.step("conflict")
    page.get_by_role("button", name="Do mine as well").click()
    page.get_by_role("heading", name="First draft").wait_for()
    state = state_of(the_draft())
    assert len(state.fixed) == 1, "theirs is kept"
    assert the_draft().version == 3, "and mine is done as well"


def test_by_keyboard_alone(visit: Visit, busy: World) -> None:
    actions.start_draft(by=busy.viewer, year=busy.year, name="First draft")
    visit.sign_in(busy.person)
    visit.open("/brokering/", name="board-keyboard")
    visit.tab_to("Fix")
    visit.press("Enter")
    visit.page.get_by_role("button", name="Let go").first.wait_for()
    focused = visit.page.evaluate("document.activeElement.id")
    assert focused.startswith("fix-"), "the focus stays where it was when the board renews itself"
    visit.page.reload()
    visit.tab_to("Undo")
    visit.press("Enter")
    visit.page.get_by_text("Undone: Fixed").wait_for()
    assert state_of(the_draft()).fixed == frozenset()


def test_without_javascript(visit: Visit, busy: World) -> None:
    plain = visit.without_javascript()
    plain.sign_in(busy.person)
    page = plain.open("/brokering/", name="start-plain")
    page.get_by_role("button", name="Propose links").click()
    plain.step("board-plain")
    page.get_by_role("button", name="Fix", exact=False).first.click()
    assert page.get_by_role("button", name="Let go").count() == 1
    page.get_by_role("link", name="Weights and rules").click()
    page.get_by_label("Short ways").fill("1")
    page.get_by_role("button", name="See the effect").click()
    plain.step("weights-plain")
    page.get_by_role("button", name="Keep and propose again").click()
    page.get_by_role("link", name="Table").click()
    plain.step("table-plain")
    page.get_by_label("This class", exact=True).select_option(index=1)
    page.get_by_label("with this class", exact=True).select_option(index=4)
    page.get_by_role("button", name="What if?").click()
    plain.step("what-if-plain")
    assert page.get_by_role("heading", name=" and ").count() >= 1
    assert page.get_by_text("These").count() + page.get_by_text("cost").count() >= 1

"""A facilitator's day at the board: proposes, looks closer, fixes, rules out, tries weights, compares, undoes."""

from __future__ import annotations

import pytest

from tests.brokering.conftest import MOSTLY_ASIAN, MOSTLY_WHITE, World, six_schools
from tests.journeys.conftest import Visit


@pytest.fixture
def busy() -> World:
    """Six schools, a few with several classes, wishes, a school that publishes nothing, and one that cannot be linked."""
    world = six_schools()
    world.add(
        "St Mary's Catholic Primary",
        MOSTLY_WHITE,
        classes=2,
        place=(5, 1),
        character="Catholic",
        wanted_kinds=["faith_other"],
        together="together",
    )
    world.add("Al-Noor Primary", MOSTLY_ASIAN, classes=2, place=(4, 5), character="Muslim", is_urban=True)
    world.add("Larkfield School", None, place=(6, 2), kind_group="Independent schools", partner_wish="another")
    world.add("Upper Dale Primary", MOSTLY_WHITE, place=(24, 9), is_urban=False, max_distance_km=4)
    return world


def test_a_day_at_the_board(visit: Visit, busy: World) -> None:
    visit.sign_in(busy.person)
    page = visit.open("/brokering/", name="brokering-start")
    page.get_by_role("button", name="Propose links").click()
    page.get_by_role("heading", name="First draft").wait_for()
    visit.step("board")
    page.locator("details.more summary").first.click()
    page.locator(".partners table").first.wait_for()
    visit.step("board-card-open")
    for view in ("Map", "Table", "Weights and rules", "Compare", "History"):
        page.get_by_role("navigation", name="Views of this draft").get_by_role("link", name=view).click()
        page.wait_for_load_state()
        visit.step(f"draft-{view.split()[0].lower()}")

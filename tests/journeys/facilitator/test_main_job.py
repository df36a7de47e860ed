"""The main job in a real browser: from the national register and a sign-up sheet to a link that both heads have accepted.

With FOOTBRIDGE_WALKTHROUGH set to a folder, each step leaves its picture there for docs/walkthrough.md.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from footbridge.brokering.models import Link, LinkSide
from tests import factories
from tests.brokering.real import SHEET, derby, import_the_register
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.shared_data
WHY = "a journey looks"
PATIENCE = 120_000  # milliseconds: the engine compiles itself when it is asked for the first time on a machine
WALKTHROUGH = os.environ.get("FOOTBRIDGE_WALKTHROUGH", "")


def picture(visit: Visit, name: str) -> None:
    """Check the step, and keep its picture for the documents where asked."""
    visit.step(name)
    if WALKTHROUGH:
        visit.page.set_viewport_size({"width": 1280, "height": 900})
        visit.page.screenshot(path=Path(WALKTHROUGH) / f"{name}.png")


def test_from_the_register_to_a_link_that_stands(visit: Visit, shared: Path) -> None:
    import_the_register(shared)
    _, person = derby()
    visit.page.set_default_timeout(PATIENCE)
    visit.sign_in(person)

    # the sign-up sheet comes in; what is unclear is settled row by row
    page = visit.open("/interest/inbox/sheets/", name="walk-0-sheets")
    page.get_by_label("Sign-up sheet").set_input_files(shared / SHEET)
    page.get_by_role("button", name="Upload and look at it").click()
    page.get_by_role("button", name="Bring in").wait_for()
    picture(visit, "walk-1-sheet")
    page.get_by_role("button", name="Bring in").click()
    page.get_by_role("link", name="Settle").first.click()
    picture(visit, "walk-2-unclear")
    settle_rows(visit)

    # a first proposal
    visit.open("/brokering/", name="walk-3-start")
    page.get_by_role("button", name="Propose links").click()
    page.get_by_role("heading", name="First draft").wait_for()
    picture(visit, "walk-4-board")
    page.get_by_role("navigation", name="Views of this draft").get_by_role("link", name="Map").click()
    page.locator("#draft-map").wait_for()
    picture(visit, "walk-5-map")

    # fix one, rule one out, propose again
    page.get_by_role("navigation", name="Views of this draft").get_by_role("link", name="Board").click()
    page.get_by_role("button", name="Fix", exact=False).first.click()
    page.get_by_role("button", name="Let go").first.wait_for()
    page.locator(".link-card:not(.is-fixed)").first.get_by_role("link", name="Rule out").click()
    page.get_by_label("Why").fill("The heads are sisters")
    picture(visit, "walk-6-rule-out")
    page.get_by_role("button", name="Rule out and propose").click()
    page.get_by_role("heading", name="Ruled out").wait_for()

    # offer what can be offered
    page.get_by_role("link", name="Offer…").click()
    page.get_by_text("will read").first.click()
    picture(visit, "walk-7-preview")
    page.get_by_role("button", name="Offer the chosen links").click()
    page.get_by_role("heading", name="Links").wait_for()
    picture(visit, "walk-8-offered")
    visit.work()

    # both heads accept
    link = Link.objects.unscoped(WHY).order_by("pk")[0]
    for number, side in enumerate(LinkSide.objects.unscoped(WHY).filter(link=link).select_related("school")):
        head = visit.another()
        head.sign_in(factories.member("headteacher", of=side.school, name=f"Head of {side.school.name}"))
        theirs = head.open(f"/links/{link.pk}/", name=f"walk-9-head-{number}")
        if number == 0:
            picture(head, "walk-9-offer")
        theirs.get_by_role("button", name="Accept this link").click()
        theirs.get_by_role("heading", name="What has happened").wait_for()
    picture(head, "walk-10-stands")
    assert Link.objects.unscoped(WHY).get(pk=link.pk).state == "standing"


def settle_rows(visit: Visit) -> None:
    """The three rows of the sheet that nobody can read alone: a school by an old number, one unknown, one with a formula."""
    page = visit.page
    page.locator("main tbody a").first.click()
    for _ in range(3):
        page.wait_for_load_state()
        this_one = page.get_by_role("button", name="This one")
        if this_one.count():
            this_one.first.click()
        else:
            page.get_by_role("button", name="Not a school of ours").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Bring in").click()
    page.wait_for_load_state()

"""A head says who leads a linked class: a colleague at once, somebody new by invitation; the partner school reads it.

With FOOTBRIDGE_WALKTHROUGH set to a folder, each step leaves its picture there for docs/walkthrough.md.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests import factories
from tests.journeys.conftest import Visit
from tests.people.letters import code_in, last_letter, link_in

NEW = "nina.new@school.test.example.org"
WALKTHROUGH = os.environ.get("FOOTBRIDGE_WALKTHROUGH", "")


def picture(visit: Visit, name: str) -> None:
    visit.step(name)
    if WALKTHROUGH:
        visit.page.screenshot(path=Path(WALKTHROUGH) / f"{name}.png")


def test_a_head_names_the_teachers_of_a_class(visit: Visit) -> None:
    factories.network()
    year = factories.linking_year(factories.programme())
    own, partner = factories.school("Alder Vale"), factories.school("Beech Hill")
    classes = [factories.offered_class(factories.interest(year, school)) for school in (own, partner)]
    factories.link(*classes)
    head = factories.member("headteacher", of=own, name="Hanna Head")
    factories.member("teacher", of=own, name="Tara Teacher")
    other_head = factories.member("headteacher", of=partner, name="Ben Beech")
    visit.sign_in(head)
    page = visit.open("/today/")
    page.get_by_role("link", name="Name the teachers").first.click()
    picture(visit, "teachers-1-who-leads")
    visit.tab_to("Tara Teacher")  # by keyboard
    visit.press("Space")
    visit.tab_to("Name the teacher")
    visit.press("Enter")
    page.get_by_text("Tara Teacher leads").first.wait_for()
    page.get_by_role("link", name="Change who leads").first.click()
    page.get_by_label("Somebody else").check()
    page.get_by_role("button", name="Name the teacher").click()
    page.get_by_text("Enter the name of who leads").first.wait_for()
    visit.step("who-leads-with-errors")
    page.get_by_label("Their name").fill("Nina New")
    page.get_by_label("Their e-mail address at work").fill(NEW)
    page.get_by_role("button", name="Name the teacher").click()
    page.get_by_text("Nina New is invited and leads").first.wait_for()
    picture(visit, "teachers-2-named")
    newcomer = visit.another()
    letter = last_letter(NEW)
    newcomer.page.goto(newcomer.address + link_in(letter))
    newcomer.page.get_by_label("The six figures from the e-mail").fill(code_in(letter))
    newcomer.page.get_by_role("button", name="Accept the invitation").click()
    newcomer.page.get_by_role("heading", name="Set up a second key").wait_for()
    reader = visit.another(scripts=False)  # the partner's head, without JavaScript
    reader.sign_in(other_head)
    reader.page.goto(page.url)
    assert reader.page.get_by_text("Tara Teacher").first.is_visible()
    assert reader.page.get_by_text("Nina New").first.is_visible()

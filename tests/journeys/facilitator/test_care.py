"""A facilitator's day with her links: what is late and why, a letter to several schools, a call noted, the calendar."""

from __future__ import annotations

import pytest

from footbridge.brokering.models import LinkSide
from footbridge.notify.models import Message
from footbridge.people.models import Person
from tests import factories
from tests.care.test_board import a_link
from tests.journeys.conftest import Visit


@pytest.fixture
def amina(transactional_db: None) -> Person:
    """A facilitator with three links: two that stand without teachers and one offered."""
    derby = factories.programme("Derby")
    a_link(derby, names=("Ash School", "Birch School"))
    a_link(derby, names=("Cedar School", "Dogwood School"))
    a_link(derby, state="offered", names=("Elm School", "Fir School"))
    for side in LinkSide.objects.unscoped("a journey gives schools heads").select_related("school"):
        factories.member("headteacher", of=side.school, name=f"Head of {side.school.name}")
    return factories.member("facilitator", of=derby, name="Amina Yusuf")


def letters() -> int:
    return Message.objects.unscoped("a journey counts letters").filter(template="care/mail/nudge").count()


def test_writing_to_several_schools_in_one_go(visit: Visit, amina: Person) -> None:
    visit.sign_in(amina)
    page = visit.open("/care/?about=teacher", name="care-board")
    page.get_by_label("Choose Ash School and Birch School").check()
    page.get_by_label("Choose Cedar School and Dogwood School").check()
    page.get_by_role("button", name="Write to the ticked ones").click()
    page.get_by_role("heading", name="Write about 2 links").wait_for()
    visit.step("care-write")
    page.get_by_label("Words").fill("Dear {name}, who leads {scool}?")
    page.get_by_role("button", name="See the letters").click()
    page.get_by_text("No letter can fill in {scool}").first.wait_for()
    visit.step("care-write-error")
    page.get_by_label("Words").fill("Dear {name}, who leads the class at {school}?")
    page.get_by_role("button", name="See the letters").click()
    page.get_by_text("Dear Head of Cedar School, who leads the class at Cedar School?").wait_for()
    visit.step("care-letters")
    assert letters() == 0
    page.get_by_role("button", name="Send 4 letters").click()
    page.get_by_text("4 letters are on the way").wait_for()
    assert letters() == 4
    page.get_by_role("link", name="Ash School and Birch School").click()
    page.get_by_text("Nudge: Teacher not named").first.wait_for()
    visit.step("care-link")


def test_noting_a_call_without_javascript(visit: Visit, amina: Person) -> None:
    plain = visit.without_javascript()
    plain.sign_in(amina)
    page = plain.open("/care/")
    page.get_by_role("link", name="Ash School and Birch School").click()
    page.get_by_text("Note a contact").click()
    page.get_by_label("What was said").fill("The head is on leave until Monday.")
    page.get_by_label("Next step").fill("Call the deputy")
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("The head is on leave until Monday.").wait_for()
    page.get_by_role("button", name="Done Call the deputy").click()
    assert page.get_by_role("button", name="Done Call the deputy").count() == 0


def test_the_calendar_and_a_private_address_by_keyboard(visit: Visit, amina: Person) -> None:
    visit.sign_in(amina)
    page = visit.open("/calendar/", name="calendar")
    visit.tab_to("Make my address")
    visit.press("Enter")
    page.get_by_role("heading", name="Your private calendar address").wait_for()
    visit.step("calendar-address")
    assert ".ics" in page.content()

"""A head answers on a telephone without scripts, changes it later by the mailed link, and does it all by keyboard too."""

from __future__ import annotations

import re
from typing import Any

import pytest

from footbridge.interest.models import Interest, OfferedClass
from footbridge.notify.models import Message
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from tests import factories
from tests.journeys.conftest import Visit


@pytest.fixture
def school(transactional_db: Any) -> School:
    """Larkfield, in Derby's area, and another school nearby; Derby takes answers."""
    factories.network()
    year = factories.linking_year(
        factories.programme("Derby", contact_name="Amina Yusuf"), dates=factories.open_dates()
    )
    assert year.state == LinkingYear.State.OPEN
    factories.school("Rivermead Academy", town="Derby")
    return factories.school("Larkfield Primary School", town="Derby", postcode="DE1 4LF")


def answer_of(school: School) -> Interest:
    return Interest.objects.unscoped("a journey looks at what was kept").get(school=school)


def last_letter() -> tuple[str, str]:
    text = Message.objects.unscoped("a journey reads its mail").latest("pk").text
    link, code = re.search(r"(/interest/change/\S+)", text), re.search(r"Code: (\S+)", text)
    assert link is not None
    assert code is not None
    return link.group(1), code.group(1)


def go_on(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name="Continue").click()
    visit.step(f"interest-{name}")


def fill_in(visit: Visit) -> None:
    """From “find your school” to “thank you”, every page checked as a step."""
    page = visit.page
    visit.open("/interest/", name="interest-start")
    page.get_by_label("Find your school").fill("larkfield")
    page.get_by_role("button", name="Search").click()
    visit.step("interest-found")
    page.get_by_role("link", name="Larkfield Primary School").click()
    visit.step("interest-school")
    page.get_by_role("button", name="Begin").click()
    visit.step("interest-answer")
    page.get_by_role("button", name="Continue").click()
    visit.step("interest-answer-missing")
    assert page.get_by_role("alert").get_by_text("Choose yes, maybe or not this year").count()
    page.get_by_role("radio", name=re.compile("^Yes")).check()
    go_on(visit, "classes")
    page.get_by_label("Year 4").check()
    page.get_by_label("Name of the class").fill("Oak")
    page.get_by_label("How many children").fill("28")
    page.get_by_role("button", name="Add another class").click()
    visit.step("interest-classes-two")
    second = page.get_by_role("group", name="Class 2")
    second.get_by_label("Year 4").check()
    second.get_by_label("Year 5").check()
    go_on(visit, "partner")
    page.get_by_label("Another partner").check()
    go_on(visit, "together")
    page.get_by_label("Either way suits us").check()
    go_on(visit, "three-schools")
    go_on(visit, "wanted")
    page.get_by_label("A rural school").check()
    go_on(visit, "refused")
    go_on(visit, "schools")
    page.get_by_label("Look for a school to leave out").fill("rivermead")
    page.get_by_role("button", name="Search").click()
    visit.step("interest-schools-found")
    page.get_by_role("button", name="Leave out Rivermead Academy").click()
    visit.step("interest-schools-chosen")
    go_on(visit, "distance")
    page.get_by_label("Up to 10 miles").check()
    go_on(visit, "access")
    go_on(visit, "days")
    page.get_by_label("Wednesday").check()
    go_on(visit, "words")
    page.get_by_label("Anything else you wish for").fill("A friendly school")
    go_on(visit, "contact")
    page.get_by_label("Name").fill("Jo Field")
    page.get_by_label("School e-mail address").fill("office@larkfield.example.org")
    go_on(visit, "check")
    page.get_by_role("button", name="Send our answer").click()
    visit.step("interest-sent")


def test_a_head_answers_on_a_telephone_without_scripts_and_changes_it_later(visit: Visit, school: School) -> None:
    head = visit.without_javascript()
    head.page.set_viewport_size({"width": 390, "height": 844})
    fill_in(head)
    answer = answer_of(school)
    assert answer.reference in head.page.content()
    classes = OfferedClass.objects.unscoped("a journey looks at what was kept").filter(interest=answer).order_by("pk")
    assert [(one.name, one.years, one.size) for one in classes] == [
        ("Oak", [4], 28),
        ("Years 4 and 5, class 2", [4, 5], None),
    ]
    assert [one.name for one in answer.refused_schools.all()] == ["Rivermead Academy"]

    # weeks later, on another computer: the letter's link says whose answer it is, the code opens it
    link, code = last_letter()
    later = visit.without_javascript()
    page = later.open(link, name="interest-change")
    assert "Jo Field" not in page.content()
    page.get_by_label("The code in our e-mail").fill("AAAA-2222")
    page.get_by_role("button", name="Continue").click()
    later.step("interest-change-wrong-code")
    page.get_by_label("The code in our e-mail").fill(code)
    page.get_by_role("button", name="Continue").click()
    later.step("interest-change-check")
    page.get_by_role("link", name="Change Distance").click()
    page.get_by_role("radio", name="Another distance").check()
    page.get_by_role("spinbutton").fill("4")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the change").click()
    later.step("interest-change-sent")
    assert answer_of(school).max_distance_km == 6


def test_every_page_is_accessible(visit: Visit, school: School) -> None:
    fill_in(visit)
    assert answer_of(school).answer == "yes"


def test_not_this_year_by_keyboard_alone(visit: Visit, school: School) -> None:
    visit.page.goto(f"{visit.address}/interest/school/{school.pk}/")
    visit.tab_to("Begin")
    visit.press("Enter")
    visit.page.wait_for_url("**/answer/")
    visit.page.get_by_role("radio", name=re.compile("^Yes")).focus()
    visit.press("ArrowDown", "ArrowDown")
    visit.tab_to("Continue")
    visit.press("Enter")
    visit.page.wait_for_url("**/reason/")
    visit.tab_to("Why does it not fit")
    visit.page.keyboard.type("Building works")
    visit.tab_to("Continue")
    visit.press("Enter")
    visit.page.wait_for_url("**/again/")
    visit.page.get_by_label("Yes, please ask again").focus()
    visit.press("Space")
    visit.tab_to("Continue")
    visit.press("Enter")
    visit.page.wait_for_url("**/contact/")
    visit.page.get_by_label("Name").focus()
    visit.page.keyboard.type("Jo Field")
    visit.tab_to("School e-mail")
    visit.page.keyboard.type("office@larkfield.example.org")
    visit.tab_to("Continue")
    visit.press("Enter")
    visit.page.wait_for_url("**/check/")
    visit.tab_to("Send our answer")
    visit.press("Enter")
    visit.page.wait_for_url("**/sent/")
    visit.step("interest-not-this-year")
    found = answer_of(school)
    assert (found.answer, found.reason, found.ask_next_year) == ("no", "Building works", True)


def test_a_signed_in_head_sees_the_answer_changes_it_and_takes_it_back(visit: Visit, school: School) -> None:
    year = LinkingYear.objects.unscoped("a journey sets the scene").get()
    before = factories.linking_year(year.programme, start=year.start - 1, state="closed")
    factories.interest(before, school, answer="maybe")
    visit.sign_in(factories.member("headteacher", of=school, name="Jo Field"))
    page = visit.open("/interest/ours/", name="ours-not-yet")
    page.get_by_role("button", name="Answer now").click()
    page.get_by_role("radio", name=re.compile("^Not this year")).check()
    for _ in range(2):
        page.get_by_role("button", name="Continue").click()
    page.get_by_label("Yes, please ask again").check()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_label("Name", exact=True).input_value() == "Jo Field"
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send our answer").click()
    page = visit.open("/interest/ours/", name="ours")
    assert page.get_by_text("2025/26: Maybe").count() == 1
    page.get_by_role("button", name="Change this answer").click()
    visit.step("ours-check")
    page = visit.open("/interest/ours/", name="ours-again")
    page.get_by_role("link", name="Take it back").click()
    visit.step("ours-take-back")
    page.get_by_role("button", name="Yes, take it back").click()
    visit.step("ours-taken-back")
    present = Interest.objects.unscoped("a journey looks").get(linking_year=year)
    assert (present.state, present.ask_next_year) == ("withdrawn", True)

"""A visit from the proposal of a day to the headcount: two teachers in two browsers, the keyboard, a browser without scripts."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from openpyxl import load_workbook

from footbridge.visits.dates.days import school_days
from footbridge.visits.meetings.queries import meetings_held_per_class
from footbridge.visits.models import Meeting
from tests import factories
from tests.journeys.conftest import Visit
from tests.visits.conftest import TEN, TWO, World, make_world
from tests.visits.groups.test_groups import _type as type_children


@pytest.fixture
def link(transactional_db: None) -> World:
    return make_world()


def test_from_the_proposal_to_the_headcount(visit: Visit, link: World) -> None:
    day = school_days(link.year, localdate())[8]
    pk = link.meeting().pk
    visit.sign_in(link.teachers[0])
    page = visit.open("/meetings/", name="meetings")
    page.get_by_role("link", name="Neutral venue", exact=True).click()
    page.get_by_role("link", name="Find a day").click()
    page.get_by_role("link", name="Mark the days that suit us").click()
    page.locator(f'input[value="{day.isoformat()}"]').check()
    visit.step("meeting-days")
    page.get_by_role("button", name="Save these days").click()
    page.get_by_text("You have marked 1 day").wait_for()
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="Propose this day").click()
    page.get_by_role("heading", name="You proposed").wait_for()
    visit.step("meeting-proposed")

    partner = visit.another()
    partner.sign_in(link.teachers[1])
    other = partner.open(f"/meetings/{pk}/date/", name="meeting-answer")
    partner.tab_to("This suits us")
    partner.press("Enter")
    other.get_by_text(f"{day:%A %-d %B %Y}").wait_for()
    other.get_by_role("link", name="Give our numbers and needs").click()
    other.get_by_label("Children").fill("27")
    other.get_by_label("Adults").fill("4")
    other.get_by_label("Halal lunch").fill("6")
    other.get_by_role("button", name="Save").click()
    other.get_by_text("Halal lunch: 6").wait_for()
    partner.step("meeting-dated")

    page.goto(f"{visit.address}/meetings/{pk}/plan/timetable/")
    page.get_by_label("First meeting, neutral venue").check()
    visit.step("plan-templates")
    page.get_by_role("button", name="Begin with it").click()
    page.get_by_label("The day, one line").fill("15 Arrive\n30 Names")
    page.get_by_role("button", name="Save the timetable").click()
    page.get_by_text("10:15").wait_for()
    visit.step("plan")
    type_children(link)
    page.get_by_role("link", name="Mix both classes into groups").click()
    page.get_by_label("Who is to be together?").fill("HillA, ValeA")
    page.get_by_label("Adults of your school").fill("Ms Hill")
    page.get_by_role("button", name="Mix the groups").click()
    page.get_by_role("heading", name="Ash").wait_for()
    visit.tab_to("Stays in")
    visit.press("ArrowDown")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Ms Hill stays in Ash").wait_for()
    visit.step("groups")
    with page.expect_download() as sheets:
        page.get_by_role("link", name="A sheet for each group").click()
    assert sheets.value.suggested_filename == "group-sheets.pdf"

    Meeting.objects.unscoped("the day has come").filter(pk=pk).update(day=localdate() - timedelta(days=1))
    page.goto(f"{visit.address}/meetings/{pk}/")
    page.get_by_role("link", name="Say who came").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Say how many children of your school came").first.wait_for()
    visit.step("after-error")
    page.get_by_label("Children of your school who came").fill("28")
    page.get_by_label("Adults of your school who came").fill("3")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("What went well?").fill("They did not want to go home.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("They did not want to go home.").wait_for()
    visit.step("after")
    assert meetings_held_per_class(link.year).times == 1


def test_a_plan_and_a_headcount_without_javascript(visit: Visit, link: World) -> None:
    pk = link.meeting(2).pk
    link.meeting(2).give_date(localdate() - timedelta(days=1), TEN, TWO)
    plain = visit.without_javascript()
    plain.sign_in(link.teachers[0])
    page = plain.open("/meetings/", name="meetings-plain")
    page.get_by_role("link", name="What we wish of the neutral venue").click()
    page.get_by_label("Step-free ways and toilets").check()
    page.get_by_label("How far can your classes travel?").select_option("5")
    page.get_by_role("button", name="Keep our wishes").click()
    page.get_by_text("shares the venues with it in mind").wait_for()
    page = plain.open(f"/meetings/{pk}/plan/", name="plan-plain")
    page.get_by_role("link", name="Tick our checks").click()
    page.get_by_label("A first aider comes").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("28 checks are still to be done").or_(
        page.get_by_text("27 checks are still to be done")
    ).wait_for()
    page.get_by_role("link", name="Plan the coach").click()
    page.get_by_label("Coach operator").fill("Peak Coaches")
    page.get_by_label("Price in pounds").fill("380.50")
    page.get_by_role("button", name="Note this quote").click()
    page.get_by_role("button", name="Take this one").click()
    page.get_by_text("Taken").first.wait_for()
    page.goto(f"{plain.address}/meetings/{pk}/after/")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Children of your school who came").fill("28")
    page.get_by_label("Adults of your school who came").fill("3")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="How was it?").wait_for()
    _the_coach_is_paid_back(visit, link)


def _the_coach_is_paid_back(visit: Visit, link: World) -> None:
    """The office notes what the plan knows already and claims it; the facilitator pays a part, and the school reads why."""
    visit.sign_in(factories.member("school_office", of=link.schools[0]))
    page = visit.open("/costs/", name="costs")
    page.get_by_role("link", name="Note it").first.click()
    assert page.get_by_label("What do you expect to pay?").input_value() == "190.25"
    page.get_by_label("What was paid?").fill("£190.25")
    page.get_by_label("A grant").check()
    visit.step("cost-noted")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Coach").first.click()
    page.get_by_label("How much do you claim?").fill("200")
    page.get_by_role("button", name="Claim it").click()
    page.get_by_text("Claim an amount up to what was paid.").first.wait_for()
    page.get_by_label("How much do you claim?").fill("190.25")
    page.get_by_label("What shows it?").fill("Invoice 2214")
    page.get_by_role("button", name="Claim it").click()
    page.get_by_text("Claimed", exact=True).wait_for()

    runs = visit.another()
    runs.sign_in(link.facilitator)
    board = runs.open("/costs/claims/", name="claims")
    board.get_by_role("link", name="Coach").first.click()
    board.get_by_label("How much do you pay?").fill("150")
    board.get_by_label("Words to the school").fill("The grant pays £150 a coach.")
    runs.step("claim")
    board.get_by_role("button", name="Save the answer").click()
    with board.expect_download() as sheet:
        board.get_by_role("link", name="Download as spreadsheet").click()
    rows = list(load_workbook(io.BytesIO(sheet.value.path().read_bytes())).active.values)
    assert rows[1][7:] == (190.25, "A grant", "Settled", 190.25, "Invoice 2214", 150, "The grant pays £150 a coach.")

    page.reload()
    page.get_by_text("Claim settled").wait_for()
    visit.step("costs-paid-back")

"""A facilitator brings in the sheet she keeps, settles what is unclear, talks to a school and asks last year's schools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from footbridge.interest.models import Interest, OfferedClass
from footbridge.notify.models import Message
from footbridge.programmes.models import LinkingYear
from tests import factories
from tests.journeys.conftest import Visit

SHEET = """School,URN,Postcode,Answer,Contact e-mail,Year group(s),Class,Pupils,Wishes
Larkfield Primary School,{lark},DE1 4LF,yes,office@larkfield.example.org,Y4,Oak,30 pupils,Wednesdays are swimming
Larkfield Primary School,{lark},,no,,,,,"New head, please ask again next year"
Rivermead Academy,,DE1 5RM,maybe,office@rivermead.example.org,3 and 4,,,Rural school if possible
Old Mill Juniors,900777,,yes,,banana,,28,
Nobody knows it,999999,,yes,,4,,28,
=1+1,{mead},,yes,,KS2,,27,
"""


@pytest.fixture
def year(transactional_db: Any) -> LinkingYear:
    """Derby takes answers; Larkfield, Rivermead and Meadow are in its area, Old Mill closed and became Meadow."""
    factories.network()
    derby = factories.programme("Derby", contact_name="Amina Yusuf")
    made = factories.linking_year(derby, dates=factories.open_dates())
    factories.school("Larkfield Primary School", urn="900101", postcode="DE1 4LF")
    factories.school("Rivermead Academy", urn="900102", postcode="DE1 5RM")
    meadow = factories.school("Meadow Primary School", urn="900103")
    factories.school("Old Mill Juniors", urn="900777", status="Closed", replaced_by=meadow)
    return made


@pytest.fixture
def desk(visit: Visit, year: LinkingYear) -> Visit:
    visit.sign_in(factories.member("facilitator", of=year.programme, name="Amina Yusuf"))
    return visit


def answers() -> list[Interest]:
    return list(Interest.objects.unscoped("a journey looks at what was kept").select_related("school").order_by("pk"))


def test_she_settles_the_sheet(desk: Visit, tmp_path: Path) -> None:
    sheet = tmp_path / "sign-up sheet.csv"
    sheet.write_text(SHEET.format(lark="900101", mead="900103"))
    page = desk.open("/interest/inbox/sheets/", name="sheets")
    page.get_by_label("Sign-up sheet").set_input_files(sheet)
    page.get_by_role("button", name="Upload and look at it").click()
    desk.step("sheet-preview")
    assert page.get_by_text("says yes and not this year").count() == 1
    page.get_by_role("button", name="Bring in 3 rows").click()
    desk.step("sheet-brought-in")
    assert len(answers()) == 3

    # what is unclear waits; she settles it row by row, and each leads to the next
    page.get_by_role("link", name="Settle 3 rows").click()
    desk.step("sheet-waiting")
    page.get_by_role("link", name="Meadow Primary School").first.click()
    desk.step("sheet-row")
    page.get_by_label("Year group(s)").fill("5")
    page.get_by_role("button", name="Read it again").click()
    desk.step("sheet-row-read-again")
    page.get_by_role("button", name="This one Meadow Primary School").click()
    desk.step("sheet-row-next")
    page.get_by_role("button", name="Not a school of ours").click()
    page.get_by_role("button", name="This one Meadow Primary School").click()
    desk.step("sheet-settled")
    page.get_by_role("button", name="Bring in 2 rows").click()
    meadow = [one for one in answers() if one.school.name.startswith("Meadow")]
    assert len(meadow) == 1
    held = OfferedClass.objects.unscoped("a journey looks").filter(interest=meadow[0])
    assert sorted(one.years for one in held) == [[3, 4, 5, 6], [5]]

    # Larkfield said yes and no
    desk.open("/interest/inbox/", name="inbox")
    page.get_by_role("link", name="Put it right").click()
    desk.step("inbox-doubles")
    page.get_by_role("button", name="Settle").click()
    desk.step("inbox-no-doubles")
    assert [one.state for one in answers() if one.school.name.startswith("Lark")] == ["received", "replaced"]


def test_she_talks_to_a_school_and_sees_what_is_due(desk: Visit, year: LinkingYear) -> None:
    for n in range(3):
        row = factories.interest(year, factories.school(f"School number {n}"), answer=("yes", "maybe", "no")[n])
        factories.offered_class(row)
    page = desk.open("/interest/inbox/", name="inbox-three")
    page.get_by_role("link", name="School number 1").click()
    desk.step("inbox-one")
    page.get_by_text("Note a talk").click()
    page.get_by_label("What was said").fill("They would like a rural partner.")
    page.get_by_label("Next step").fill("Call again")
    today = timezone.localdate()
    when = page.get_by_role("group", name="When")
    for label, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        when.get_by_label(label, exact=True).fill(str(number))
    page.get_by_role("button", name="Note the talk").click()
    desk.step("inbox-one-talked")
    page.get_by_role("button", name="Change or complete").click()
    desk.step("behalf-check")
    page.get_by_role("link", name="Change Step-free places").click()
    page.get_by_label("Yes, every place must be step-free").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Keep this answer").click()
    desk.step("inbox-one-changed")
    page.get_by_role("button", name="Mark as settled").click()
    desk.open("/interest/inbox/due/", name="inbox-due")
    page.get_by_role("button", name="Done").click()
    desk.step("inbox-nothing-due")
    changed = next(one for one in answers() if one.school.name == "School number 1")
    assert (changed.needs_step_free, changed.state, changed.changed_by) == (True, "settled", "facilitator")


def test_she_asks_last_years_schools(desk: Visit, year: LinkingYear) -> None:
    before = factories.linking_year(year.programme, start=year.start - 1, state="closed")
    for n in range(2):
        factories.offered_class(factories.interest(before, factories.school(f"Former {n}")))
    page = desk.open("/interest/inbox/again/", name="again")
    page.get_by_role("checkbox", name="Ask Former 1").uncheck()
    page.get_by_role("button", name="See the letter first").click()
    desk.step("again-letter")
    page.get_by_role("button", name="Send 1 letter").click()
    desk.step("again-sent")
    assert Message.objects.unscoped("a journey reads its mail").count() == 1


def test_the_inbox_by_keyboard_alone(desk: Visit, year: LinkingYear) -> None:
    row = factories.interest(year, factories.school("Larch School"))
    desk.page.goto(f"{desk.address}/interest/inbox/")
    desk.tab_to("Larch School")
    desk.press("Enter")
    desk.page.wait_for_url(f"**/{row.reference}/")
    desk.tab_to("Mark as settled")
    desk.press("Enter")
    desk.page.get_by_text("The state is changed").wait_for()
    assert answers()[0].state == "settled"

"""The facilitator's inbox: only the own programme's, a fixed number of queries, every act noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from footbridge.audit.models import AuditLine
from footbridge.interest.models import Talk
from tests import factories
from tests.interest.test_form import classes, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(year):
    return factories.member("facilitator", of=year.programme, name="Amina Yusuf")


@pytest.fixture
def desk(facilitator, sign_in):
    return sign_in(facilitator)


def verbs() -> list[str]:
    return [line.verb for line in AuditLine.objects.order_by("id")]


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_inbox_costs_the_same_whatever_its_size(rows, year, desk, django_assert_num_queries) -> None:
    for number in range(rows):
        row = factories.interest(year)
        factories.offered_class(row)
        if number % 2:
            Talk.objects.create(interest=row, way="phone", summary="x", next_step="y", next_on=timezone.localdate())
    desk.get("/interest/inbox/")
    with django_assert_num_queries(9):
        page = desk.get("/interest/inbox/").content.decode()
    assert page.count('href="/interest/inbox/FB-') == rows


def test_another_programmes_facilitator_meets_nothing(year, sign_in) -> None:
    school = factories.school("CANARY School")
    mine = factories.interest(year, school, contact_name="CANARY-CONTACT")
    factories.offered_class(mine, name="CANARY-CLASS")
    kent = factories.programme("Kent", authority=factories.authority("886", "Kent"))
    factories.linking_year(kent)
    desk = sign_in(factories.member("facilitator", of=kent))
    for page in ("", "due/", "doubles/", "download.csv", f"?year={year.pk}", f"doubles/?year={year.pk}"):
        assert b"CANARY" not in desk.get(f"/interest/inbox/{page}").content
    for page in ("", "withdraw/", "add-class/"):
        assert desk.get(f"/interest/inbox/{mine.reference}/{page}").status_code == 404
    for page in ("", "owner/", "state/", "change/", "withdraw/", "add-class/"):
        assert desk.post(f"/interest/inbox/{mine.reference}/{page}", {"state": "settled"}).status_code == 404
    assert kept()[0].state == "received"


def test_sorting_filtering_and_searching(year, desk) -> None:
    factories.interest(year, factories.school("Ashfield"), answer="yes")
    factories.interest(year, factories.school("Brookside"), answer="maybe", state="in_talk")
    factories.interest(year, factories.school("Coppice"), answer="no", state="withdrawn")
    page = desk.get("/interest/inbox/").content.decode()
    assert "Ashfield" in page
    assert "Brookside" in page
    assert "Coppice" not in page
    assert "Coppice" in desk.get("/interest/inbox/?state=withdrawn").content.decode()
    assert "Ashfield" not in desk.get("/interest/inbox/?answer=maybe").content.decode()
    assert "Brookside" not in desk.get("/interest/inbox/?q=ashf").content.decode()
    page = desk.get("/interest/inbox/?sort=-school.name").content.decode()
    assert page.index("Brookside") < page.index("Ashfield")


def test_a_talk_is_noted_with_its_next_step(year, desk, facilitator) -> None:
    row = factories.interest(year)
    soon = timezone.localdate() + timedelta(days=3)
    data = {
        "way": "phone", "summary": "They have two classes", "on_day": 3, "on_month": 2, "on_year": 2026, "next_step": "Call again",
        "next_on_day": soon.day, "next_on_month": soon.month, "next_on_year": soon.year,
    }  # fmt: skip
    assert desk.post(f"/interest/inbox/{row.reference}/", data).status_code == 302
    (row,) = kept()
    assert (row.state, row.owner) == ("in_talk", facilitator)
    page = desk.get(f"/interest/inbox/{row.reference}/").content.decode()
    assert "They have two classes" in page
    assert "3 February 2026" in page
    due = desk.get("/interest/inbox/due/").content.decode()
    assert "Call again" in due
    (talk,) = Talk.objects.unscoped("a test looks at it")
    desk.post(f"/interest/inbox/due/{talk.pk}/done/")
    desk.post(f"/interest/inbox/due/{talk.pk}/done/")
    assert "Call again" not in desk.get("/interest/inbox/due/").content.decode()
    assert verbs() == ["interest.talk", "interest.step_done"]


def test_owner_and_state_are_kept_against_a_second_writer(year, desk, facilitator) -> None:
    row = factories.interest(year)
    at = f"/interest/inbox/{row.reference}/"
    desk.post(f"{at}owner/", {"owner": facilitator.pk, "version": 1})
    page = desk.post(f"{at}state/", {"state": "settled", "version": 1}, follow=True).content.decode()
    assert "Somebody else changed this answer" in page
    assert kept()[0].state == "received"
    desk.post(f"{at}state/", {"state": "settled", "version": 2})
    assert (kept()[0].state, kept()[0].owner) == ("settled", facilitator)
    stranger = factories.person("Stranger")
    desk.post(f"{at}owner/", {"owner": stranger.pk, "version": 3})
    assert kept()[0].owner == facilitator


def test_answering_and_changing_on_a_schools_behalf(year, school, desk) -> None:
    base = desk.post("/interest/inbox/add/", {"year": year.pk, "school": school.pk})["Location"].removesuffix("answer/")
    desk.post(f"{base}answer/", {"answer": "maybe"})
    desk.post(f"{base}classes/", {"rows": "1"})
    desk.post(f"{base}partner/", {"partner_wish": "any"})
    response = desk.post(f"{base}check/")  # without a contact: the facilitator may not know one yet
    (row,) = kept()
    assert response["Location"] == f"/interest/inbox/{row.reference}/"
    assert (row.source, row.answer, row.changed_by) == ("facilitator", "maybe", "facilitator")
    at = f"/interest/inbox/{row.reference}/"
    desk.post(f"{at}add-class/", {"years": ["4"], "size": "27", "version": "1"})
    assert [(one.name, one.size) for one in classes()] == [("Year 4", 27)]
    page = desk.post(f"{at}add-class/", {"years": ["5"], "name": "Elm", "version": "1"}).content.decode()
    assert "Somebody else changed this answer" in page
    assert 'value="Elm"' in page
    desk.post(f"{at}withdraw/")
    assert kept()[0].state == "withdrawn"


def test_contradictions_are_settled_in_one_action(year, school, desk) -> None:
    yes = factories.interest(year, school, answer="yes")
    factories.offered_class(yes, name="Oak")
    also = factories.interest(year, school, answer="yes")
    factories.offered_class(also, name="Oak")
    factories.offered_class(also, name="Elm")
    factories.interest(year, school, answer="no")
    page = desk.get("/interest/inbox/doubles/").content.decode()
    assert "They contradict" in page
    seen = [f"{one.pk}:{one.version}" for one in kept()]
    settle = {"keep": yes.reference, "merge": "yes", "seen": seen}
    stale = {**settle, "seen": [*seen[:2], f"{kept()[2].pk}:7"]}
    assert "Somebody else changed" in desk.post("/interest/inbox/doubles/settle/", stale, follow=True).content.decode()
    assert {one.state for one in kept()} == {"received"}
    desk.post("/interest/inbox/doubles/settle/", settle)
    desk.post("/interest/inbox/doubles/settle/", settle)
    assert [one.state for one in kept()] == ["received", "replaced", "replaced"]
    assert [(one.name, one.interest_id == yes.pk) for one in classes()] == [
        ("Oak", True),
        ("Oak", False),
        ("Elm", True),
    ]
    assert verbs().count("interest.settle_answers") == 1
    assert "Nothing to put right" in desk.get("/interest/inbox/doubles/").content.decode()


def test_a_class_in_a_link_is_not_taken_back_here(year, school, desk) -> None:
    row = factories.interest(year, school)
    one = factories.offered_class(row, name="Oak")
    other = factories.offered_class(factories.interest(year), name="Elm")
    factories.link(one, other)
    page = desk.post(f"/interest/inbox/{row.reference}/withdraw/", follow=True).content.decode()
    assert "already part of a link" in page
    assert kept()[0].state == "received"


def test_the_export_is_harmless(year, school, desk) -> None:
    row = factories.interest(
        year, school, max_distance_km=16, wishes='=HYPERLINK("http://x","y")', contact_name="+cmd|' /C calc'!A0"
    )
    factories.offered_class(row, name="@SUM(1)")
    text = desk.get("/interest/inbox/download.csv").content.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text
    assert "\"'+cmd" in text
    assert "\"'@SUM" in text
    assert '"Farthest way (miles)"' in text
    assert ",10," in text, "ten miles, as the school said"
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(desk.get("/interest/inbox/download.xlsx").content))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert desk.get("/interest/inbox/download.exe").status_code == 404

"""Sheets in the browser: upload, settle, bring in; what two people do at once; long ones by the worker."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from footbridge.interest import tasks
from footbridge.interest.models import SheetRow, SignUpSheet
from tests import factories
from tests.interest.test_form import classes, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(year, sign_in):
    return sign_in(factories.member("facilitator", of=year.programme))


def upload(desk, text: str | bytes, name: str = "answers.csv") -> SignUpSheet:
    content = text if isinstance(text, bytes) else text.encode()
    response = desk.post("/interest/inbox/sheets/", {"file": SimpleUploadedFile(name, content), "intake": "autumn"})
    assert response.status_code == 302, response.content.decode()[-1500:]
    return SignUpSheet.objects.unscoped("a test looks at it").latest("pk")


def lines() -> list[SheetRow]:
    return list(SheetRow.objects.unscoped("a test looks at it").select_related("school").order_by("line"))


def test_columns_in_any_order_and_of_any_sensible_name(year, school, desk) -> None:
    heads = "No. of pupils;Yr group;Taking part?;Name of school;School URN;Notes;Shoe size"
    text = f"Our list\n\n{heads}\n29;Y5;Yes;Larkfield Primary;{school.urn};;7\n"
    sheet = upload(desk, text.encode("cp1252"))
    (row,) = lines()
    assert (row.line, row.state, row.understood["years"], row.understood["size"]) == (4, "ready", [5], 29)
    page = desk.get(f"/interest/inbox/sheets/{sheet.pk}/").content.decode()
    assert "Shoe size: not used, but kept" in page
    assert "Year 5" in page


def test_the_questions_of_an_on_line_form_are_headings_too(year, school, desk) -> None:
    heads = [
        "Timestamp",
        "Name of your school",
        "Would your school like to take part in linking in 2026/27?",
        "Which year groups would you like to link?",
        "Classes",
        "Approximately how many children are in each class?",
        "Your e-mail address, please",
        "Is there anything else we should know?",
    ]
    said = ["01/09/2026 10:12", school.name, "Yes", "4 and 5", "2", "28", "office@larkfield.example.org", "No Mondays"]
    text = "\t".join(heads) + "\n" + "\t".join(said) + "\n"
    upload(desk, text, "responses.tsv")
    (row,) = lines()
    told = row.understood
    assert (told["answer"], told["years"], told["classes"], told["size"]) == ("yes", [4, 5], 2, 28)
    assert (told["contact_email"], told["wishes"]) == ("office@larkfield.example.org", "No Mondays")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_character_set(year, school, desk, encoding) -> None:
    upload(desk, f"School,URN,Answer,Wishes\n{school.name},{school.urn},no,Café – très occupé\n".encode(encoding))
    assert lines()[0].understood["reason"] == "Café – très occupé"


def test_a_spreadsheet_with_a_year_group_turned_into_a_date(year, school, desk) -> None:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["School", "URN", "Answer", "Year group", "Pupils"])
    sheet.append([school.name, int(school.urn), "yes", date(2026, 5, 4), 28.0])
    out = io.BytesIO()
    book.save(out)
    upload(desk, out.getvalue(), "answers.xlsx")
    (row,) = lines()
    assert (row.understood["years"], row.understood["size"], row.state) == ([4, 5], 28, "ready")
    assert "turned this into a date" in row.remarks[0]["text"]


def test_the_template_reads_itself(year, desk) -> None:
    for kind in ("csv", "xlsx"):
        content = desk.get(f"/interest/inbox/sheets/template.{kind}").content
        upload(desk, content, f"template.{kind}")
    assert all(row.understood["years"] for row in lines())
    assert {one["field"] for row in lines() for one in row.remarks} <= {"school", "urn"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.4 x", "is a PDF"),
        (b"a,b\n1,2\n", "No headings were found"),
        (b"School,Answer\n", "no row below"),
    ],
)
def test_a_file_that_is_no_sheet_is_told_in_a_sentence(year, desk, content, words) -> None:
    response = desk.post(
        "/interest/inbox/sheets/", {"file": SimpleUploadedFile("x.csv", content), "intake": "autumn"}, follow=True
    )
    assert words in response.content.decode()
    assert lines() == []


def test_a_wrong_row_is_put_right_and_nothing_else_waits_for_it(year, school, desk) -> None:
    text = f"School,URN,Answer,Years,Pupils\n{school.name},{school.urn},yes,Y4,28\n{school.name},{school.urn},yes,banana,300\n"
    sheet = upload(desk, text)
    at = f"/interest/inbox/sheets/{sheet.pk}/"
    assert [row.state for row in lines()] == ["ready", "wrong"]
    page = desk.get(at).content.decode()
    assert "“banana” is no year group" in page
    desk.post(f"{at}bring-in/")
    assert len(classes()) == 1
    bad = {
        "school": school.name,
        "urn": school.urn,
        "answer": "yes",
        "years": "still wrong",
        "size": "30",
        "version": "1",
    }
    assert desk.post(f"{at}3/correct/", bad)["Location"] == f"{at}3/"
    assert 'value="still wrong"' in desk.get(f"{at}3/").content.decode()
    assert "Somebody else changed" in desk.post(f"{at}3/correct/", {**bad, "years": "5"}).content.decode()
    assert desk.post(f"{at}3/correct/", {**bad, "years": "5", "version": "2"})["Location"] == at
    assert lines()[1].typed[3] == "banana"  # what was typed stays
    desk.post(f"{at}bring-in/")
    desk.post(f"{at}bring-in/")
    assert sorted(one.years for one in classes()) == [[4], [5]]
    assert len(kept()) == 1
    assert "already" in desk.post(f"{at}3/settle/", {"act": "left_out"}, follow=True).content.decode()


def test_an_unsure_school_is_chosen_left_out_or_none_of_ours(year, school, desk) -> None:
    twin = factories.school("St Mary's School", postcode="DE1 2AA")
    factories.school("St. Marys School", postcode="DE1 3AA")
    text = "School,Answer,Year group\nSt Marys,yes,4\nNobody knows it,yes,5\nSaint Mary's School,yes,5\n"
    sheet = upload(desk, text)
    at = f"/interest/inbox/sheets/{sheet.pk}/"
    assert {row.state for row in lines()} == {"confirm"}
    assert len(lines()[0].candidates) == 2
    assert desk.post(f"{at}2/settle/", {"act": f"school:{twin.pk}", "version": "1"})["Location"] == f"{at}3/"
    desk.post(f"{at}3/settle/", {"act": "not_ours", "version": "1"})
    desk.post(f"{at}4/settle/", {"act": "left_out", "version": "1"})
    assert [row.state for row in lines()] == ["ready", "not_ours", "left_out"]
    desk.post(f"{at}4/settle/", {"act": "back", "version": "2"})
    assert lines()[2].state == "confirm"
    assert "Nobody knows it" in desk.get(f"{at}3/").content.decode()
    assert "Larkfield" in desk.get(f"{at}3/?q=larkfield").content.decode()


def test_a_school_outside_the_area_is_asked_about(year, desk) -> None:
    far = factories.school("Far School", authority=factories.authority("900", "Farshire"))
    upload(desk, f"School,URN,Answer,Year\nFar School,{far.urn},yes,4\n")
    (row,) = lines()
    assert row.state == "confirm"
    assert "outside the area" in row.remarks[0]["text"]


def test_contradictions_are_shown_and_meet_again_in_the_inbox(year, school, desk) -> None:
    text = f"School,URN,Answer,Year\n{school.name},{school.urn},yes,4\n{school.name},{school.urn},no,\n"
    sheet = upload(desk, text)
    assert "says yes and not this year" in desk.get(f"/interest/inbox/sheets/{sheet.pk}/").content.decode()
    desk.post(f"/interest/inbox/sheets/{sheet.pk}/bring-in/")
    assert [one.answer for one in kept()] == ["yes", "no"]
    assert "They contradict" in desk.get("/interest/inbox/doubles/").content.decode()


def test_another_programmes_facilitator_meets_no_sheet(year, school, desk, sign_in) -> None:
    sheet = upload(desk, f"School,URN,Answer,Year\nCANARY,{school.urn},yes,4\n", "CANARY.csv")
    kent = factories.programme("Kent", authority=factories.authority("886", "Kent"))
    factories.linking_year(kent)
    other = sign_in(factories.member("facilitator", of=kent))
    assert b"CANARY" not in other.get("/interest/inbox/sheets/").content
    for page in ("", "progress/", "2/"):
        assert other.get(f"/interest/inbox/sheets/{sheet.pk}/{page}").status_code == 404
    for page in ("bring-in/", "2/settle/", "2/correct/"):
        assert other.post(f"/interest/inbox/sheets/{sheet.pk}/{page}", {"act": "left_out"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 100])
def test_the_preview_costs_the_same_whatever_its_length(number, year, desk, django_assert_num_queries) -> None:
    schools = [factories.school() for _ in range(number)]
    sheet = upload(desk, "School,URN,Answer,Year\n" + "".join(f"{s.name},{s.urn},yes,4\n" for s in schools))
    desk.get(f"/interest/inbox/sheets/{sheet.pk}/")
    with django_assert_num_queries(9):
        page = desk.get(f"/interest/inbox/sheets/{sheet.pk}/").content.decode()
    assert len(re.findall(r"School \d+</a>", page)) == number


def test_a_long_sheet_is_read_and_brought_in_by_the_worker(year, desk, monkeypatch) -> None:
    monkeypatch.setattr(tasks, "READ_AT_ONCE", 10)
    monkeypatch.setattr(tasks, "BROUGHT_IN_AT_ONCE", 2)
    monkeypatch.setattr(tasks, "SCHOOLS_AT_ONCE", 2)
    schools = [factories.school() for _ in range(5)]
    sheet = upload(desk, "School,URN,Answer,Year\n" + "".join(f"{s.name},{s.urn},yes,4\n" for s in schools))
    at = f"/interest/inbox/sheets/{sheet.pk}/"
    assert "Reading the sheet" in desk.get(at).content.decode()
    assert b"Reading the sheet" in desk.get(f"{at}progress/").content
    tasks.read_sheet(sheet_id=sheet.pk)
    tasks.read_sheet(sheet_id=sheet.pk)
    assert len(lines()) == 5
    assert "being brought in" in desk.post(f"{at}bring-in/", follow=True).content.decode()
    from procrastinate.contrib.django.models import ProcrastinateJob

    SignUpSheet.objects.unscoped("as while the worker is at it").update(progress=40)
    assert b"Bringing in the rows" in desk.get(at).content
    (job,) = ProcrastinateJob.objects.filter(task_name__endswith="bring_in_sheet")
    tasks.bring_in_sheet(**job.args)
    tasks.bring_in_sheet(**job.args)
    assert len(kept()) == len(classes()) == 5

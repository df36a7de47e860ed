"""The sign-up sheet as it comes in real life, against the real register: each of its traps ends sensibly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from footbridge.access.viewer import Viewer
from footbridge.interest.actions import sheets as acts
from footbridge.interest.models import Interest, OfferedClass, SheetRow
from footbridge.interest.queries.sheets import candidates_of, clashes_of
from footbridge.interest.tasks import read_now
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given
from tests import factories
from tests.conftest import SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]
SHEET = "interest_derby_made_up.csv"


@pytest.fixture(scope="module")
def settled_register(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The real register, brought in once for all tests of this file and taken back after them."""
    names = ["gias_2022_08_dev6la.csv", "gias_2025_05_dev6la.csv", "links_edubasealldata20230421.csv"]
    with django_db_blocker.unblock(), transaction.atomic():
        import_register(files=[Given(SHARED / name, name, None) for name in names], by=Viewer.for_system("test"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def viewer(settled_register: None, db: None, as_viewer) -> Viewer:
    derby = factories.programme("Derby", authority=factories.authority("831"))
    derby.authorities.add("830")
    factories.linking_year(derby)
    return as_viewer(factories.member("facilitator", of=derby))


@pytest.fixture
def sheet(viewer: Viewer, shared: Path):
    year = next(iter(acts.LinkingYear.objects.visible_to(viewer)))
    content = (shared / SHEET).read_bytes()
    kept, fresh = acts.receive_sheet(by=viewer, linking_year=year, name=SHEET, content=content, intake="autumn")
    assert fresh
    read_now(kept.pk)
    return kept


def rows_by_line(viewer: Viewer, sheet) -> dict[int, SheetRow]:
    return {row.line: row for row in SheetRow.objects.visible_to(viewer).filter(sheet=sheet).select_related("school")}


def words(row: SheetRow) -> str:
    return " ".join(one["text"] for one in row.remarks)


def test_every_row_is_understood_or_waits_with_a_reason(viewer, sheet) -> None:
    rows = rows_by_line(viewer, sheet)
    assert len(rows) == 61
    assert [row.line for row in rows.values() if row.state not in ("ready", "confirm")] == []
    waiting = {line: words(row) for line, row in rows.items() if row.state == "confirm"}
    assert all(waiting.values())
    assert sorted(waiting) == [59, 60, 62]
    # everything else is a school of Derby or Derbyshire, matched by its number
    ready = [row for row in rows.values() if row.state == "ready"]
    assert {row.matched for row in ready} == {"urn", "name_postcode"}
    assert {row.school.authority_id for row in ready if row.school} == {"830", "831"}


def test_year_groups_and_sizes_are_read(viewer, sheet) -> None:
    rows = rows_by_line(viewer, sheet)
    years = {
        rows[line].typed[5]: rows[line].understood["years"]
        for line in range(2, 63)
        if rows[line].understood.get("years")
    }
    assert years == {
        "4/5": [4, 5],
        "3 and 4": [3, 4],
        "6": [6],
        "5": [5],
        "Y4": [4],
        "4": [4],
        "Year 5": [5],
        "4-6": [4, 5, 6],
    }
    by_name = {(row.typed[0].strip(), row.typed[6]): row for row in rows.values()}
    assert by_name["COTTONS FARM PRIMARY ACADEMY", "Oak"].understood["size"] == 30
    assert by_name["Cottons Farm Primary Academy", "Class 1"].understood["size"] is None
    assert by_name["Homefields Primary School", ""].understood["size"] is None


def test_a_school_by_name_and_postcode_only(viewer, sheet) -> None:
    row = next(row for row in rows_by_line(viewer, sheet).values() if "COTTONS" in row.typed[0])
    assert (row.matched, row.state) == ("name_postcode", "ready")
    assert row.school is not None
    assert row.school.urn == "145982"


def test_an_unknown_urn_is_never_guessed(viewer, sheet) -> None:
    row = rows_by_line(viewer, sheet)[59]
    assert (row.school, row.matched, candidates_of(row)) == (None, "none", [])
    assert "URN 999999 is not in the register" in words(row)


def test_an_old_urn_offers_its_successors_to_confirm(viewer, sheet) -> None:
    row = rows_by_line(viewer, sheet)[62]
    assert (row.school, row.matched) == (None, "successor")
    assert {one.urn for one in candidates_of(row)} == {"112582", "112583", "112585"}


def test_a_formula_is_never_run_nor_kept_as_a_name(viewer, sheet) -> None:
    row = rows_by_line(viewer, sheet)[60]
    assert row.state == "confirm"
    assert row.school is not None
    assert row.school.name == "Akaal Primary School"
    assert row.understood["class_name"] == ""
    assert "was not run" in words(row)


def test_independent_and_special_schools_are_schools_too(viewer, sheet) -> None:
    rows = rows_by_line(viewer, sheet)
    anselm = next(row for row in rows.values() if "Anselm" in row.typed[0])
    bladon = next(row for row in rows.values() if "Bladon" in row.typed[0])
    assert (anselm.state, anselm.understood["size"]) == ("ready", 18)
    assert (bladon.state, bladon.understood["answer"], bladon.understood["years"]) == ("ready", "maybe", [4, 5, 6])


def test_the_usual_wishes_are_understood_and_their_words_kept(viewer, sheet) -> None:
    seen = {
        row.understood["wishes"]: row.understood
        for row in rows_by_line(viewer, sheet).values()
        if row.understood.get("wishes")
    }
    assert seen["Wednesdays are swimming"]["days_not"] == ["wed"]
    assert seen["Same partner as last year please"]["partner_wish"] == "same"
    assert seen["A different partner this year"]["partner_wish"] == "another"
    assert seen["A church school partner would suit us"]["wanted_kinds"] == ["church"]
    assert seen["Rural school if possible"]["wanted_kinds"] == ["rural"]
    assert seen["We would like step-free venues"]["needs_step_free"] is True
    assert seen["Please not too far, our coach budget is small"]["near"] is True
    odd = seen["A school with more first languages than ours"]
    assert (odd["partner_wish"], odd["wanted_kinds"], odd["days_not"]) == ("", [], [])


def test_yes_and_no_of_one_school_is_said_before_it_is_brought_in(viewer, sheet) -> None:
    found = clashes_of(viewer, sheet)
    dale = next(one for one in found if one.school.startswith("Dale"))
    assert "not this year" in dale.words
    assert any(one.school.startswith("Cottons") and "another" in one.words for one in found)


def test_it_is_brought_in_once_and_settled_over_days(viewer, sheet, shared) -> None:
    rows = rows_by_line(viewer, sheet)
    done = acts.bring_in(by=viewer, sheet=sheet)
    assert done == 58
    assert acts.bring_in(by=viewer, sheet=sheet) == 0
    answers = Interest.objects.visible_to(viewer)
    classes = OfferedClass.objects.visible_to(viewer)
    # 34 schools, of which one says yes and no: two answers
    before = (answers.count(), classes.count())
    assert before == (35, 57)
    dale = answers.filter(school__urn="112720").order_by("pk")
    assert [one.answer for one in dale] == ["yes", "no"]
    assert dale[1].reason == "New head in September, please ask again next year"
    assert dale[1].ask_next_year is True
    cottons = answers.get(school__urn="145982")
    assert cottons.partner_wish == "any"
    assert "Same partner as last year please" in cottons.wishes
    village = answers.get(school__urn="145760")
    assert (village.partner_wish, village.days_not) == ("same", ["wed"])
    assert village.last_partner is not None
    assert village.last_partner.urn == "112677"
    # the next day: the rest is settled
    acts.set_aside(by=viewer, row=rows[59], state="not_ours", version=1)
    acts.choose_school(by=viewer, row=rows[60], school=rows[60].school, version=1)
    chosen = candidates_of(rows[62])[0]
    acts.choose_school(by=viewer, row=rows[62], school=chosen, version=1)
    assert acts.bring_in(by=viewer, sheet=sheet) == 2
    assert (answers.count(), classes.count()) == (36, 59)
    akaal = answers.get(school__urn="142109")
    assert classes.filter(interest=akaal).count() == 3
    # the same file again is the same sheet
    again, fresh = acts.receive_sheet(
        by=viewer,
        linking_year=sheet.linking_year,
        name="copy.csv",
        content=(shared / SHEET).read_bytes(),
        intake="autumn",
    )
    assert (again.pk, fresh) == (sheet.pk, False)
    # and next week's longer version of it makes nothing twice
    longer = (shared / SHEET).read_bytes() + b"\r\n"
    newer, fresh = acts.receive_sheet(
        by=viewer, linking_year=sheet.linking_year, name="v2.csv", content=longer, intake="autumn"
    )
    assert fresh
    read_now(newer.pk)
    assert acts.bring_in(by=viewer, sheet=newer) == 58
    assert (answers.count(), classes.count()) == (36, 59)

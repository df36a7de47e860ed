"""Registers of years and layouts that nobody has shown us yet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footbridge.schools.register import Kind, PassedOver, Refusal, SchoolRow, read

Write = Callable[..., Path]

LAYOUTS = {
    "bulk with codes": (
        '"URN","LA (code)","LA (name)","EstablishmentNumber","EstablishmentName","EstablishmentStatus (code)","EstablishmentStatus (name)",'
        '"OpenDate","PhaseOfEducation (code)","PhaseOfEducation (name)","StatutoryLowAge","StatutoryHighAge","Gender (code)","Postcode","Easting","Northing"\n'  # noqa: E501
        '"100001","831","Derby","2001","Park School","1","Open","01-09-2015","2","Primary","3","11","3","DE23 8DF","435000","334000"\n'
    ),
    "codes only, other order": (
        "Northing,Easting,Postcode,EstablishmentName,PhaseOfEducation (code),EstablishmentStatus (code),Gender (code),StatutoryHighAge,"
        "StatutoryLowAge,OpenDate,EstablishmentNumber,LA (code),URN\n"
        "334000,435000,de238df,Park School,02,1,3,11,3,01/09/2015,2001,831.0,100001.0\n"
    ),
    "performance tables' school information": (
        "URN,LANAME,LA,ESTAB,LAESTAB,SCHNAME,POSTCODE,SCHSTATUS,OPENDATE,PHASE,AGELOW,AGEHIGH,GENDER,EASTING,NORTHING,TELNUM,HEAD_NAME\n"
        "100001,Derby,831,2001,8312001,Park School,DE23 8DF,Open,2015-09-01,Primary,3,11,Mixed,435000,334000,01332,Jo\n"
    ),
    "snake case with a range of ages": (
        "school_urn;school_name;local_authority_code;establishment_number;school_status;open_date;phase_of_education;age_range;gender;"
        "school_postcode;grid_x;grid_y\n100001;Park School;831;2001;open;1 September 2015;primary;3-11;mixed;DE238DF;435000;334000\n"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_school_in_every_layout(write: Write, layout: str) -> None:
    [table] = read(write(LAYOUTS[layout]))
    assert table.kind is Kind.REGISTER
    [row] = table.rows()
    assert isinstance(row, SchoolRow)
    expected = {
        "name": "Park School",
        "authority_code": "831",
        "establishment_number": "2001",
        "status": "Open",
        "opened": date(2015, 9, 1),
        "phase_name": "Primary",
        "low_age": 3,
        "high_age": 11,
        "gender": "Mixed",
        "postcode": "DE23 8DF",
        "easting": 435000,
        "northing": 334000,
    }
    assert row.urn == "100001"
    assert {name: row.facts.get(name) for name in expected} == expected


def test_a_column_called_la_holds_the_code_or_the_name(write: Write) -> None:
    [table] = read(write("URN,EstablishmentName,LA,Phase\n100001,A,831,Primary\n100002,B,Derby,Primary\n"))
    found = [
        (row.facts["authority_code"], row.facts["authority_name"]) for row in table.rows() if isinstance(row, SchoolRow)
    ]
    assert found == [("831", None), (None, "Derby")]


def test_people_and_telephones_are_never_read(write: Write) -> None:
    [table] = read(
        write(
            "URN,EstablishmentName,LA (code),HeadFirstName,HeadLastName,TelephoneNum,MainEmail\n100001,A,831,CANARY,CANARY,CANARY,CANARY\n"
        )
    )
    assert "CANARY" not in repr(list(table.rows()))


def test_closed_welsh_and_overseas_rows_are_read_as_they_are(write: Write) -> None:
    [table] = read(
        write(
            "URN,EstablishmentName,EstablishmentStatus (name),CloseDate,TypeOfEstablishment (name),Postcode,Easting,Northing\n"
            "100001,A,Closed,31-08-2012,Community school,DE23 8DF,0,0\n400001,B,Open,,Welsh establishment,CF10 1AA,318000,176000\n"
            "130001,C,Open,,British schools overseas,28002,,\n"
        )
    )
    closed, welsh, overseas = (row.facts for row in table.rows() if isinstance(row, SchoolRow))
    assert (closed["closed"], closed["easting"]) == (date(2012, 8, 31), None)
    assert welsh["kind"] == "Welsh establishment"
    assert overseas["postcode"] is None


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("12,A,831,3,11,435000", "URN"),
        ("100001,,831,3,11,435000", "name"),
        ("100001,A,Derby,3,11,435000", "LA (code)"),
        ("100001,A,831,three,11,435000", "StatutoryLowAge"),
        ("100001,A,831,11,3,435000", "ages"),
        ("100001,A,831,3,11,9435000", "Easting"),
        ("100001,=cmd|' /C calc'!A0,831,3,11,435000", "EstablishmentName"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_in(write: Write, row: str, column: str) -> None:
    [table] = read(
        write(
            f"URN,EstablishmentName,LA (code),StatutoryLowAge,StatutoryHighAge,Easting\n{row}\n100009,Good,831,3,11,435000\n"
        )
    )
    refused, good = table.rows()
    assert isinstance(refused, Refusal)
    assert (refused.line, refused.column) == (2, column)
    assert refused.reason
    assert isinstance(good, SchoolRow)


def test_the_date_comes_from_the_content_then_the_name_then_openings(write: Write) -> None:
    def as_of(text: str, name: str) -> date | None:
        [table] = read(write(text, name))
        list(table.rows())
        return table.as_of

    changed = "URN,EstablishmentName,LastChangedDate,OpenDate\n100001,A,03-05-2024,01-09-2015\n100002,B,01-02-2023,01-09-2099\n"
    assert as_of(changed, "edubasealldata20230101.csv") == date(2024, 5, 3)
    opened = "URN,EstablishmentName,OpenDate\n100001,A,01-09-2015\n100002,B,01-09-2099\n"
    assert as_of(opened, "edubasealldata20230421.csv") == date(2023, 4, 21)
    assert as_of(opened, "gias_2025_05.csv") == date(2025, 5, 1)
    assert as_of(opened, "schools.csv") == date(2015, 9, 1)
    assert as_of("URN,EstablishmentName\n100001,A\n", "schools.csv") is None


def test_a_sign_up_sheet_is_not_taken_for_a_register(write: Write) -> None:
    from footbridge.schools.register import CannotRead

    with pytest.raises(CannotRead, match="not a file of the national register"):
        read(write("School,URN,Postcode,Answer,Pupils\nPark,100001,DE23 8DF,yes,30\n"))


CELL = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12)
PLAUSIBLE = st.sampled_from(
    ["100001", "831", "Open", "01-09-2015", "11", "435000", "x", "", "Park School", '"', "NAT", "=1+1", "2,3", "A\0B"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.lists(st.one_of(CELL, PLAUSIBLE), max_size=10), max_size=8))
def test_no_rows_crash_the_reader_and_every_row_is_accounted_for(write: Write, rows: list[list[str]]) -> None:
    header = "URN,EstablishmentName,LA (code),EstablishmentStatus (name),OpenDate,StatutoryLowAge,Easting,Northing"
    [table] = read(write("\n".join([header, *(",".join(cells) for cells in rows)]) + "\n"))
    found = list(table.rows())
    assert table.tally.rows == len(found)
    assert table.tally.refused == sum(isinstance(row, Refusal) for row in found)
    assert table.tally.passed_over == sum(isinstance(row, PassedOver) for row in found)
    given_text = "\n".join(",".join(cells) for cells in rows)
    for row in found:
        if isinstance(row, SchoolRow):
            assert row.urn in given_text
            assert row.facts["name"]

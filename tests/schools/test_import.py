"""Bringing national files in: all or nothing, never older over newer, the same file twice changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from footbridge.access import Viewer
from footbridge.audit.models import AuditLine
from footbridge.schools.actions import import_register
from footbridge.schools.importing import Given, Outcome, preview
from footbridge.schools.models import Composition, LocalAuthority, RegisterFile, School, SearchWord, Succession
from footbridge.schools.register import CannotRead

pytestmark = pytest.mark.django_db
Write = Callable[..., Path]
SYSTEM = Viewer.for_system("test")
HEADER = (
    "URN,LA (code),LA (name),EstablishmentName,EstablishmentStatus (name),CloseDate,PhaseOfEducation (name),Town,Postcode,"
    "ReligiousCharacter (name),UrbanRural (name),NumberOfPupils,LastChangedDate"
)


def register(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


PARK_2022 = (
    "100001,831,Derby,Park School,Open,,Primary,Derby,DE23 8DF,Church of England,"
    "(England/Wales) Urban city and town,200,01-06-2022"
)
PARK_2024 = "100001,831,Derby,Park Academy,Open,,Primary,,DE23 8DF,,,210,01-06-2024"


def bring(path: Path, as_of: date | None = None) -> Outcome:
    [outcome] = import_register(files=[Given(path, as_of=as_of)], by=SYSTEM)
    assert (
        outcome.rows_read == outcome.new + outcome.changed + outcome.unchanged + outcome.refused + outcome.passed_over
    )
    return outcome


def everything() -> list[object]:
    """All that an import can touch, to see that nothing changed."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (School, Composition, Succession, LocalAuthority, SearchWord)
    ]


def test_the_planner_learns_how_many_schools_there_are(write: Write) -> None:
    """Else a register brought in after a few schools is settled by comparing each row with each: minutes for 50,000."""
    with connection.cursor() as cursor:
        bring(write(register(PARK_2022)))
        cursor.execute("ANALYZE schools_school")
        bring(write(register(*(PARK_2024.replace("100001", str(200001 + n)) for n in range(50))), "later.csv"))
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'schools_school'::regclass")
        assert cursor.fetchone() == (51,)


def test_a_new_school_with_its_facts_and_their_source(write: Write) -> None:
    outcome = bring(write(register(PARK_2022)))
    school = School.objects.get()
    assert (outcome.new, outcome.as_of) == (1, date(2022, 6, 1))
    assert (school.phase, school.character, school.is_urban, str(school.authority)) == (
        "Primary",
        "Church of England",
        True,
        "Derby",
    )
    assert school.provenance["name"] == RegisterFile.objects.get().pk
    assert "website" not in school.provenance
    assert AuditLine.objects.get().facts["new"] == 1


def test_a_newer_file_changes_facts_and_an_empty_cell_blanks_none(write: Write) -> None:
    bring(write(register(PARK_2022), "old.csv"))
    outcome = bring(write(register(PARK_2024), "new.csv"))
    school = School.objects.get()
    assert (outcome.changed, outcome.new) == (1, 0)
    assert (school.name, school.pupils) == ("Park Academy", 210)
    assert (school.town, school.religious_character) == ("Derby", "Church of England")
    assert outcome.examples["changed"][0]["changes"][0] == {"fact": "name", "was": "Park School", "now": "Park Academy"}


def test_an_older_file_does_not_overwrite_newer_facts_but_fills_gaps(write: Write) -> None:
    bring(write(register(PARK_2024), "new.csv"))
    outcome = bring(write(register(PARK_2022), "old.csv"))
    school = School.objects.get()
    assert (school.name, school.pupils, school.town) == ("Park Academy", 210, "Derby")
    assert outcome.changed == 1


def test_what_a_newer_file_confirmed_counts_as_said_by_it(write: Write) -> None:
    bring(write(register(PARK_2022), "2022.csv"))
    bring(write(register(PARK_2022.replace("2022", "2024")), "2024.csv"))
    bring(write(register(PARK_2022.replace("Park School", "Wrong").replace("2022", "2023")), "2023.csv"))
    assert School.objects.get().name == "Park School"


def test_a_file_with_fewer_columns_leaves_the_others(write: Write) -> None:
    bring(write(register(PARK_2022), "full.csv"))
    bring(write("URN,EstablishmentName,NumberOfPupils,StatutoryLowAge\n100001,Park School,250,3\n", "gias_2025_05.csv"))
    school = School.objects.get()
    assert (school.pupils, school.low_age, school.town, school.phase) == (250, 3, "Derby", "Primary")


@pytest.mark.parametrize("between", [False, True])
def test_the_same_file_twice_changes_nothing(write: Write, between: bool) -> None:
    old = write(register(PARK_2022), "old.csv")
    bring(old)
    if between:
        bring(write(register(PARK_2024), "new.csv"))
    before = everything()
    outcome = bring(old)
    assert (outcome.new, outcome.changed, outcome.closed, outcome.replaced, outcome.unchanged) == (0, 0, 0, 0, 1)
    assert everything() == before


def test_a_preview_shows_what_applying_does_and_changes_nothing(write: Write) -> None:
    bring(write(register(PARK_2022), "old.csv"))
    before, files = everything(), RegisterFile.objects.count()
    new = [Given(write(register(PARK_2024, "100002,831,Derby,Brook School,Open,,Primary,,,,,,"), "new.csv"))]
    [shown] = preview(new)
    assert everything() == before
    assert RegisterFile.objects.count() == files
    [done] = import_register(files=new, by=SYSTEM)
    assert shown.counts() == done.counts()
    assert shown.examples == done.examples


def test_closing_and_opening_again(write: Write) -> None:
    bring(write(register(PARK_2022), "1.csv"))
    shut = PARK_2022.replace("Open,,", "Closed,31-08-2023,").replace("01-06-2022", "01-09-2023")
    assert bring(write(register(shut), "2.csv")).closed == 1
    assert School.objects.get().closed == date(2023, 8, 31)
    assert bring(write(register(PARK_2024), "3.csv")).closed == 0
    assert School.objects.get().closed is None


def test_bad_rows_are_listed_and_the_rest_goes_in(write: Write) -> None:
    outcome = bring(
        write(register("12,831,Derby,A,Open,,Primary,,,,,,", PARK_2022, "100003,831,Derby,C,Open,,Primary,,,,,many,"))
    )
    assert [(r.line, r.column) for r in outcome.refusals] == [(2, "URN"), (4, "NumberOfPupils")]
    assert School.objects.count() == 1


def test_a_row_without_a_name_cannot_make_a_school(write: Write) -> None:
    outcome = bring(write("URN,EstablishmentStatus (name),StatutoryLowAge\n100001,Open,3\n", "gias_2025_05.csv"))
    assert (outcome.new, outcome.refused) == (0, 1)
    assert not School.objects.exists()


def test_of_several_files_one_that_cannot_be_read_stops_all(write: Write) -> None:
    with pytest.raises(CannotRead):
        import_register(
            files=[Given(write(register(PARK_2022), "a.csv")), Given(write("rubbish\n", "b.csv"))], by=SYSTEM
        )
    assert not School.objects.exists()
    assert not AuditLine.objects.exists()


def test_a_date_in_the_future_is_not_believed(write: Write) -> None:
    with pytest.raises(CannotRead, match="in the future"):
        bring(write("URN,EstablishmentName\n100001,A\n", "edubasealldata20990101.csv"))


def test_an_authority_is_told_from_its_name_where_it_is_known(write: Write) -> None:
    bring(write(register(PARK_2022)))
    bring(
        write(
            "URN,EstablishmentName,LA (name),LastChangedDate\n100002,Brook,derby,01-06-2024\n100003,C,Utopia,\n",
            "b.csv",
        )
    )
    assert [s.authority_id for s in School.objects.order_by("urn")] == ["831", "831", None]


CENSUS = "URN,LA,NOR,NUMEAL,NUMENGFL,NUMUNCFL,NUMFSM\n"


def test_pupil_numbers_of_two_sources_and_two_years(write: Write) -> None:
    bring(write(register(PARK_2022)))
    spc = (
        "urn,time_period,headcount of pupils,number of pupils known to be eligible for free school meals,"
        "number of pupils whose first language is known or believed to be other than English,"
        "number of pupils whose first language is known or believed to be English\n"
    )
    assert bring(write(spc + "100001,202223,100,20,30,70\n", "spc.csv")).new == 1
    assert bring(write(CENSUS + "100001,831,100,31,69,0,21\n", "2022-2023_census.csv")).changed == 1
    assert bring(write(spc + "100001,202122,90,9,9,81\n", "spc21.csv")).new == 1
    held = {(c.characteristic, c.year): c.counts for c in Composition.objects.all()}
    assert held["fsm", 2021] == {"eligible": 9, "other": 81}
    assert len(held) == 4


def test_pupil_numbers_of_unknown_schools_are_refused_with_a_reason(write: Write) -> None:
    outcome = bring(write(CENSUS + "100001,831,100,31,69,0,21\n", "2022-2023_census.csv"))
    assert (outcome.refused, outcome.refusals[0].column) == (1, "URN")
    assert "bring in a register first" in outcome.refusals[0].reason


def test_registers_go_in_before_pupil_numbers_whatever_the_order(write: Write) -> None:
    census = Given(write(CENSUS + "100001,831,100,31,69,0,21\n", "2022-2023_census.csv"))
    import_register(files=[census, Given(write(register(PARK_2022)))], by=SYSTEM)
    assert Composition.objects.count() == 2


def test_suppressed_numbers_make_no_row(write: Write) -> None:
    bring(write(register(PARK_2022)))
    assert bring(write(CENSUS + "100001,831,100,x,x,x,SUPP\n", "2022-2023_census.csv")).unchanged == 1
    assert not Composition.objects.exists()


def test_a_file_that_confirms_everything_takes_no_longer_than_the_first(write: Write) -> None:
    """Comparing each row with each once took minutes for a whole register."""

    def timed(day: str) -> float:
        rows = [f"{100_000 + n},831,Derby,School {n},Open,,Primary,Derby,DE1 1AA,,,{n},{day}" for n in range(4_000)]
        path = write(register(*rows), f"{day}.csv")
        began = time.perf_counter()
        bring(path)
        return time.perf_counter() - began

    assert timed("01-06-2025") < 3 * timed("01-06-2024") + 1

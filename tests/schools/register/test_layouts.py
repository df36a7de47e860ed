"""Layouts made by dice: whatever a download does to the same ten schools, the same facts come out of it."""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from footbridge.schools.register import Kind, Refusal, SchoolRow, Table, read

#: fact → (headings of different years, cell as the register spells it)
HEADINGS = {
    "urn": ("URN", "urn", "school_urn", "SchoolURN", "Unique Reference Number"),
    "name": ("EstablishmentName", "ESTABLISHMENTNAME", "school_name", "SCHNAME", "Establishment Name"),
    "authority_code": ("LA (code)", "la_code", "LACODE", "Local Authority (code)"),
    "status": ("EstablishmentStatus (name)", "SCHSTATUS", "establishment_status", "EstablishmentStatus (code)"),
    "opened": ("OpenDate", "opendate", "OPEN DATE", "Date Opened"),
    "phase_name": ("PhaseOfEducation (name)", "PHASEOFEDUCATION", "phase_of_education (name)"),
    "low_age": ("StatutoryLowAge", "AGELOW", "statutory_low_age"),
    "pupils": ("NumberOfPupils", "numberofpupils", "NUMBER OF PUPILS"),
    "fsm_share": ("PercentageFSM", "percentage_fsm", "PERCENTAGEFSM"),
    "town": ("Town", "TOWN", "town"),
    "postcode": ("Postcode", "POSTCODE", "post code"),
    "last_changed_on": ("LastChangedDate", "last_changed_date", "LASTCHANGEDDATE"),
}
NEEDED = ("urn", "name", "authority_code", "status")
STRANGE = ("HeadLastName", "TelephoneNum", "Diocese (name)", "UPRN", "SEN1 (name)", "Ofsted rating", "", "CensusDate")
NAMES = (
    'St Mary\'s, "The Hill"',
    "Ysgol y Bont – Ely",
    "Café École",
    "Two\nLines Primary",
    "O’Connor & Sons",
    "Plain Primary",
)
DATES = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%dT00:00:00")


def schools_of(dice: random.Random, year: int) -> list[dict[str, object]]:
    return [
        {
            "urn": str(100_000 + 7 * number),
            "name": " ".join(NAMES[number % len(NAMES)].split()),
            "authority_code": str(dice.choice((2, 202, 831))),
            "status": dice.choice(("Open", "Closed", "Open, but proposed to close")),
            "opened": date(dice.randint(1990, year - 1), dice.randint(1, 12), dice.randint(1, 28)),
            "phase_name": dice.choice(("Primary", "Secondary", "Not applicable")),
            "low_age": dice.choice((3, 4, 11, None)),
            "pupils": dice.choice((0, 210, 1_204, None)),
            "fsm_share": dice.choice((0.263, 0.0, 1.0, None)),
            "town": dice.choice(("Derby", "Stoke-on-Trent", None)),
            "postcode": dice.choice(("DE23 8DF", None)),
            "last_changed_on": date(year, dice.randint(1, 6), dice.randint(1, 28)),
        }
        for number in range(10)
    ]


def spelled(dice: random.Random, fact: str, value: object, heading: str, form: str, row: int) -> str:
    """The value as a file may spell it: never so that another value could be meant."""
    if fact == "name":
        return NAMES[row % len(NAMES)]
    if fact == "status" and heading.endswith("(code)"):
        return {"Open": "1", "Closed": "2"}.get(str(value), "3")
    if value is None:
        return dice.choice(("", " ", "SUPP", "NA") if fact in ("pupils", "fsm_share", "low_age") else ("", "  "))
    if isinstance(value, date):
        return value.strftime(form)
    if fact == "fsm_share":
        return f"{float(str(value)) * 100:.1f}" + dice.choice(("", "%"))
    if fact == "authority_code":
        return dice.choice((str(value), str(value).zfill(3), f"{value}.0"))
    if fact == "pupils" and dice.random() < 0.3:
        return f"{value:,}"
    return f" {value}" if dice.random() < 0.1 else str(value)


def layout(dice: random.Random, schools: list[dict[str, object]]) -> tuple[list[str], list[list[str]]]:
    facts = [fact for fact in HEADINGS if fact in NEEDED or dice.random() < 0.75]
    extra = dice.sample(STRANGE, dice.randint(0, 3))
    columns = [(fact, dice.choice(HEADINGS[fact])) for fact in facts] + [("", heading) for heading in extra]
    dice.shuffle(columns)
    form = dice.choice(DATES)
    rows = [
        [spelled(dice, f, school[f], h, form, n) if f else "zz" for f, h in columns] for n, school in enumerate(schools)
    ]
    return [heading for _fact, heading in columns], rows


def as_csv(dice: random.Random, headings: list[str], rows: list[list[str]]) -> bytes:
    delimiter = dice.choice(",,,;\t")
    end = dice.choice(("\n", "\r\n"))
    held = io.StringIO()
    writer = csv.writer(
        held, delimiter=delimiter, lineterminator=end, quoting=dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    )
    if dice.random() < 0.3:
        held.write(f"Schools in England{end}{end}")
    trailing = [""] * dice.choice((0, 0, 1, 3))
    everywhere = dice.random() < 0.5
    writer.writerow(headings + (trailing if everywhere else []))
    for row in rows:
        if dice.random() < 0.2:
            held.write(dice.choice((end, delimiter * (len(row) - 1) + end)))
        writer.writerow(row + trailing)
    return held.getvalue().encode(dice.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")))


def write(dice: random.Random, folder: Path, headings: list[str], rows: list[list[str]]) -> Path:
    kind = dice.choice(("csv", "csv", "csv", "gz", "zip", "xlsx"))
    path = folder / f"results.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        if dice.random() < 0.5:
            sheet.append(["Get Information about Schools"])
        for line in [headings, *rows]:
            sheet.append(line)
        book.save(path)
        return path
    content = as_csv(dice, headings, rows)
    if kind == "gz":
        path.write_bytes(gzip.compress(content))
    elif kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("results.csv", content)
    else:
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("year", range(2015, 2027))
def test_the_same_schools_in_layouts_made_by_dice(tmp_path: Path, year: int) -> None:
    for turn in range(12):
        dice = random.Random(f"{year} {turn}")
        schools = schools_of(dice, year)
        headings, rows = layout(dice, schools)
        rows.append(list(rows[0]))  # a URN that stands twice is refused the second time
        folder = tmp_path / str(turn)
        folder.mkdir()
        path = write(dice, folder, headings, rows)
        [table] = read(path)
        found = list(table.rows())
        told = f"{year} {turn} {path.name} {headings}"
        read_rows = [row for row in found if isinstance(row, SchoolRow)]
        assert table.kind is Kind.REGISTER, told
        assert [row.urn for row in read_rows] == [school["urn"] for school in schools], (told, found)
        assert [r.urn for r in found if isinstance(r, Refusal)] == ["100000"], told
        for row, school in zip(read_rows, schools, strict=True):
            assert row.facts == {fact: school[fact] for fact in row.facts}, (told, row)
        assert {"name", "authority_code", "status"} <= set(read_rows[0].facts), told
        check_day(table, schools)


def check_day(table: Table, schools: list[dict[str, object]]) -> None:
    names = getattr(table.reader, "names", ())
    if "last_changed_on" in names:
        assert table.as_of == max(school["last_changed_on"] for school in schools)  # type: ignore[type-var]

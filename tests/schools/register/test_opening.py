"""Files as they come: character sets, delimiters, line ends, archives, and things that are no table at all."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from footbridge.schools.register import CannotRead, PassedOver, Refusal, SchoolRow, Table, read

Write = Callable[..., Path]
HEADER = "URN,EstablishmentName,LA (code),EstablishmentStatus (name),OpenDate,Town\n"


def schools(table: Table) -> dict[str, dict[str, object]]:
    return {row.urn: row.facts for row in table.rows() if isinstance(row, SchoolRow)}


def refusals(table: Table) -> list[Refusal]:
    return [row for row in table.rows() if isinstance(row, Refusal)]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_character_set_and_delimiter(write: Write, charset: str, delimiter: str) -> None:
    text = (HEADER + "100001,École Sainte-Thérèse – Nord,02,Open,01-09-2015,Ely\n").replace(",", delimiter)
    [table] = read(write(text.encode(charset)))
    assert schools(table)["100001"]["name"] == "École Sainte-Thérèse – Nord"


def test_both_character_sets_in_one_file(write: Write) -> None:
    [table] = read(
        write(HEADER.encode() + "100001,Café,2,Open,,\n".encode() + "100002,Café,2,Open,,\n".encode("cp1252"))
    )
    assert [facts["name"] for facts in schools(table).values()] == ["Café", "Café"]


def test_mixed_line_ends_nul_bytes_and_blank_lines(write: Write) -> None:
    [table] = read(write((HEADER + "100001,A\0,2,Open,,\r\n\r\n100002,B,2,Open,,\r100003,C,2,Open,,\n").encode()))
    assert {urn: facts["name"] for urn, facts in schools(table).items()} == {
        "100001": "A",
        "100002": "B",
        "100003": "C",
    }


def test_a_line_break_within_quotes_belongs_to_its_row(write: Write) -> None:
    [table] = read(write(HEADER + '100001,"A\nB",2,Open,,\n100002,C,2,Shut it,32-01-2015,\n'))
    assert schools(table)["100001"]["name"] == "A B"
    assert refusals(table)[0].line == 4


def test_a_quotation_mark_never_closed_costs_its_own_line_only(write: Write) -> None:
    rows = "".join(f"{100001 + n},School {n},2,Open,,Ely\n" for n in range(60))
    [table] = read(write(HEADER + '100900,"Broken,2,Open,,Ely\n' + rows))
    found = refusals(table)
    assert [(refusal.line, "quotation mark" in refusal.reason) for refusal in found] == [(2, True)]
    assert len(schools(table)) == 60


def test_rows_longer_than_the_header(write: Write) -> None:
    [table] = read(
        write(
            HEADER
            + "100001,A,2,Open,01-09-2015,Ely,,\n100002,B,2,Open,01-09-2015,Ely,more\n100003,C, Oldham,2,Open,01-09-2015,Ely\n"
        )
    )
    assert set(schools(table)) == {"100001", "100002"}
    [shifted] = refusals(table)
    assert (shifted.line, shifted.column) == (4, "LA (code)")
    assert "1 more cells than the header" in shifted.reason


def test_rows_shorter_than_the_header(write: Write) -> None:
    [table] = read(write(HEADER + "100001,A,2,Open\n100002,B\n100003,C,2,Open,,Ely\n"))
    assert set(schools(table)) == {"100001", "100003"}
    assert refusals(table)[0].line == 3


def test_a_last_row_that_was_cut_off_is_refused(write: Write) -> None:
    [table] = read(write(HEADER + "100001,A,2,Open,,Ely\n100002,Bro"))
    assert set(schools(table)) == {"100001"}
    assert "cut off" in refusals(table)[0].reason


def test_lines_above_the_header_are_skipped(write: Write) -> None:
    [table] = read(write("Schools in England\nPublished May\n\n" + HEADER + "100001,A,2,Open,,Ely\n"))
    assert set(schools(table)) == {"100001"}


def test_spreadsheets_with_a_title_and_a_second_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "About"
    sheet = book.create_sheet("Schools")
    sheet["A2"] = "Title"
    for at, cells in enumerate(
        [
            ["URN", "EstablishmentName", "StatutoryLowAge", "OpenDate"],
            [100001, "A", 3.0, "01-09-2015"],
            [100002, "B", "a", None],
        ]
    ):
        for column, value in enumerate(cells, 1):
            sheet.cell(4 + at, column, value)
    book.save(tmp_path / "list.xlsx")
    [table] = read(tmp_path / "list.xlsx")
    assert schools(table)["100001"]["low_age"] == 3
    assert [(refusal.line, refusal.column) for refusal in refusals(table)] == [(6, "StatutoryLowAge")]


def test_an_archive_of_csv_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("data/register.csv", HEADER + "100001,A,2,Open,,Ely\n")
        archive.writestr("data/notes.csv", "a,b\n1,2\n")
        archive.writestr("readme.pdf", b"%PDF")
    [table] = read(tmp_path / "all.zip")
    assert "register.csv" in table.name
    assert set(schools(table)) == {"100001"}


def archive_of_pictures() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.png", b"\x89PNG")
    return held.getvalue()


def packed_register(*, method: int | None = None, spoilt: bool = False) -> bytes:
    """A register in an archive, said to be packed by a method that does not exist, or with its packed bytes spoilt."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("register.csv", HEADER + "100001,A,2,Open,,Ely\n" * 50)
    content = bytearray(held.getvalue())
    if method is not None:
        for start, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            content[content.index(start) + at] = method
    if spoilt:
        begins = content.index(b"register.csv") + len("register.csv")
        content[begins : begins + 4] = b"\xff\xff\xff\xff"
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed_register(method=99), "is packed in a way that Footbridge cannot open"),
        (b"", "is empty"),
        (b"\r\n \r\n", "is empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (bytes(range(256)) * 20, "not text"),
        (b"PK\x03\x04rubbish", "damaged"),
        (b"<!doctype html><html>", "web page"),
        (b"one,two\n1,2\n", "first line reads: one, two"),
        (b"\xd0\xcf\x11\xe0rubbish", "damaged"),
        (archive_of_pictures(), "without a CSV"),
        (b"Salted__abc", "encrypted"),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(write: Write, content: bytes, words: str) -> None:
    with pytest.raises(CannotRead, match=words) as told:
        read(write(content, "given.dat"))
    assert str(told.value).startswith("given.dat")
    assert str(told.value).endswith(".")


def test_a_spoilt_member_of_an_archive_is_told_in_a_sentence(write: Write) -> None:
    with pytest.raises(CannotRead, match=r"register\.csv in given\.zip is damaged"):
        read(write(packed_register(spoilt=True), "given.zip"))


def test_missing_files_and_folders_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"There is no file gone\.csv"):
        read(tmp_path / "gone.csv")
    with pytest.raises(CannotRead, match="is a folder"):
        read(tmp_path)


def test_the_same_urn_twice_is_refused_the_second_time(write: Write) -> None:
    [table] = read(write(HEADER + "100001,A,2,Open,,\n100001,B,2,Open,,\nNAT,England,,,,\n"))
    kinds = [type(row) for row in table.rows()]
    assert kinds == [SchoolRow, Refusal, PassedOver]
    assert "already on line 2" in refusals(table)[0].reason

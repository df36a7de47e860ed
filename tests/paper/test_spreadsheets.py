"""No cell of a spreadsheet that people take away runs as a formula, in either kind of file and however it begins."""

from __future__ import annotations

import csv
import io
import itertools
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from footbridge.paper import spreadsheets

BEGINNINGS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "\u00a0=",
    "  +",
    "＝",
    "＋",
    "－",
    "＠",
    "\x00=",
    "\u200b=",
]
ENDINGS = [
    "1+1",
    'HYPERLINK("http://x.example","y")',
    "cmd|' /C calc'!A0",
    'WEBSERVICE("http://x.example")',
    "SUM(A1:A9)",
    'IMPORTXML("http://x.example","//a")',
    'DDE("cmd","/C calc","x")',
    "A1",
    '"a"&B1',
    "'",
    "1,2",
    "1\n=2",
    "É",
]
RUNS = tuple("=+-@\t\r\n＝＋－＠")


def payloads() -> list[str]:
    """500 cells that would run where they are written as they are, the same on every run."""
    chance = random.Random(19)
    made = ["".join(two) for two in itertools.product(BEGINNINGS, ENDINGS)]
    while len(made) < 500:
        made.append(chance.choice(BEGINNINGS) + chance.choice(ENDINGS) + chance.choice(ENDINGS) + str(len(made)))
    return made


def runs(text: str) -> bool:
    """Whether a spreadsheet program takes a cell for a formula: it looks past spaces that nobody sees."""
    return text.startswith(RUNS) or text.lstrip().startswith(RUNS)


def csv_cells(content: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]


def test_five_hundred_formulas_are_text_in_csv() -> None:
    made = payloads()
    cells = csv_cells(spreadsheets.as_csv([["Name", "Words"], *(["x", one] for one in made)]))[2:][1::2]
    assert len(cells) == len(made) == 500
    assert [cell for cell in cells if runs(cell)] == []


def test_five_hundred_formulas_are_text_in_xlsx() -> None:
    made = payloads()
    content = spreadsheets.as_xlsx([["Name", "Words"], *(["x", one] for one in made)])
    cells = [row[1] for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
    assert len(cells) == 500
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if runs(cell.value)] == []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())  # no formula in the file at all
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert not any(runs(str(row[1])) for row in read[1:])


def test_without_the_door_they_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: written as they are, nearly all of them begin as formulas do."""
    monkeypatch.setattr(spreadsheets, "harmless", str)
    cells = csv_cells(spreadsheets.as_csv([[one] for one in payloads()]))
    assert sum(map(runs, cells)) > 400


@settings(max_examples=300)
@given(st.sampled_from(BEGINNINGS), st.text(max_size=40))
def test_no_cell_begins_like_a_formula(first: str, rest: str) -> None:
    assert not runs(str(spreadsheets.harmless(first + rest)))


def test_numbers_answers_and_nothing_stay_what_they_are() -> None:
    assert [spreadsheets.harmless(one) for one in (-5, 1.5, True, False, None, "Oak")] == [
        -5,
        1.5,
        "yes",
        "no",
        "",
        "Oak",
    ]

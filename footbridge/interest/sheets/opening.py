"""A sign-up sheet as uploaded, opened: its headings and its rows as text, with the line each starts on."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from footbridge.interest.sheets.columns import fields_of, find_header, with_counts
from footbridge.schools.register.opening import Broken, CannotRead, sources

LARGEST = 5_000_000  #: bytes of a sheet
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000

__all__ = ["CannotRead", "Opened", "open_sheet"]


@dataclass(frozen=True)
class Opened:
    """Headings as typed, the field of each (empty where not used), and the rows below: line and cells.

    `broken` are lines that are no rows, with the reason.
    """

    headings: list[str]
    fields: list[str]
    rows: list[tuple[int, list[str]]]
    broken: list[tuple[int, str]]


def open_sheet(content: bytes, name: str) -> Opened:
    """Open a CSV file or a spreadsheet. Raises CannotRead with a sentence for the person who uploaded it."""
    if len(content) > LARGEST:
        raise CannotRead(f"{name} is larger than 5 MB. A sign-up sheet is smaller: is this the right file?")
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as file:
        file.write(content)
        file.flush()
        for source in sources(Path(file.name), name):
            lines = list(source.lines())
            rows = [(line, [_clean(cell) for cell in cells]) for line, cells in lines if not isinstance(cells, Broken)]
            at = find_header(rows)
            if at is not None:
                broken = [(line, cells.reason) for line, cells in lines if isinstance(cells, Broken)]
                return _below(rows, at, broken, name)
    raise CannotRead(
        f"No headings were found in {name}. Name the columns in the first row, with School and Answer at least; "
        "the template shows how."
    )


def _below(rows: list[tuple[int, list[str]]], at: int, broken: list[tuple[int, str]], name: str) -> Opened:
    headings = rows[at][1][:MOST_COLUMNS]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    below = [(line, (cells + [""] * width)[:width]) for line, cells in rows[at + 1 :] if any(cells[:width])]
    if not below and not broken:
        raise CannotRead(f"There is no row below the headings of {name}.")
    if len(below) > MOST_ROWS:
        raise CannotRead(f"{name} has {len(below)} rows. Bring in at most {MOST_ROWS} at a time.")
    fields = with_counts(headings, fields_of(headings), [cells for _, cells in below])
    return Opened(headings, fields, below, broken)


def _clean(cell: str) -> str:
    """A cell without control characters and doubled spaces, and not endless."""
    return " ".join("".join(c if c.isprintable() else " " for c in cell).split())[:LONGEST_CELL]

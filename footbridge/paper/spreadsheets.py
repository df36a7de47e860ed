"""Spreadsheets people take away: one door, in which no cell can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

Cells = Sequence[Any]
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet program runs: text that begins like a formula gets an apostrophe before it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = "".join(c for c in str(value) if c.isprintable() or c in "\t\n\r")
    return f"'{text}" if text.startswith(_RUNS) or text.lstrip().startswith(_RUNS) else text


def as_csv(rows: Iterable[Cells]) -> bytes:
    """CSV as spreadsheets open it: UTF-8 with its mark, CRLF, every text quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Cells], title: str = "Footbridge") -> bytes:
    """A spreadsheet with the first row as headings, every cell plain text or a number."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=harmless(value))
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula, whatever it begins with
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

"""The list of rows that could not be read, for mending in a spreadsheet program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from footbridge.paper import spreadsheets
from footbridge.schools.importing import Outcome

HEADINGS = ["File", "Line", "Column", "What stands there", "Why it was refused"]


def rows_of(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Refused rows as plain values, to be kept with an upload."""
    return [
        {"file": o.file, "line": r.line, "column": r.column, "value": r.value, "reason": r.reason}
        for o in outcomes
        for r in o.refusals
    ]


def csv_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Refused rows as CSV; every cell is harmless to a spreadsheet program."""
    fields = ("file", "line", "column", "value", "reason")
    return spreadsheets.as_csv([HEADINGS, *([row[one] for one in fields] for row in rows)])


def as_csv(outcomes: Iterable[Outcome]) -> bytes:
    """The refused rows of an import as CSV."""
    return csv_of(rows_of(outcomes))

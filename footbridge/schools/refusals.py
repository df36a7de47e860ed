"""The list of rows that could not be read, for mending in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from footbridge.schools.importing import Outcome

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: object) -> str:
    """The cell as text that no spreadsheet program takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_DANGEROUS) else text


def rows_of(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Refused rows as plain values, to be kept with an upload."""
    return [
        {"file": o.file, "line": r.line, "column": r.column, "value": r.value, "reason": r.reason}
        for o in outcomes
        for r in o.refusals
    ]


def csv_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """A CSV text of refused rows; every cell is harmless to a spreadsheet program."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(["File", "Line", "Column", "What stands there", "Why it was refused"])
    for row in rows:
        writer.writerow(harmless(row[key]) for key in ("file", "line", "column", "value", "reason"))
    return held.getvalue()


def as_csv(outcomes: Iterable[Outcome]) -> str:
    """The refused rows of an import as CSV."""
    return csv_of(rows_of(outcomes))

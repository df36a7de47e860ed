"""Rows on their way into the database: copied into a temporary table as they are read, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from footbridge.schools.importing.outcome import Outcome
from footbridge.schools.register.records import PassedOver, Refusal, Row
from footbridge.schools.register.tables import Table

Tell = Callable[[int], None]
_OFTEN = 1_000  #: rows between two reports of progress


def create(cursor: Any, name: str, columns: Sequence[tuple[str, str]]) -> None:
    """An empty temporary table that vanishes with the transaction."""
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
    cursor.execute(f"CREATE TEMP TABLE {name} ({', '.join(f'{n} {t}' for n, t in columns)}) ON COMMIT DROP")


def fill(
    cursor: Any, name: str, columns: Sequence[str], rows: Iterator[Row], cells: Callable[[Row], Iterator[Sequence[Any]]]
) -> None:
    """Copy rows, each as one or several lines of the table."""
    with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
        write = copy.write_row
        for row in rows:
            for line in cells(row):
                write(line)


def readable(table: Table, outcome: Outcome, tell: Tell) -> Iterator[Row]:
    """The rows of a table that can be read; the others are noted in the outcome. Progress is told as rows read."""
    since = 0
    for row in table.rows():
        since += 1
        if since == _OFTEN:
            tell(since)
            since = 0
        if isinstance(row, Refusal):
            outcome.refuse(row)
        elif isinstance(row, PassedOver):
            outcome.passed_over += 1
        else:
            yield row
    tell(since)
    outcome.rows_read = table.tally.rows

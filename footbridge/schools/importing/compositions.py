"""Merging pupil numbers: one row per school, school year and characteristic; what was not published makes no row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from footbridge.schools.importing import staging
from footbridge.schools.importing.outcome import MOST_EXAMPLES, Outcome
from footbridge.schools.register.groups import ETHNIC_GROUPS
from footbridge.schools.register.records import CompositionRow, Refusal, Row
from footbridge.schools.register.tables import Table

_COLUMNS = [
    ("line", "int"),
    ("urn", "text"),
    ("year", "int"),
    ("characteristic", "text"),
    ("counts", "jsonb"),
    ("shares", "jsonb"),
    ("total", "int"),
]


def stage(cursor: Any, table: Table, outcome: Outcome, tell: staging.Tell) -> None:
    """Copy the readable rows into `counted`, one line per characteristic that is known; none: one line without."""
    staging.create(cursor, "counted", _COLUMNS)

    def cells(row: Row) -> Iterator[Sequence[Any]]:
        assert isinstance(row, CompositionRow)
        told = False
        for characteristic, counts, shares, total in known(row):
            told = True
            yield row.line, row.urn, row.year, characteristic, json.dumps(counts), json.dumps(shares), total
        if not told:
            yield row.line, row.urn, row.year, None, None, None, None

    staging.fill(cursor, "counted", [c for c, _ in _COLUMNS], staging.readable(table, outcome, tell), cells)
    cursor.execute("ANALYZE counted (urn)")


Known = tuple[str, dict[str, int | None], dict[str, float], int | None]


def known(row: CompositionRow) -> Iterator[Known]:
    """The characteristics a row tells: name, counts by group, shares by group where only shares are known, total."""
    if row.ethnicity is not None:
        counts = dict(zip(ETHNIC_GROUPS, row.ethnicity, strict=True))
        yield "ethnicity", counts, {}, _total(row)
    elif row.ethnicity_shares is not None and None not in row.ethnicity_shares:
        shares = {g: s for g, s in zip(ETHNIC_GROUPS, row.ethnicity_shares, strict=True) if s is not None}
        yield "ethnicity", {}, shares, None
    if row.fsm is not None and row.pupils is not None:
        yield "fsm", {"eligible": row.fsm, "other": max(row.pupils - row.fsm, 0)}, {}, max(row.pupils, row.fsm)
    elif row.fsm_share is not None:
        yield "fsm", {}, {"eligible": row.fsm_share, "other": 1 - row.fsm_share}, None
    if row.eal is not None and row.english is not None and row.eal + row.english:
        yield "eal", {"eal": row.eal, "english": row.english}, {}, row.eal + row.english
    elif row.eal_share is not None:
        yield "eal", {}, {"eal": row.eal_share, "english": 1 - row.eal_share}, None


def _total(row: CompositionRow) -> int | None:
    """Children whose ethnic group is known: the sum, or where groups are suppressed the roll without the unclassified."""
    assert row.ethnicity is not None
    if None not in row.ethnicity:
        return sum(filter(None, row.ethnicity))
    return row.pupils - (row.ethnicity_unclassified or 0) if row.pupils is not None else None


def merge(cursor: Any, file_id: int, newer: list[int], outcome: Outcome) -> None:
    """Merge `counted` into the compositions of the schools that are in the register."""
    cursor.execute("""
        DELETE FROM counted c WHERE NOT EXISTS (SELECT 1 FROM schools_school s WHERE s.urn = c.urn) RETURNING line, urn
    """)
    for line, urn in sorted(set(cursor.fetchall())):
        outcome.refuse(
            Refusal(line, "URN", "no school with this URN is in the register; bring in a register first", urn)
        )
    cursor.execute("DROP TABLE IF EXISTS pg_temp.recounted")
    cursor.execute(
        """
        CREATE TEMP TABLE recounted ON COMMIT DROP AS
        SELECT c.*, s.id AS school_id, s.name, old.id AS old_id, old.source_id AS old_source,
          c.characteristic IS NOT NULL AND NOT coalesce(old.source_id = ANY(%s), false) AS taken,
          (old.counts, old.shares, old.total) IS NOT DISTINCT FROM (c.counts, c.shares, c.total) AS same
        FROM counted c JOIN schools_school s ON s.urn = c.urn
        LEFT JOIN schools_composition old
          ON old.school_id = s.id AND old.year = c.year AND old.characteristic = c.characteristic""",
        [newer],
    )
    cursor.execute("ANALYZE recounted (line, old_id)")
    cursor.execute("""
        WITH row AS (
          SELECT line, bool_or(taken AND old_id IS NOT NULL AND NOT same) AS changed,
            bool_or(taken AND old_id IS NULL) AS fresh, bool_or(old_id IS NOT NULL) AS known
          FROM recounted GROUP BY line)
        SELECT count(*) FILTER (WHERE fresh AND NOT known), count(*) FILTER (WHERE changed OR (fresh AND known)),
          count(*) FILTER (WHERE NOT changed AND NOT fresh) FROM row
    """)
    outcome.new, outcome.changed, outcome.unchanged = cursor.fetchone()
    outcome.examples = _examples(cursor)
    cursor.execute(
        """
        UPDATE schools_composition old SET counts = r.counts, shares = r.shares, total = r.total, source_id = %s
        FROM recounted r WHERE old.id = r.old_id AND r.taken AND (NOT r.same OR old.source_id IS DISTINCT FROM %s)""",
        [file_id, file_id],
    )
    cursor.execute(
        """
        INSERT INTO schools_composition (school_id, year, characteristic, counts, shares, total, source_id)
        SELECT school_id, year, characteristic, counts, shares, total, %s FROM recounted
        WHERE taken AND old_id IS NULL ORDER BY school_id""",
        [file_id],
    )


def _examples(cursor: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for sort, where in (("new", "old_id IS NULL"), ("changed", "old_id IS NOT NULL AND NOT same")):
        cursor.execute(
            "SELECT urn, name, array_agg(characteristic), min(year) FROM recounted "  # noqa: S608
            f"WHERE taken AND {where} GROUP BY urn, name ORDER BY urn LIMIT {MOST_EXAMPLES}"
        )
        found[sort] = [{"urn": u, "name": n, "characteristics": c, "year": y} for u, n, c, y in cursor.fetchall()]
    return found

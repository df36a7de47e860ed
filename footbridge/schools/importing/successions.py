"""Merging predecessors and successors, and pointing every school that is gone to the one that came after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from footbridge.schools.importing import staging
from footbridge.schools.importing.outcome import MOST_EXAMPLES, Outcome
from footbridge.schools.register.records import Row, SuccessionRow
from footbridge.schools.register.tables import Table


def stage(cursor: Any, table: Table, outcome: Outcome, tell: staging.Tell) -> None:
    """Copy the readable rows into `told`."""
    columns = [("line", "int"), ("before", "text"), ("after", "text"), ("relation", "text"), ("day", "date")]
    staging.create(cursor, "told", columns)

    def cells(row: Row) -> Iterator[Sequence[Any]]:
        assert isinstance(row, SuccessionRow)
        yield row.line, row.predecessor, row.successor, row.how, row.on

    staging.fill(cursor, "told", [c for c, _ in columns], staging.readable(table, outcome, tell), cells)
    cursor.execute("ANALYZE told")


def merge(cursor: Any, file_id: int, newer: list[int], outcome: Outcome) -> None:
    """Merge `told`. The register tells most successions twice, from both ends: the second telling is passed over."""
    cursor.execute("DROP TABLE IF EXISTS pg_temp.once")
    cursor.execute(
        """
        CREATE TEMP TABLE once ON COMMIT DROP AS
        SELECT DISTINCT ON (t.before, t.after) t.*, old.id AS old_id, coalesce(old.source_id = ANY(%s), false) AS outdated,
          (old.relation, old.on) IS NOT DISTINCT FROM (t.relation, t.day) AS same
        FROM told t
        LEFT JOIN schools_succession old ON old.predecessor_urn = t.before AND old.successor_urn = t.after
        ORDER BY t.before, t.after, t.relation = 'joined', t.relation = 'succession', t.day DESC NULLS LAST, t.line""",
        [newer],
    )
    cursor.execute("ANALYZE once")
    cursor.execute("""
        SELECT count(*) FILTER (WHERE old_id IS NULL), count(*) FILTER (WHERE NOT same AND NOT outdated AND old_id IS NOT NULL),
          count(*) FILTER (WHERE old_id IS NOT NULL AND (same OR outdated)), (SELECT count(*) FROM told) - count(*)
        FROM once
    """)
    outcome.new, outcome.changed, outcome.unchanged, twice = cursor.fetchone()
    outcome.passed_over += twice
    cursor.execute(
        """
        UPDATE schools_succession old SET relation = o.relation, "on" = o.day, source_id = %s
        FROM once o WHERE old.id = o.old_id AND NOT o.outdated AND (NOT o.same OR old.source_id <> %s)""",
        [file_id, file_id],
    )
    cursor.execute(
        """
        INSERT INTO schools_succession (predecessor_urn, successor_urn, relation, "on", source_id)
        SELECT before, after, relation, day, %s FROM once WHERE old_id IS NULL""",
        [file_id],
    )


# A school is gone when the register says closed, or when it was last said to be open before the day another took over.
# From it the walk goes on over schools that are gone or not held here, and ends at those that stand. UNION forgets what
# was seen before, so a cycle in the register ends too.
_ENDS = """
WITH RECURSIVE gone AS (
  SELECT s.id, s.urn, s.postcode FROM schools_school s
  WHERE s.urn IS NOT NULL AND (s.status ILIKE 'closed%%' OR EXISTS (
    SELECT 1 FROM schools_succession x JOIN schools_registerfile f ON f.id = (s.provenance->>'status')::int
    WHERE x.predecessor_urn = s.urn AND x.relation IN ('succession', 'merger') AND x.on > f.as_of AND x.on <= current_date))
), walk AS (
  SELECT id AS start, urn FROM gone
  UNION
  SELECT w.start, x.successor_urn FROM walk w
  JOIN schools_succession x ON x.predecessor_urn = w.urn
  LEFT JOIN schools_school s ON s.urn = w.urn
  LEFT JOIN gone g ON g.urn = w.urn
  WHERE s.id IS NULL OR g.id IS NOT NULL
), ends AS (
  SELECT w.start, s.id AS end_id, s.postcode, s.urn FROM walk w JOIN schools_school s ON s.urn = w.urn
  WHERE s.id <> w.start AND NOT EXISTS (SELECT 1 FROM gone g WHERE g.id = s.id)
)"""


def resolve(cursor: Any, outcome: Outcome) -> None:
    """Point every school that is gone to the school that stands after it; of several, the one at the same postcode."""
    cursor.execute("DROP TABLE IF EXISTS pg_temp.pointing")
    cursor.execute(
        f"""
        CREATE TEMP TABLE pointing ON COMMIT DROP AS {_ENDS}
        SELECT DISTINCT ON (e.start) e.start, e.end_id FROM ends e JOIN gone g ON g.id = e.start
        ORDER BY e.start, (e.postcode = g.postcode) DESC, e.urn DESC""",  # noqa: S608
        {},
    )
    cursor.execute("ANALYZE pointing")
    cursor.execute("""
        SELECT s.urn, s.name, after.urn, after.name FROM pointing p
        JOIN schools_school s ON s.id = p.start JOIN schools_school after ON after.id = p.end_id
        WHERE s.replaced_by_id IS DISTINCT FROM p.end_id ORDER BY s.urn
    """)
    found = cursor.fetchall()
    outcome.replaced = len(found)
    outcome.examples["replaced"] = [
        {"urn": u, "name": n, "after_urn": au, "after_name": an} for u, n, au, an in found[:MOST_EXAMPLES]
    ]
    cursor.execute("""
        UPDATE schools_school s SET replaced_by_id = p.end_id
        FROM pointing p WHERE s.id = p.start AND s.replaced_by_id IS DISTINCT FROM p.end_id
    """)
    cursor.execute("""
        UPDATE schools_school SET replaced_by_id = NULL
        WHERE replaced_by_id IS NOT NULL AND id NOT IN (SELECT start FROM pointing)
    """)

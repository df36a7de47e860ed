"""Merging a register: each fact goes in unless a newer file has already said it; an empty cell never blanks a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from footbridge.schools.importing import derived, staging
from footbridge.schools.importing.outcome import MOST_EXAMPLES, Outcome
from footbridge.schools.register.records import Refusal, Row, SchoolRow
from footbridge.schools.register.tables import Table

#: Facts that are kept: column of the school, type. `authority_id` comes from the file's `authority_code`.
TEXTS = [
    *("name", "kind", "kind_group", "status", "phase_name", "gender", "religious_character", "admissions"),
    *("street", "locality", "town", "county", "postcode", "website", "ward", "urban_rural", "lsoa"),
]
NUMBERS = {
    "opened": "date",
    "closed": "date",
    "low_age": "int",
    "high_age": "int",
    "capacity": "int",
    "pupils": "int",
    "fsm_share": "float8",
    "easting": "int",
    "northing": "int",
}
TYPES: dict[str, str] = {**dict.fromkeys(TEXTS, "text"), "authority_id": "text", **NUMBERS}
_FROM = {"authority_id": "authority_code"}
_BESIDES = ("authority_name", "region")  # staged for the authority's own row
_GONE = "ILIKE 'closed%%'"  # also “Closed, …”; doubled because these statements have parameters


def stage(cursor: Any, table: Table, outcome: Outcome, tell: staging.Tell) -> list[str]:
    """Copy the readable rows into `stage` and return the columns of a school that this file has."""
    held = set(table.reader.names) if hasattr(table.reader, "names") else set()
    if "authority_name" in held:
        held.add("authority_code")  # told from the name where the file has no codes
    facts = [column for column in TYPES if _FROM.get(column, column) in held]
    keys = [_FROM.get(column, column) for column in facts] + list(_BESIDES)
    columns = [*facts, *_BESIDES]
    staging.create(cursor, "stage", [("line", "int"), ("urn", "text"), *((c, TYPES.get(c, "text")) for c in columns)])

    def cells(row: Row) -> Iterator[Sequence[Any]]:
        assert isinstance(row, SchoolRow)
        yield (row.line, row.urn, *map(row.facts.get, keys))

    staging.fill(cursor, "stage", ["line", "urn", *columns], staging.readable(table, outcome, tell), cells)
    cursor.execute("ANALYZE stage (urn)")
    return facts


def merge(cursor: Any, facts: list[str], file_id: int, newer: list[int], outcome: Outcome) -> None:
    """Merge `stage` into the schools. `newer` are the files whose facts stand over this one's."""
    _authorities(cursor, facts)
    _make_merged(cursor, facts, file_id, newer)
    cursor.execute("ANALYZE merged (id)")  # else the planner expects a handful of rows and compares each with each
    cursor.execute("DELETE FROM merged WHERE id IS NULL AND name = '' RETURNING line, urn")
    for line, urn in cursor.fetchall():
        outcome.refuse(Refusal(line, "name", "this URN is not in the register yet, and the row gives no name", urn))
    outcome.new, outcome.changed, outcome.unchanged, outcome.closed = _count(cursor)
    outcome.examples = _examples(cursor, facts)
    _write(cursor)


def _authorities(cursor: Any, facts: list[str]) -> None:
    if "authority_id" not in facts:
        return
    cursor.execute("""
        UPDATE stage SET authority_id = known.code FROM schools_localauthority known
        WHERE stage.authority_id IS NULL AND lower(stage.authority_name) = lower(known.name)
    """)
    cursor.execute("""
        INSERT INTO schools_localauthority AS known (code, name, region)
        SELECT authority_id, coalesce(max(authority_name), authority_id), coalesce(max(region), '')
        FROM stage WHERE authority_id IS NOT NULL GROUP BY authority_id
        ON CONFLICT (code) DO UPDATE SET
          name = CASE WHEN known.name = known.code THEN excluded.name ELSE known.name END,
          region = CASE WHEN known.region = '' THEN excluded.region ELSE known.region END
        WHERE (known.name = known.code AND excluded.name <> known.code) OR (known.region = '' AND excluded.region <> '')
    """)


def _make_merged(cursor: Any, facts: list[str], file_id: int, newer: list[int]) -> None:
    """`merged`: every staged row with the school as it will be, the facts it changes and the sources it sets."""
    values, changed, patch = [], [], []
    for column in TYPES:
        unknown = "''" if column in TEXTS else "NULL"
        known = f"coalesce(s.{column}, {unknown})" if column in TEXTS else f"s.{column}"
        if column not in facts:
            values.append(f"{known} AS {column}")
            continue
        taken = f"t.{column} IS NOT NULL"
        if column == "closed" and "status" in facts:
            taken = f"(t.closed IS NOT NULL OR t.status NOT {_GONE})"  # open again: the closing date goes
        if newer:
            taken += f" AND NOT coalesce((s.provenance->>'{column}')::int = ANY(%(newer)s), false)"
        values.append(f"CASE WHEN {taken} THEN t.{column} ELSE {known} END AS {column}")
        changed.append(f"CASE WHEN {taken} AND t.{column} IS DISTINCT FROM s.{column} THEN '{column}' END")
        patch.append(f"'{column}', CASE WHEN {taken} THEN %(file)s::int END")
    cursor.execute("DROP TABLE IF EXISTS pg_temp.merged")
    cursor.execute(
        f"""
        CREATE TEMP TABLE merged ON COMMIT DROP AS
        SELECT v.*, {derived.PHASE} AS phase, {derived.CHARACTER} AS character, {derived.IS_URBAN} AS is_urban
        FROM (
          SELECT s.id, t.line, t.urn, s.provenance, s.status AS status_before, {", ".join(values)},
            CASE WHEN s.id IS NULL THEN '{{}}' ELSE array_remove(ARRAY[{", ".join(changed) or "NULL"}]::text[], NULL) END
              AS changed,
            jsonb_strip_nulls(jsonb_build_object({", ".join(patch)})) AS patch
          FROM stage t LEFT JOIN schools_school s ON s.urn = t.urn
        ) AS v""",  # noqa: S608 - column names are the constants above
        {"newer": newer, "file": file_id},
    )


def _count(cursor: Any) -> tuple[int, int, int, int]:
    cursor.execute(
        f"""
        SELECT count(*) FILTER (WHERE id IS NULL), count(*) FILTER (WHERE changed <> '{{}}'),
          count(*) FILTER (WHERE id IS NOT NULL AND changed = '{{}}'),
          count(*) FILTER (WHERE id IS NOT NULL AND status {_GONE} AND status_before NOT {_GONE})
        FROM merged""",  # noqa: S608
        {},
    )
    new, changed, unchanged, closed = cursor.fetchone()
    return new, changed, unchanged, closed


def _examples(cursor: Any, facts: list[str]) -> dict[str, list[dict[str, Any]]]:
    """A few schools of each sort, with what was and what will be."""
    cursor.execute(
        "SELECT urn, name, town, phase, kind FROM merged WHERE id IS NULL ORDER BY urn LIMIT %s", [MOST_EXAMPLES]
    )
    new = [{"urn": u, "name": n, "town": t, "what": " · ".join(filter(None, (t, p or k)))} for u, n, t, p, k in cursor]
    before = ", ".join(f"'{column}', s.{column}" for column in facts)
    after = ", ".join(f"'{column}', m.{column}" for column in facts)

    def told(where: str) -> list[dict[str, Any]]:
        cursor.execute(
            f"SELECT m.urn, m.name, m.changed, jsonb_build_object({before}), jsonb_build_object({after}) "  # noqa: S608
            f"FROM merged m JOIN schools_school s ON s.id = m.id WHERE {where} ORDER BY m.urn LIMIT {MOST_EXAMPLES}",
            {},
        )
        found = [(u, n, c, _plain(b), _plain(a)) for u, n, c, b, a in cursor.fetchall()]
        return [
            {"urn": u, "name": n, "changes": [{"fact": c, "was": b.get(c), "now": a.get(c)} for c in changed]}
            for u, n, changed, b, a in found
        ]

    closed = f"m.status {_GONE} AND m.status_before NOT {_GONE}"
    return {"new": new, "changed": told(f"m.changed <> '{{}}' AND NOT ({closed})"), "closed": told(closed)}


def _plain(held: Any) -> dict[str, Any]:
    import json

    return json.loads(held) if isinstance(held, str) else held  # type: ignore[no-any-return]


def _write(cursor: Any) -> None:
    columns = [*TYPES, "phase", "character", "is_urban"]
    cursor.execute(
        f"""
        UPDATE schools_school s SET {", ".join(f"{c} = m.{c}" for c in columns)}, provenance = s.provenance || m.patch
        FROM merged m WHERE s.id = m.id AND m.changed <> '{{}}'""",  # noqa: S608
        {},
    )
    cursor.execute("""
        UPDATE schools_school s SET provenance = s.provenance || m.patch
        FROM merged m WHERE s.id = m.id AND m.changed = '{}' AND NOT s.provenance @> m.patch
    """)
    cursor.execute(
        f"""
        INSERT INTO schools_school (urn, {", ".join(columns)}, provenance, added, added_reason)
        SELECT urn, {", ".join("coalesce(nullif(status, ''), 'Open')" if c == "status" else c for c in columns)}, patch, now(), ''
        FROM merged WHERE id IS NULL ORDER BY urn""",  # noqa: S608
        {},
    )


def settle(cursor: Any) -> None:
    """What needs the other schools: town or country by the small area, and the middle of each authority."""
    # The first whole register lands on a table the planner last saw with some hundred schools: it would compare each with each.
    cursor.execute("ANALYZE schools_school (urn, lsoa, urban_rural, is_urban, authority_id)")
    cursor.execute("""
        UPDATE schools_school s SET is_urban = area.is_urban
        FROM (SELECT lsoa, bool_or(is_urban) AS is_urban FROM schools_school
              WHERE lsoa <> '' AND urban_rural <> '' AND is_urban IS NOT NULL
              GROUP BY lsoa HAVING bool_or(is_urban) = bool_and(is_urban)) AS area
        WHERE s.lsoa = area.lsoa AND s.is_urban IS NULL
    """)
    cursor.execute("""
        UPDATE schools_localauthority a SET easting = place.easting, northing = place.northing
        FROM (SELECT authority_id, avg(easting)::int AS easting, avg(northing)::int AS northing FROM schools_school
              WHERE easting IS NOT NULL AND northing IS NOT NULL GROUP BY authority_id) AS place
        WHERE a.code = place.authority_id AND a.easting IS NULL
    """)

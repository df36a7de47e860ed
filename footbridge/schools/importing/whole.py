"""Schools that a whole national register leaves out: they are gone, and are taken for closed.

A part of the register (a search download, one authority, open schools only) says nothing about a school it does not name. So
a file counts as whole only by what is in it, never by its name, and even then a large gap is taken for a fault of the file.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from footbridge.schools.importing.outcome import MOST_EXAMPLES, Outcome

#: The register has about 50,000 establishments in 153 authorities, more than half of them closed.
LEAST_ROWS = 20_000
LEAST_AUTHORITIES = 140
LEAST_CLOSED = 0.1  #: share of rows; a download of open schools only is a part
#: Sorts of school of which a whole register has some; one without them was filtered by type.
SORTS = ("community", "voluntary", "academy", "independent", "special", "nursery")
#: More than this share of the open schools known here (and more than FEW) cannot be closures that the register forgot.
MOST_MISSING = 0.02
FEW = 20
#: An authority or a type with at least so many open schools here is never gone all at once.
A_SORT = 3

_OPEN = "s.status NOT ILIKE 'closed%%'"


def close_missing(cursor: Any, facts: Collection[str], file_id: int, newer: list[int], outcome: Outcome) -> None:
    """Take for closed every open school that the whole register in `stage` leaves out; say so where that is not safe.

    A school whose facts come from a newer file stays, and so does one that was added by hand. The day of closing stays unknown.
    """
    if not _is_whole(cursor, facts):
        return
    cursor.execute("CREATE TEMP TABLE refused_urns (urn text) ON COMMIT DROP")
    with cursor.copy("COPY refused_urns (urn) FROM STDIN") as copy:
        for urn in outcome.refused_urns:
            copy.write_row((urn,))
    cursor.execute("DROP TABLE IF EXISTS pg_temp.missing")
    cursor.execute(
        f"""
        CREATE TEMP TABLE missing ON COMMIT DROP AS
        SELECT s.id, s.urn, s.name, s.town, s.authority_id, s.kind, t.urn IS NULL AND r.urn IS NULL AS gone
        FROM schools_school s
        LEFT JOIN stage t ON t.urn = s.urn
        LEFT JOIN refused_urns r ON r.urn = s.urn
        WHERE s.urn IS NOT NULL AND {_OPEN} AND s.provenance <> '{{}}' AND NOT EXISTS (
          SELECT 1 FROM jsonb_each_text(s.provenance) fact WHERE fact.value::int = ANY(%s))""",  # noqa: S608 - constants
        [newer],
    )
    cursor.execute("DROP TABLE refused_urns")
    cursor.execute("SELECT count(*), count(*) FILTER (WHERE gone) FROM missing")
    known, gone = cursor.fetchone()
    if not gone:
        return
    doubt = _doubt(cursor, known, gone, outcome)
    if doubt:
        outcome.notes.append(doubt)
        return
    cursor.execute("SELECT urn, name, town FROM missing WHERE gone ORDER BY urn LIMIT %s", [MOST_EXAMPLES])
    outcome.examples["missing"] = [{"urn": urn, "name": name, "what": town} for urn, name, town in cursor.fetchall()]
    outcome.missing = gone
    outcome.closed += gone
    outcome.notes.append(
        f"This is a whole register, and {_schools(gone)} known here {'is' if gone == 1 else 'are'} no longer in it: "
        f"taken for closed, on a day that nobody says."
    )
    cursor.execute(
        """
        UPDATE schools_school s
        SET status = 'Closed', provenance = s.provenance || jsonb_build_object('status', %s::int)
        FROM missing m WHERE m.gone AND s.id = m.id""",
        [file_id],
    )


def _is_whole(cursor: Any, facts: Collection[str]) -> bool:
    if not {"authority_id", "status", "kind"} <= set(facts):
        return False
    sorts = ", ".join(f"bool_or(kind ILIKE '%%{sort}%%')" for sort in SORTS)
    cursor.execute(
        f"""
        SELECT count(*), count(DISTINCT authority_id), count(*) FILTER (WHERE status ILIKE 'closed%%'), {sorts}
        FROM stage""",  # noqa: S608 - the words are the constants above
        [],
    )
    rows, authorities, closed, *held = cursor.fetchone()
    return bool(rows >= LEAST_ROWS and authorities >= LEAST_AUTHORITIES and closed >= rows * LEAST_CLOSED and all(held))


def _doubt(cursor: Any, known: int, gone: int, outcome: Outcome) -> str:
    """Why the gap is more likely a fault of the file than schools that closed; empty where it is not."""
    start = f"{_schools(gone)} known here {'is' if gone == 1 else 'are'} not in this file. "
    end = " No school was taken for closed."
    if outcome.nameless:
        rows = "A row" if outcome.nameless == 1 else f"{outcome.nameless:,} rows"
        return f"{start}{rows} of it could not be read at all and may hold {'it' if gone == 1 else 'them'}.{end}"
    if gone > max(FEW, known * MOST_MISSING):
        return f"{start}That is too many of {known:,} to have closed unsaid: the file may be cut off or filtered.{end}"
    for column, words in (("authority_id", "an authority"), ("kind", "a type")):
        cursor.execute(
            f"SELECT {column} FROM missing WHERE {column} <> '' GROUP BY {column} HAVING bool_and(gone) AND count(*) >= %s",  # noqa: S608
            [A_SORT],
        )
        if cursor.fetchone():
            return f"{start}Every school of {words} is among them, so the file may be a part of the register.{end}"
    return ""


def _schools(count: int) -> str:
    return "1 open school" if count == 1 else f"{count:,} open schools"

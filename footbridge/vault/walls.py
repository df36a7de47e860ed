"""The second wall: PostgreSQL itself shows rows about children only for the links that the transaction names.

`behind_wall(table)` goes into a table's migration and forces row-level security, for the owner too. `inside(links)` opens one
transaction in which the rows of these links can be read and written; outside of it there are none. The platform's own work
(the end of a year, counts for a report) goes through `door("reason in words")`.

The first wall is `visible_to(viewer)`. Each has a test in which the other is taken away (tests/vault/test_walls.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.migrations.operations import RunSQL

LINKS, DOOR = "footbridge.links", "footbridge.door"
SHORTEST_REASON = 10  # letters

FUNCTIONS = f"""
CREATE FUNCTION footbridge_links() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('{LINKS}', true), ''), '{{}}')::bigint[]
$$;
CREATE FUNCTION footbridge_door() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT length(coalesce(current_setting('{DOOR}', true), '')) >= {SHORTEST_REASON}
$$;
"""
NO_FUNCTIONS = "DROP FUNCTION footbridge_links(); DROP FUNCTION footbridge_door();"


def behind_wall(table: str, column: str = "link_id") -> RunSQL:
    """The migration step that puts a table behind the wall. `column` holds the id of the link its rows belong to.

    That migration depends on ("vault", "0001_initial").
    """
    rule = f"{column} = ANY ((SELECT footbridge_links())::bigint[]) OR (SELECT footbridge_door())"
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY named_links_only ON {table} USING ({rule}) WITH CHECK ({rule});",
        f"DROP POLICY named_links_only ON {table};"
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


@contextmanager
def inside(*links: int) -> Iterator[None]:
    """One transaction in which rows of these links, and of no other, can be read and written.

    Ask `visible_to(viewer)` or a rule which links these may be before coming here. Nested uses see the inner links only.
    """
    with _named(LINKS, "{" + ",".join(str(int(link)) for link in links) + "}", close=DOOR):
        yield


@contextmanager
def door(reason: str) -> Iterator[None]:
    """One transaction in which the platform's own work passes the wall, for a reason in words."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValueError("Say why this work must pass the wall.")
    with _named(DOOR, reason, close=LINKS):
        yield


@contextmanager
def _named(setting: str, value: str, *, close: str) -> Iterator[None]:
    """Set one of the two for this transaction and clear the other; put both back when the block ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting(%s, true), current_setting(%s, true), "
                "set_config(%s, %s, true), set_config(%s, '', true)",
                [setting, close, setting, value, close],
            )
            before = cursor.fetchone()
        yield
        # After an error the transaction, or its savepoint, is rolled back, and the settings with it.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config(%s, %s, true), set_config(%s, %s, true)",
                [setting, before[0] or "", close, before[1] or ""],
            )

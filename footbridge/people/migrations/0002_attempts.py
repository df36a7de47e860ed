"""Counters of tries: unlogged, so that counting is quick and a crash empties them."""

from django.db import migrations

FORWARD = """
CREATE UNLOGGED TABLE people_attempt (
    key varchar(64) PRIMARY KEY,
    tries integer NOT NULL CHECK (tries >= 0),
    ends timestamptz NOT NULL
);
CREATE INDEX people_attempt_ends ON people_attempt (ends);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE people_attempt")]

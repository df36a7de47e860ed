"""`./run manage import_schools`: what it says, how it ends, and what a kill in the middle leaves."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from footbridge.schools.models import School

Write = Callable[..., Path]
REGISTER = (
    "URN,EstablishmentName,LA (code),LA (name),StatutoryLowAge,LastChangedDate\n"
    "100001,Park School,831,Derby,3,01-06-2024\n100002,Brook School,831,Derby,three,\n"
)


def run(*arguments: str) -> tuple[dict[str, Any], str]:
    out = io.StringIO()
    call_command("import_schools", *arguments, stdout=out, stderr=io.StringIO())
    lines = out.getvalue().strip().splitlines()
    return json.loads(lines[-1]), "\n".join(lines[:-1])


@pytest.mark.django_db
def test_it_ends_with_one_line_of_figures(write: Write) -> None:
    path = str(write(REGISTER))
    shown, words = run(path)
    assert shown["applied"] is False
    assert "refused: line 3, column StatutoryLowAge: this is not a number (“three”)" in words
    assert "Run it again with --apply" in words
    assert not School.objects.exists()
    done, _ = run(path, "--apply")
    assert done["files"] == [
        {
            "file": "file.csv",
            "kind": "register",
            "as_of": "2024-06-01",
            "rows_read": 2,
            "new": 1,
            "changed": 0,
            "unchanged": 0,
            "closed": 0,
            "replaced": 0,
            "refused": 1,
            "passed_over": 0,
            "missing": 0,
        }
    ]
    again, _ = run(path, "--apply")
    assert [again["files"][0][key] for key in ("new", "changed", "unchanged", "refused")] == [0, 0, 1, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "There is no file"), (b"", "is empty"), (b"%PDF-1.7", "is a PDF"), (os.urandom(5000).replace(b"\n", b"\0"), r"not text|empty"),
     (b"a,b\n1,2\n", "is not a file of the national register")],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_sentence(
    write: Write, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "gone.csv" if content is None else write(content)
    with pytest.raises(CommandError, match=words):
        run(str(path), "--apply")
    with pytest.raises(CommandError, match="is a folder"):
        run(str(tmp_path))


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "words"), [("soon", "is not a day"), ("2999-01-01", "in the future")])
def test_a_day_that_is_none(write: Write, day: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(str(write(REGISTER)), "--as-of", day)


@pytest.mark.django_db
def test_a_day_that_was_said_counts(write: Write) -> None:
    done, _ = run(str(write(REGISTER)), "--apply", "--as-of", "2024-09-01")
    assert done["files"][0]["as_of"] == "2024-09-01"


@pytest.mark.django_db
def test_refused_rows_go_to_a_file(write: Write, tmp_path: Path) -> None:
    run(str(write(REGISTER)), "--refused", str(tmp_path / "refused.csv"))
    assert "three" in (tmp_path / "refused.csv").read_text("utf-8-sig")


def many(rows: int, name: str) -> str:
    chosen = random.Random(7)
    lines = ["URN,EstablishmentName,LA (code),LA (name),Town,Postcode,Easting,Northing,LastChangedDate"]
    for n in range(rows):
        lines.append(
            f"{100_000 + n},{name} {n},831,Derby,Derby,DE{n % 30 + 1} {n % 9 + 1}AB,"
            f"{chosen.randrange(400_000, 500_000)},{chosen.randrange(300_000, 400_000)},01-06-202{4 if name == 'Old' else 5}"
        )
    return "\n".join(lines) + "\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["Reading", "Comparing"])
def test_a_kill_in_the_middle_leaves_the_old_state_whole(write: Write, moment: str) -> None:
    run(str(write(many(300, "Old"), "old.csv")), "--apply")
    before = list(School.objects.order_by("pk").values())
    new = write(many(8_000, "New"), "new.csv")
    process = command(new)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(moment) and not line.startswith("Reading new.csv 8,000"):
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    wait_until_alone()
    assert list(School.objects.order_by("pk").values()) == before
    done, _ = run(str(new), "--apply")
    assert (done["files"][0]["changed"], done["files"][0]["new"]) == (300, 7_700)


def command(path: Path) -> subprocess.Popen[str]:
    """The command in a process of its own, on the database of this test."""
    held = connection.settings_dict
    socket = f"?host={held['HOST']}" if str(held["HOST"]).startswith("/") else ""
    host = "" if socket else f"{held['HOST']}:{held['PORT'] or 5432}"
    secret = f":{held['PASSWORD']}" if held["PASSWORD"] else ""
    url = f"postgresql://{held['USER']}{secret}@{host}/{held['NAME']}{socket}"
    environment = {**os.environ, "DATABASE_URL": url, "FOOTBRIDGE_DATA": str(settings.DATA), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "django", "import_schools", "--apply", str(path)],
        env=environment,
        cwd=settings.HOME,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_alone() -> None:
    """Until the killed process's connection is gone from the server."""
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.1)

"""Bringing a national register in: 50,000 made-up schools, beside plain ORM saves and beside raw COPY as the limit.

    ./run bench schools_import [--rows 50000] [--saves 1000]

Every figure of a run is taken on the same machine one after the other, so that the ratios hold even where it is busy.
Memory is that of the importing process alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

from bench import _schools


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench schools_import", description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--saves", type=int, default=1_000, help="rows saved one by one through the ORM; scaled up")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    django.setup()
    if given.child:
        return _child(Path(given.child))
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _empty()
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), given.rows, given.saves)
    _empty()
    return 0


def _measure(folder: Path, rows: int, saves: int) -> None:
    first, same, later, small = (folder / f"{name}.csv" for name in ("first", "same", "later", "small"))
    _schools.write_register(small, rows // 10)
    _schools.write_register(first, rows)
    _schools.write_register(same, rows, day="01-07-2024")
    _schools.write_register(later, rows, day="01-08-2024", changed=0.1)
    few = _in_a_process(small)
    _empty()
    copies = [_timed(lambda: _raw_copy(first))]
    new = _in_a_process(first)
    known = _in_a_process(first)
    copies.append(_timed(lambda: _raw_copy(first)))
    confirmed = _in_a_process(same)
    changed = _in_a_process(later)
    copies.append(_timed(lambda: _raw_copy(first)))
    limit = sum(copies) / len(copies)
    _empty()
    orm = _timed(lambda: _plain_saves(first, saves)) * rows / saves
    print(f"{rows:,} schools, {first.stat().st_size / 1e6:.0f} MB, {len(_schools.HEADER)} columns\n")
    print(f"{'':44}{'seconds':>9}{'rows/s':>10}{'× raw COPY':>12}")
    for words, seconds in (
        ("raw COPY of the file, no checks (the limit)", limit),
        ("import, every school new", new["seconds"]),
        ("import, the same file again", known["seconds"]),
        ("import, a later file that says the same", confirmed["seconds"]),
        ("import, a later file with 1 in 10 changed", changed["seconds"]),
        (f"plain ORM saves (from {saves:,})", orm),
    ):
        print(f"{words:44}{seconds:9.1f}{rows / seconds:10,.0f}{seconds / limit:12.1f}")
    print(f"\nplain ORM saves take {orm / new['seconds']:.0f} times as long as the import")
    print(
        f"memory of the importing process: {few['memory']:.0f} MB at {rows // 10:,} rows, {new['memory']:.0f} MB at {rows:,}"
    )
    assert (new["new"], known["changed"], known["new"], confirmed["changed"]) == (rows, 0, 0, 0)


def _in_a_process(path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "schools_import", "--child", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _child(path: Path) -> int:
    from footbridge.access import Viewer
    from footbridge.schools.actions import import_register
    from footbridge.schools.importing import Given

    began = time.perf_counter()
    [outcome] = import_register(files=[Given(path)], by=Viewer.for_system("bench"))
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "new": outcome.new, "changed": outcome.changed}))
    return 0


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _raw_copy(path: Path) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor, path.open("rb") as file:
        columns = ", ".join(f"c{n} text" for n in range(len(_schools.HEADER)))
        cursor.execute(f"CREATE TABLE bench_raw ({columns})")
        with cursor.copy("COPY bench_raw FROM STDIN (FORMAT csv, HEADER, ENCODING 'WIN1252')") as copy:
            while block := file.read(1 << 16):
                copy.write(block)
        cursor.execute("DROP TABLE bench_raw")


def _plain_saves(path: Path, rows: int) -> None:
    from itertools import islice

    from footbridge.schools.models import LocalAuthority, School
    from footbridge.schools.register import SchoolRow, read

    [table] = read(path)
    fields = {field.name for field in School._meta.concrete_fields}
    for row in islice(table.rows(), rows):
        assert isinstance(row, SchoolRow)
        facts = {name: value for name, value in row.facts.items() if name in fields and value is not None}
        authority, _ = LocalAuthority.objects.get_or_create(code=row.facts["authority_code"], defaults={"name": "x"})
        found = School.objects.filter(urn=row.urn).first() or School(urn=row.urn)
        for name, value in facts.items():
            setattr(found, name, value)
        found.authority = authority
        found.save()


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE schools_school, schools_composition, schools_succession, schools_registerfile, schools_searchword, "
            "schools_localauthority CASCADE"
        )

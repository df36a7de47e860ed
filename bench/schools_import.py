"""Bringing a national register in: 50,000 made-up schools, beside plain ORM saves and beside raw COPY as the limit.

    ./run bench schools_import [--rows 50000] [--saves 1000]

Every figure of a run is taken on the same machine one after the other. Ratios are of processor time, which holds even
where the machine is busy with something else.
Memory is that of the importing process alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True)
class Cost:
    """What a piece of work took: seconds on the clock, and seconds of processor in Python and in the database together.

    The clock depends on what else the machine does; the processor's seconds hardly do, so ratios are made of them.
    """

    clock: float
    processor: float

    def times(self, factor: float) -> Cost:
        return Cost(self.clock * factor, self.processor * factor)


def _measure(folder: Path, rows: int, saves: int) -> None:
    first, same, later, small = (folder / f"{name}.csv" for name in ("first", "same", "later", "small"))
    _schools.write_register(small, rows // 10)
    _schools.write_register(first, rows)
    _schools.write_register(same, rows, day="01-07-2024")
    _schools.write_register(later, rows, day="01-08-2024", changed=0.1)
    few = _in_a_process(small)
    _empty()
    copies = [_cost(lambda: _raw_copy(first))]
    new = _in_a_process(first)
    known = _in_a_process(first)
    copies.append(_cost(lambda: _raw_copy(first)))
    confirmed = _in_a_process(same)
    changed = _in_a_process(later)
    copies.append(_cost(lambda: _raw_copy(first)))
    limit = Cost(sum(c.clock for c in copies) / 3, sum(c.processor for c in copies) / 3)
    _empty()
    orm = _cost(lambda: _plain_saves(first, saves)).times(rows / saves)
    print(f"{rows:,} schools, {first.stat().st_size / 1e6:.0f} MB, {len(_schools.HEADER)} columns\n")
    print(f"{'':44}{'clock s':>9}{'CPU s':>8}{'× raw COPY':>12}")
    for words, cost in (
        ("raw COPY of the file, no checks (the limit)", limit),
        ("import, every school new", new["cost"]),
        ("import, the same file again", known["cost"]),
        ("import, a later file that says the same", confirmed["cost"]),
        ("import, a later file with 1 in 10 changed", changed["cost"]),
        (f"plain ORM saves (from {saves:,})", orm),
    ):
        print(f"{words:44}{cost.clock:9.1f}{cost.processor:8.1f}{cost.processor / limit.processor:12.1f}")
    print(f"\nplain ORM saves take {orm.processor / new['cost'].processor:.0f} times the processor of the import")
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
    return {**found, "cost": Cost(**found["cost"])}


def _child(path: Path) -> int:
    from footbridge.access import Viewer
    from footbridge.schools.actions import import_register
    from footbridge.schools.importing import Given, Outcome

    outcomes: list[Outcome] = []
    cost = _cost(lambda: outcomes.extend(import_register(files=[Given(path)], by=Viewer.for_system("bench"))))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"new": outcomes[0].new, "changed": outcomes[0].changed, "memory": memory, "cost": asdict(cost)}
    print(json.dumps(told))
    return 0


def _cost(work: Callable[[], None]) -> Cost:
    clock, used = time.perf_counter(), processor()
    work()
    return Cost(time.perf_counter() - clock, processor() - used)


def processor() -> float:
    """Seconds of processor that this process and its database connection have used (the latter on Linux, same machine)."""
    from django.db import connection

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if stat.exists():
        fields = stat.read_text().rsplit(")", 1)[1].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


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

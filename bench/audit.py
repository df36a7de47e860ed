"""How fast the audit chain is sealed and checked: `./run bench audit [LINES]`, a million lines unless said otherwise.

The lines are kept while they are checked, so that other processes see them, and taken away at the end. Only in a
database without audit lines of its own.
"""

from __future__ import annotations

import os
import resource
import time

import django


def main(arguments: list[str]) -> int:
    """Seal lines in one transaction per 10,000, check the chain by one process and by all, and print times and memory."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from footbridge.audit.chain import Entry, append, verify
    from footbridge.audit.models import AuditHead, AuditLine

    lines = int(arguments[0]) if arguments else 1_000_000
    call_command("migrate", verbosity=0)
    if AuditLine.objects.exists():
        print(
            "This database has audit lines of its own. Give the benchmark another folder: ./run bench --data FOLDER audit"
        )
        return 1
    try:
        began = time.perf_counter()
        for start in range(0, lines, 10_000):
            with transaction.atomic():
                append(_entry(Entry, n) for n in range(start, min(lines, start + 10_000)))
        sealed = time.perf_counter() - began
        print(f"{lines:,} lines sealed in {sealed:.1f} s; processors: {os.cpu_count()}, load {os.getloadavg()[0]:.1f}")
        print("| processes | checked | processor | largest process |\n|---|---|---|---|")
        for processes in dict.fromkeys((1, os.cpu_count() or 1)):
            clock, work = time.perf_counter(), _processor()
            read, findings = verify(processes=processes)
            clock, work = time.perf_counter() - clock, _processor() - work
            assert (read, findings) == (lines, []), findings
            most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
            print(f"| {processes} | {clock:.1f} s | {work:.1f} s | {most // 1024} MB |")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE audit_auditline")
        AuditHead.objects.all().delete()
    return 0


def _entry(make: type, n: int) -> object:
    return make("0f9d", "facilitator", "offered", f"brokering.link:{n}", 1, {"from": "draft", "to": "offered", "n": n})


def _processor() -> float:
    """Seconds of processor that this process and those it waited for have used; the database's own are not in it."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )

"""How fast the audit chain is sealed and checked: `./run bench audit [LINES]`, a million lines unless said otherwise."""

from __future__ import annotations

import time

import django


def main(arguments: list[str]) -> int:
    """Seal lines in one transaction per 10,000, check the chain, and print both times."""
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from footbridge.audit.chain import Entry, append, verify
    from footbridge.audit.models import AuditHead, AuditLine

    lines = int(arguments[0]) if arguments else 1_000_000
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        began = time.perf_counter()
        for start in range(0, lines, 10_000):
            append(
                Entry(
                    "0f9d",
                    "facilitator",
                    "offered",
                    f"brokering.link:{n}",
                    1,
                    {"from": "draft", "to": "offered", "n": n},
                )
                for n in range(start, min(lines, start + 10_000))
            )
        sealed = time.perf_counter()
        read, findings = verify()
        checked = time.perf_counter()
        print(
            f"| lines | sealed | checked |\n|---|---|---|\n| {read:,} | {sealed - began:.1f} s | {checked - sealed:.1f} s |"
        )
        transaction.set_rollback(True)
    assert not findings, findings
    assert not AuditLine.objects.exists() or AuditHead.objects.exists()
    return 0

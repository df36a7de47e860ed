"""Sealing lines into the chain and checking it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from footbridge.audit.checking import MOST_FINDINGS, Checked, Finding, Part, check_part, check_parts, cuts
from footbridge.audit.models import AuditHead, AuditLine


@dataclass(frozen=True)
class Entry:
    """A line not yet sealed."""

    by: str
    role: str
    verb: str
    subject: str
    programme: int | None
    facts: dict[str, Any]


def _mac(text: str) -> str:
    return hmac.digest(settings.AUDIT_KEY.encode(), text.encode(), "sha256").hex()


WORTH_CUTTING = 100_000  #: lines; a shorter chain is checked before other processes have begun

# A fixed encoder, because making one for each of a million lines would be most of the work.
_as_text = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=str).encode

# The fields that the seal covers, in this order, after the seal of the line before.
SEALED = ("id", "at", "by", "role", "verb", "subject", "programme", "facts")


def _seal(fields: tuple[Any, ...], before: str) -> str:
    """Keyed SHA-256 over the seal before and every field of the line, so that an edit, a swap or a gap shows.

    `fields` are the values of SEALED; times count in microseconds since 1970, which no time zone can bend.
    """
    number, at, *rest = fields
    return _mac(before + _as_text([number, round(at.timestamp() * 1_000_000), *rest]))


def _proof(head: AuditHead) -> str:
    return _mac(f"{head.count}|{head.seal}|{head.first}|{head.before}")


def append(entries: Iterable[Entry]) -> None:
    """Seal entries onto the chain, inside the transaction that caused them.

    The head row is locked, so that chains from two transactions cannot branch; the lock is held until commit.
    """
    entries = list(entries)
    if not entries:
        return
    assert connection.in_atomic_block, "An audit line belongs to the transaction of its cause."
    AuditHead.objects.get_or_create(id=1)
    head = AuditHead.objects.select_for_update().get(id=1)
    now = timezone.now()
    lines = []
    for entry in entries:
        head.count += 1
        line = AuditLine(
            id=head.count,
            at=now,
            by=entry.by,
            role=entry.role,
            verb=entry.verb,
            subject=entry.subject,
            programme=entry.programme,
            facts=entry.facts,
        )
        line.seal = head.seal = _seal(tuple(getattr(line, name) for name in SEALED), head.seal)
        lines.append(line)
    AuditLine.objects.bulk_create(lines, batch_size=1000)
    head.proof = _proof(head)
    head.save()


def move_start(*, after: AuditLine) -> None:
    """Let the chain begin after this line, whose seal the head then remembers."""
    head = AuditHead.objects.select_for_update().get(id=1)
    head.first, head.before = after.id + 1, after.seal
    head.proof = _proof(head)
    head.save()


def verify(*, processes: int = 1) -> tuple[int, list[Finding]]:
    """Check the whole chain: how many lines were read, and what is wrong (at most the first ten findings).

    A long chain is cut into as many parts as `processes`, each read by a process of its own in the same snapshot of the
    database. Inside a transaction it is read here, because nobody else sees what is not committed.
    """
    if processes > 1 and not connection.in_atomic_block:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            head = AuditHead.objects.filter(id=1).first()
            if head is not None and head.count - head.first >= WORTH_CUTTING:
                return _told(
                    head, check_parts(_where(), _key(), cuts(head.first, head.count, processes), cursor.fetchone()[0])
                )
    head = AuditHead.objects.filter(id=1).first()
    if head is None:
        extra = AuditLine.objects.count()
        return extra, [Finding(0, "There are lines but no head.")] if extra else []
    with connection.cursor() as cursor:
        return _told(head, [check_part(cursor, _key(), Part(), head.first, head.before)])


def _told(head: AuditHead, parts: list[Checked]) -> tuple[int, list[Finding]]:
    """What the parts found, in their order, and whether the chain ends where its head says."""
    findings = [finding for part in parts for finding in part.findings]
    if not hmac.compare_digest(head.proof, _proof(head)):
        findings.insert(0, Finding(head.count, "The head of the chain was changed."))
    ends = next((part for part in reversed(parts) if part.read), None)
    last, seal = (ends.last, ends.seal) if ends else (head.first - 1, head.before)
    if last != head.count or seal != head.seal:
        findings.append(Finding(last, f"The chain should end at line {head.count}."))
    return sum(part.read for part in parts), findings[:MOST_FINDINGS]


def _key() -> bytes:
    key: str = settings.AUDIT_KEY
    return key.encode()


def _where() -> dict[str, str]:
    """How another process reaches this database."""
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    held = connection.settings_dict
    return {ours: str(held[theirs]) for theirs, ours in names.items() if held.get(theirs)}

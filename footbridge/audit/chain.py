"""Sealing lines into the chain and checking it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

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


@dataclass(frozen=True)
class Finding:
    """What is wrong with the chain, and at which line."""

    line: int
    sentence: str


def verify() -> tuple[int, list[Finding]]:
    """Check the whole chain: how many lines were read, and what is wrong (at most the first ten findings)."""
    head = AuditHead.objects.filter(id=1).first()
    findings: list[Finding] = []
    if head is None:
        extra = AuditLine.objects.count()
        return extra, [Finding(0, "There are lines but no head.")] if extra else []
    if not hmac.compare_digest(head.proof, _proof(head)):
        findings.append(Finding(head.count, "The head of the chain was changed."))
    before, expected, read = head.before, head.first, 0
    for *fields, seal in AuditLine.objects.order_by("id").values_list(*SEALED, "seal").iterator(chunk_size=5000):
        read, number = read + 1, fields[0]
        if number != expected:
            findings.append(Finding(number, f"Line {expected} should stand here."))
        if not hmac.compare_digest(seal, _seal(tuple(fields), before)):
            findings.append(Finding(number, "This line or the one before it was changed."))
        before, expected = seal, number + 1
        if len(findings) >= 10:
            break
    else:
        if expected - 1 != head.count or before != head.seal:
            findings.append(Finding(expected - 1, f"The chain should end at line {head.count}."))
    return read, findings

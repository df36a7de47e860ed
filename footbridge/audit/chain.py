"""Sealing lines into the chain and checking it."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii as _quoted
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


MOST_FINDINGS = 10

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


_BLOCK = 64  # bytes that SHA-256 takes in at a time
_read = json.JSONDecoder().raw_decode
# The encoder behind `_as_text`, made once; an interpreter without it in C goes the longer way.
_make: Any = json.encoder.c_make_encoder  # type: ignore[attr-defined]
_encode = _make and _make(None, str, _quoted, None, ":", ",", True, False, True)

# Times as microseconds since 1970 and numbers as text, so that a line needs no more than to be cut at its tabs.
_READ = """COPY (
    SELECT id, (extract(epoch FROM at) * 1000000)::bigint, by, role, verb, subject,
           coalesce(programme::text, 'null'), facts::text, seal
    FROM audit_auditline ORDER BY id
) TO STDOUT"""


def verify() -> tuple[int, list[Finding]]:
    """Check the whole chain: how many lines were read, and what is wrong (at most the first ten findings).

    Lines are streamed as PostgreSQL copies them, because making rows of a million of them took longer than to seal them.
    """
    head = AuditHead.objects.filter(id=1).first()
    findings: list[Finding] = []
    if head is None:
        extra = AuditLine.objects.count()
        return extra, [Finding(0, "There are lines but no head.")] if extra else []
    if not hmac.compare_digest(head.proof, _proof(head)):
        findings.append(Finding(head.count, "The head of the chain was changed."))
    before, expected, read = head.before, head.first, 0
    sealed = _sealer(settings.AUDIT_KEY.encode())
    for fields in _copied():
        number, at, by, role, verb, subject, programme, facts, seal = fields
        read += 1
        if len(findings) >= MOST_FINDINGS:
            continue  # the stream is read to its end, because breaking it off would break the caller's transaction
        if number != str(expected):
            findings.append(Finding(int(number), f"Line {expected} should stand here."))
        text = (
            f"{before}[{number},{at},{_quoted(by)},{_quoted(role)},{_quoted(verb)},{_quoted(subject)}"
            f",{programme},{_again(facts)}]"
        )
        if sealed(text.encode()) != seal:
            findings.append(Finding(int(number), "This line or the one before it was changed."))
        before, expected = seal, int(number) + 1
    if len(findings) < MOST_FINDINGS and (expected - 1 != head.count or before != head.seal):
        findings.append(Finding(expected - 1, f"The chain should end at line {head.count}."))
    return read, findings


def _sealer(key: bytes) -> Callable[[bytes], str]:
    """`_mac` for many texts: the two halves of HMAC (RFC 2104) keep the key they have taken in, and are copied for each."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))

    def seal(text: bytes) -> str:
        inside, outside = inner.copy(), outer.copy()
        inside.update(text)
        outside.update(inside.digest())
        return outside.hexdigest()

    return seal


def _again(facts: str) -> str:
    """The facts as they were sealed, from the text that the database keeps."""
    value = _read(facts)[0]
    return "".join(_encode(value, 0)) if _encode else _as_text(value)


def _copied() -> Iterator[list[str]]:
    """Every line of the chain in order, as the texts of its fields."""
    with connection.cursor() as cursor, cursor.copy(_READ) as copy:
        for block in copy:
            line = bytes(block).decode()
            fields = line[:-1].split("\t")
            yield [_unescaped(field) for field in fields] if "\\" in line else fields


_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _unescaped(field: str) -> str:
    """A field as it was before COPY escaped it."""
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), field)

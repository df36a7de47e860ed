"""Reading sealed lines and comparing each with its seal. Knows no web framework, so that other processes begin quickly."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any

MOST_FINDINGS = 10


@dataclass(frozen=True)
class Finding:
    """What is wrong with the chain, and at which line."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Part:
    """Lines from one number up to another (left out); None is no bound."""

    start: int | None = None
    end: int | None = None


@dataclass
class Checked:
    """What came of checking a part: lines read, what is wrong, number and seal of its last line."""

    read: int = 0
    last: int = 0
    seal: str = ""
    findings: list[Finding] = field(default_factory=list)


def cuts(first: int, last: int, parts: int) -> list[Part]:
    """Parts of about the same length. The outer ones have no outer bound, so that a line where none should be is seen."""
    edges = [first + (last + 1 - first) * n // parts for n in range(1, parts)]
    return [Part(start, end) for start, end in zip([None, *edges], [*edges, None], strict=True)]


def check_parts(where: Mapping[str, str], key: bytes, parts: list[Part], snapshot: str) -> list[Checked]:
    """Check parts of the chain in a process each, all in the same snapshot. `where` are psycopg's words for the database."""
    fresh = multiprocessing.get_context("spawn")  # a forked process would hold this one's connection
    with ProcessPoolExecutor(len(parts), mp_context=fresh) as pool:
        work = [pool.submit(_check_apart, dict(where), key, part, snapshot) for part in parts]
        return [one.result() for one in work]


def _check_apart(where: dict[str, str], key: bytes, part: Part, snapshot: str) -> Checked:
    import psycopg

    with psycopg.connect(**where) as connection, connection.cursor() as cursor:  # type: ignore[arg-type]
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")  # type: ignore[arg-type]  # the server's own word
        cursor.execute(_BEFORE, [part.start])
        number, seal = cursor.fetchone() or (0, "")
        return check_part(cursor, key, part, number + 1, seal)


# Number and seal of the line before a part; where there is none, what the head remembers of the lines that were forgotten.
_BEFORE = """
(SELECT id, seal FROM audit_auditline WHERE id < %s ORDER BY id DESC LIMIT 1)
UNION ALL SELECT first - 1, before FROM audit_audithead WHERE id = 1
LIMIT 1"""


def check_part(cursor: Any, key: bytes, part: Part, expected: int, before: str) -> Checked:
    """Check lines that follow one another. `expected` is the number of the first, `before` the seal of the line before it.

    Lines are streamed as PostgreSQL copies them, because making rows of a million of them took longer than to seal them.
    """
    found = Checked()
    sealed = _sealer(key)
    for fields in _copied(cursor, part):
        number, at, by, role, verb, subject, programme, facts, seal = fields
        found.read += 1
        if len(found.findings) >= MOST_FINDINGS:
            continue  # the stream is read to its end, because breaking it off would break the caller's transaction
        if number != str(expected):
            found.findings.append(Finding(int(number), f"Line {expected} should stand here."))
        text = (
            f"{before}[{number},{at},{_quoted(by)},{_quoted(role)},{_quoted(verb)},{_quoted(subject)}"
            f",{programme},{_again(facts)}]"
        )
        if sealed(text.encode()) != seal:
            found.findings.append(Finding(int(number), "This line or the one before it was changed."))
        before, expected = seal, int(number) + 1
    found.last, found.seal = expected - 1, before
    return found


_BLOCK = 64  # bytes that SHA-256 takes in at a time


def _sealer(key: bytes) -> Callable[[bytes], str]:
    """A keyed hash for many texts: the two halves of HMAC (RFC 2104) keep the key they have taken in, and are copied for each."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))

    def seal(text: bytes) -> str:
        inside, outside = inner.copy(), outer.copy()
        inside.update(text)
        outside.update(inside.digest())
        return outside.hexdigest()

    return seal


_read = json.JSONDecoder().raw_decode
# The encoder behind that of `chain`, made once; an interpreter without it in C goes the longer way.
_make: Any = json.encoder.c_make_encoder  # type: ignore[attr-defined]
_encode = _make and _make(None, str, _quoted, None, ":", ",", True, False, True)
_as_text = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=str).encode


def _again(facts: str) -> str:
    """The facts as they were sealed, from the text that the database keeps."""
    value = _read(facts)[0]
    return "".join(_encode(value, 0)) if _encode else _as_text(value)


# Times as microseconds since 1970 and numbers as text, so that a line needs no more than to be cut at its tabs.
_READ = """COPY (
    SELECT id, (extract(epoch FROM at) * 1000000)::bigint, by, role, verb, subject,
           coalesce(programme::text, 'null'), facts::text, seal
    FROM audit_auditline{where} ORDER BY id
) TO STDOUT"""


def _copied(cursor: Any, part: Part) -> Iterator[list[str]]:
    """Every line of a part in order, as the texts of its fields."""
    bounds = [f"id >= {part.start:d}"] if part.start is not None else []
    bounds += [f"id < {part.end:d}"] if part.end is not None else []
    with cursor.copy(_READ.format(where=f" WHERE {' AND '.join(bounds)}" if bounds else "")) as copy:
        for block in copy:
            line = bytes(block).decode()
            fields = line[:-1].split("\t")
            yield [_unescaped(one) for one in fields] if "\\" in line else fields


_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _unescaped(text: str) -> str:
    """A field as it was before COPY escaped it."""
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), text)

"""Bringing files in, one after the other, in one transaction that the caller keeps or undoes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from footbridge.schools.importing import compositions, facts, successions, whole
from footbridge.schools.importing.outcome import Outcome
from footbridge.schools.models import RegisterFile
from footbridge.schools.register import CannotRead, Kind, Table, read

#: Of two files that stand for the same day the higher rank is believed.
_RANKS = {Kind.CHARACTERISTICS: 2, Kind.CENSUS: 1, Kind.REGISTER: 1, Kind.LINKS: 1}
_ONE_AT_A_TIME = 0x5C4001


@dataclass(frozen=True)
class Given:
    """A file to bring in: where it is, what its owner called it, and the day it stands for where they said so."""

    path: Path
    name: str = ""
    as_of: date | None = None

    @property
    def shown(self) -> str:
        """The name people know it by."""
        return self.name or self.path.name


@dataclass(frozen=True)
class Progress:
    """How far the work is: what is being done, rows read, and rows there are (0: not known)."""

    step: str
    done: int
    total: int


Tell = Callable[[Progress], None]


def bring_in(files: Sequence[Given], tell: Tell = lambda progress: None) -> list[Outcome]:
    """Bring files in. Must run in a transaction; whoever calls keeps or undoes it. Raises CannotRead with a sentence."""
    assert connection.in_atomic_block, "An import is one transaction."
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        cursor.execute("SET LOCAL work_mem = '64MB'")  # a whole register is sorted and joined in memory, not on disk
        work = []
        for given in files:
            tables = read(given.path, name=given.shown, as_of=given.as_of)
            digest, total = _fingerprint(given)
            work += [(given, table, digest, total) for table in tables]
        # A school's pupil numbers need the school, so registers go first, in the order given.
        work.sort(key=lambda one: one[1].kind is not Kind.REGISTER)
        return [_bring_in(cursor, *one, tell) for one in work]


class _Undo(Exception):
    """Ends a preview so that nothing of it stays."""


def preview(files: Sequence[Given], tell: Tell = lambda progress: None) -> list[Outcome]:
    """What bringing these files in would change. Changes nothing itself: it does the work and undoes it.

    Raises CannotRead with a sentence where a file is none that is known.
    """
    outcomes: list[Outcome] = []
    try:
        with transaction.atomic():
            outcomes = bring_in(files, tell)
            raise _Undo
    except _Undo:
        return outcomes


def _fingerprint(given: Given) -> tuple[str, int]:
    """The file's digest, and about how many rows it has."""
    digest, lines = hashlib.sha256(), 0
    with given.path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            lines += block.count(b"\n") or block.count(b"\r")
    return digest.hexdigest(), lines


def _bring_in(cursor: Any, given: Given, table: Table, digest: str, total: int, tell: Tell) -> Outcome:
    outcome = Outcome(table.name, str(table.kind))
    done = 0

    def read_on(rows: int) -> None:
        nonlocal done
        done += rows
        tell(Progress(f"Reading {table.name}", done, max(total, done)))

    held: list[str] = []
    if table.kind is Kind.REGISTER:
        held = facts.stage(cursor, table, outcome, read_on)
    elif table.kind is Kind.LINKS:
        successions.stage(cursor, table, outcome, read_on)
    else:
        compositions.stage(cursor, table, outcome, read_on)
    total = done
    outcome.as_of, outcome.as_of_from = _as_of(given, table)
    rank = _RANKS[table.kind]
    source, _ = RegisterFile.objects.get_or_create(
        digest=digest, name=table.name[:200], as_of=outcome.as_of, defaults={"kind": str(table.kind), "rank": rank}
    )
    newer = _newer(source)
    tell(Progress("Comparing with what is known", done, total))
    if table.kind is Kind.REGISTER:
        facts.merge(cursor, held, source.pk, newer, outcome)
        whole.close_missing(cursor, held, source.pk, newer, outcome)
        facts.settle(cursor)
    elif table.kind is Kind.LINKS:
        successions.merge(cursor, source.pk, newer, outcome)
    else:
        compositions.merge(cursor, source.pk, newer, outcome)
    if table.kind in (Kind.REGISTER, Kind.LINKS):
        tell(Progress("Following closed schools to their successors", done, total))
        successions.resolve(cursor, outcome)
    source.counts = outcome.counts()
    source.save(update_fields=["counts", "applied"])
    tell(Progress("Done", done, total))
    return outcome


def _newer(source: RegisterFile) -> list[int]:
    """Files whose facts stand over this one's: of a later day, or of the same day and a higher rank."""
    later = RegisterFile.objects.filter(as_of__gt=source.as_of) | RegisterFile.objects.filter(
        as_of=source.as_of, rank__gt=source.rank
    )
    return list(later.exclude(pk=source.pk).values_list("pk", flat=True))


def _as_of(given: Given, table: Table) -> tuple[date, str]:
    """The day the facts stand for, and how it is known. The last resort is the day the file was saved."""
    found = table.as_of
    if given.as_of is not None:
        return given.as_of, "as you said"
    if found is not None:
        if found > timezone.localdate():
            raise CannotRead(
                f"{table.name} stands for {found:%-d %B %Y}, which is in the future. Say its day with --as-of."
            )
        return found, "as the file says"
    saved = datetime.fromtimestamp(given.path.stat().st_mtime).date()
    return min(saved, timezone.localdate()), "the day the file was saved, because nothing in it says"

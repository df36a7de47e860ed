"""The deletion ledger: what was deleted, in a file beside the keys, so that a restored backup cannot bring it back.

It is a file and not a table, because a restored database has forgotten what was deleted after the backup was made. A line
names a key or a row, never what was in it. Lines are only ever added.

After every restore: `./run manage replay_deletions`.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from footbridge.vault import keyfolder
from footbridge.vault.locks import Lock

# Rooms that keep sealed rows say how to delete some of them again: kind → ids → how many were still there.
Forgetter = Callable[[list[str]], int]
_forgetters: dict[str, Forgetter] = {}


def register_forgetter(kind: str, forget: Forgetter) -> None:
    """A room says how rows of a kind are deleted again after a restore. Deletes what is there, and minds no missing row."""
    _forgetters[kind] = forget


def note_key(lock: Lock, because: str) -> None:
    """Note that a key is destroyed. Written and settled on disk before this returns."""
    _add([{"what": "key", "id": str(lock), "because": because}])


def note_rows(kind: str, rows: Iterable[object]) -> None:
    """Note that rows were deleted one by one. Call it in the transaction that deletes them."""
    if kind not in _forgetters:
        raise LookupError(f"Nobody has said how rows of the kind “{kind}” are deleted again.")
    _add([{"what": kind, "id": str(row)} for row in rows])


def entries() -> Iterator[dict[str, str]]:
    """Every line, oldest first. A last line cut by a power failure is left out."""
    path = _path()
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue


def has_key(lock: Lock) -> bool:
    """Whether the key was destroyed. Asked of its tombstone, not by reading the whole ledger."""
    return _tombstone(lock).exists()


def destroyed_locks() -> list[tuple[Lock, str]]:
    """Destroyed keys with the reason."""
    return [(Lock.named(e["id"]), e.get("because", "")) for e in entries() if e["what"] == "key"]


def replay_rows() -> dict[str, int]:
    """Delete again every row the ledger names; how many of each kind had come back."""
    found: dict[str, list[str]] = {}
    for entry in entries():
        if entry["what"] != "key":
            found.setdefault(entry["what"], []).append(entry["id"])
    return {kind: _forgetters[kind](rows) for kind, rows in found.items()}


def _path() -> Path:
    return Path(settings.VAULT_LEDGER) / "deletions.jsonl"


def _tombstone(lock: Lock) -> Path:
    return Path(settings.VAULT_LEDGER) / "keys" / str(lock)


def _add(lines: list[dict[str, str]]) -> None:
    if not lines:
        return
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    at = timezone.now().isoformat(timespec="seconds")
    text = "".join(json.dumps({"at": at, **line}) + "\n" for line in lines)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            text = "\n" + text  # the line before was cut by a power failure
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    for line in lines:
        if line["what"] == "key":
            stone = _tombstone(Lock.named(line["id"]))
            stone.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            stone.touch(mode=0o600)
            keyfolder.settle(stone.parent)

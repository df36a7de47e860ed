"""Sealed bytes that are too large for a row: on disk by default, in an S3-compatible store where a setting says so.

An object's name says link, year and row, and nothing of a child; its bytes are sealed before they leave this process. Objects of
a link and year lie together, so that what was left behind by a crash goes with the rest when the key is destroyed.
"""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from footbridge.vault import sealing
from footbridge.vault.locks import Lock


class ObjectMissing(LookupError):
    """The store has no such object."""


def put(plain: bytes, *, lock: Lock, kind: str, row: Any) -> None:
    """Seal bytes and keep them under kind and row; whatever was there before is replaced."""
    sealed = sealing.seal(plain, lock=lock, kind=kind, row=row)
    storage, name = _store(), _name(lock, kind, row)
    storage.delete(name)
    kept = storage.save(name, ContentFile(sealed))
    if kept != name:
        raise RuntimeError("The store gave an object another name.")


def get(*, lock: Lock, kind: str, row: Any) -> bytes:
    """The bytes that were put there. Raises ObjectMissing, or what `sealing.open_` raises."""
    try:
        with _store().open(_name(lock, kind, row), "rb") as handle:
            sealed = handle.read()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ObjectMissing(f"There is no {kind} of {row}.") from error
    return sealing.open_(sealed, lock=lock, kind=kind, row=row)


def delete(*, lock: Lock, kind: str, row: Any) -> None:
    """Remove an object; one that is not there is as good."""
    _store().delete(_name(lock, kind, row))


def delete_all(lock: Lock) -> int:
    """Remove every object of a link and year; how many there were."""
    store, folder = _store(), f"{lock.year}/{lock.link}"
    try:
        _, names = store.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return 0
    for name in names:
        store.delete(f"{folder}/{name}")
    return len(names)


def _name(lock: Lock, kind: str, row: Any) -> str:
    return f"{lock.year}/{lock.link}/{row}-{kind}"


def _store() -> Storage:
    return storages["sealed"]

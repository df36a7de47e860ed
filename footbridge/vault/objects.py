"""Sealed bytes that are too large for a row: on disk by default, in an S3-compatible store where a setting says so.

An object's name says link, year and row, and nothing of a child; its bytes are sealed before they leave this process. Objects of
a link and year lie together, so that what was left behind by a crash goes with the rest when the key is destroyed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from footbridge.vault import sealing
from footbridge.vault.locks import Lock
from footbridge.vault.troubles import Away

OF_STORE = (
    "botocore",
    "boto3",
    "s3transfer",
    "urllib3",
)  # parts whose errors mean that the store has not answered as it should


class ObjectMissing(LookupError):
    """The store has no such object."""


class NoStore(Away):
    """The store cannot be reached, or does not let us in. Nothing is kept or fetched meanwhile."""

    words = "The place where pictures and films are kept cannot be reached just now."


def put(plain: bytes, *, lock: Lock, kind: str, row: Any) -> None:
    """Seal bytes and keep them under kind and row; whatever was there before is replaced."""
    sealed = sealing.seal(plain, lock=lock, kind=kind, row=row)
    storage, name = _store(), _name(lock, kind, row)
    with _reached():
        storage.delete(name)
        kept = storage.save(name, ContentFile(sealed))
    if kept != name:
        raise RuntimeError("The store gave an object another name.")


def get(*, lock: Lock, kind: str, row: Any) -> bytes:
    """The bytes that were put there. Raises ObjectMissing, or what `sealing.open_` raises."""
    try:
        with _reached(), _store().open(_name(lock, kind, row), "rb") as handle:
            sealed = handle.read()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ObjectMissing(f"There is no {kind} of {row}.") from error
    return sealing.open_(sealed, lock=lock, kind=kind, row=row)


def delete(*, lock: Lock, kind: str, row: Any) -> None:
    """Remove an object; one that is not there is as good."""
    with _reached():
        _store().delete(_name(lock, kind, row))


def delete_all(lock: Lock) -> int:
    """Remove every object of a link and year; how many there were."""
    store, folder = _store(), f"{lock.year}/{lock.link}"
    with _reached():
        try:
            _, names = store.listdir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return 0
        for name in names:
            store.delete(f"{folder}/{name}")
    return len(names)


@contextmanager
def _reached() -> Iterator[None]:
    """What the disk or the store says when it cannot do its work, as NoStore; what is only not there passes."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise
    except Exception as trouble:
        if isinstance(trouble, OSError) or type(trouble).__module__.partition(".")[0] in OF_STORE:
            raise NoStore(f"The store of sealed objects: {type(trouble).__name__}.") from trouble
        raise


def _name(lock: Lock, kind: str, row: Any) -> str:
    return f"{lock.year}/{lock.link}/{row}-{kind}"


def _store() -> Storage:
    return storages["sealed"]

"""Keys in a folder: one small file each, readable by the server alone, written whole or not at all.

The folder is a setting, so that keys and database need not share a disk or a backup. A key is never kept in memory between
uses: once its file is gone, nothing opens.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from footbridge.vault.locks import Lock

LENGTH = 32  # bytes: AES-256


class KeyGone(LookupError):
    """What was sealed cannot be opened: its key was destroyed, or is not in the folder of keys."""


def path_of(lock: Lock) -> Path:
    """Where the key lies."""
    return Path(settings.VAULT_KEYS) / str(lock.year) / f"{lock.link}.key"


def read(lock: Lock) -> bytes | None:
    """The key, or None when there is none. Raises KeyGone for a file that is no key."""
    try:
        key = path_of(lock).read_bytes()
    except FileNotFoundError:
        return None
    if len(key) != LENGTH:
        raise KeyGone(f"The file of key {lock} is damaged. Bring it back from the backup of the keys.")
    return key


def make(lock: Lock) -> bytes:
    """A new key, on disk before this returns. Of two makers at once the first wins, and both get its key."""
    path = path_of(lock)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_bytes(LENGTH))
        os.fsync(handle)
    finally:
        os.close(handle)
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    _settle(path.parent)
    key = read(lock)
    assert key is not None
    return key


def shred(lock: Lock) -> bool:
    """Overwrite and remove the key; False when it was not there. Copies in a backup are the ledger's business."""
    path = path_of(lock)
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return False
    try:
        os.write(handle, secrets.token_bytes(LENGTH))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    _settle(path.parent)
    return True


def mark_of(key: bytes) -> str:
    """What the database remembers of a key, to notice a wrong one. Tells nothing about the key itself."""
    return hashlib.sha256(b"footbridge key mark" + key).hexdigest()[:24]


def _settle(folder: Path) -> None:
    """Make the folder's list of files outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

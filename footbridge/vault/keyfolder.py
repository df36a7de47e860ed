"""Keys in a folder: one small file each, readable by the server alone, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from footbridge.vault.locks import Lock


def path_of(lock: Lock) -> Path:
    """Where the key lies."""
    return Path(settings.VAULT_KEYS) / str(lock.year) / f"{lock.link}.key"


def read(lock: Lock) -> bytes | None:
    """What the file holds, or None when there is none."""
    try:
        return path_of(lock).read_bytes()
    except FileNotFoundError:
        return None


def make(lock: Lock, key: bytes) -> None:
    """Keep a new key, on disk before this returns. Of two makers at once the first wins."""
    path = path_of(lock)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, key)
        os.fsync(handle)
    finally:
        os.close(handle)
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    settle(path.parent)


def shred(lock: Lock) -> bool:
    """Overwrite and remove the key; False when it was not there. Copies in a backup are the ledger's business."""
    path = path_of(lock)
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return False
    try:
        os.write(handle, secrets.token_bytes(32))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    settle(path.parent)
    return True


def settle(folder: Path) -> None:
    """Make the folder's list of files outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

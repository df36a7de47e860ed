"""Keys, kept outside the database and its backups: in a folder, or in a key service where the setting is an address.

So keys and database need not share a disk or a backup. Once its key is gone, nothing opens.
"""

from __future__ import annotations

import hashlib
import secrets
from types import ModuleType

from django.conf import settings

from footbridge.vault import keyfolder, keyservice
from footbridge.vault.locks import Lock

LENGTH = 32  # bytes: AES-256


class KeyGone(LookupError):
    """What was sealed cannot be opened: its key was destroyed, or is not where keys are kept."""

    words = "The key of this room is not where keys are kept."


def read(lock: Lock) -> bytes | None:
    """The key, or None when there is none. Raises KeyGone for something that is no key."""
    key: bytes | None = _keeper().read(lock)
    if key is not None and len(key) != LENGTH:
        raise KeyGone(f"What is kept as key {lock} is damaged. Bring it back from the backup of the keys.")
    return key


def make(lock: Lock) -> bytes:
    """A new key, kept for good before this returns. Of two makers at once the first wins, and both get its key."""
    _keeper().make(lock, secrets.token_bytes(LENGTH))
    key = read(lock)
    assert key is not None
    return key


def shred(lock: Lock) -> bool:
    """Destroy the key; False when it was not there. Copies in a backup are the ledger's business."""
    gone: bool = _keeper().shred(lock)
    return gone


def mark_of(key: bytes) -> str:
    """What the database remembers of a key, to notice a wrong one. Tells nothing about the key itself."""
    return hashlib.sha256(b"footbridge key mark" + key).hexdigest()[:24]


def _keeper() -> ModuleType:
    return keyservice if keyservice.is_service(str(settings.VAULT_KEYS)) else keyfolder

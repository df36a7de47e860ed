"""Destroying a key, and replaying deletions after a restore."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.vault import keys, ledger, objects
from footbridge.vault.locks import Lock
from footbridge.vault.models import SealKey, Switch


@action
def destroy(*, by: Viewer, lock: Lock, because: str) -> bool:
    """Make everything that was ever sealed under a key unreadable, in every copy: rows, files, logs, backups of the database.

    The order matters: the ledger first, so that a crash in between is finished by the next replay; the key next; the sealed
    objects last. Answers whether the key was still there. Can be repeated.
    """
    if not by.system:
        raise PermissionDenied("Keys are destroyed by the platform at the end of a year.")
    if not ledger.has_key(lock):
        ledger.note_key(lock, because)
    was_there = keys.shred(lock)
    objects.delete_all(lock)
    SealKey.objects.update_or_create(
        lock=str(lock),
        defaults={"destroyed": timezone.now(), "because": because},
        create_defaults={"mark": "", "destroyed": timezone.now(), "because": because},
    )
    record("destroyed a key", f"vault.key:{lock}", by=by, was_there=was_there)
    return was_there


@action
def replay_deletions(*, by: Viewer) -> dict[str, int]:
    """After a restore: destroy again every key and delete again every row that the ledger names.

    Answers how many of each had come back: {"keys": 1, "label": 3}.
    """
    back = sum(destroy(by=by, lock=lock, because=because) for lock, because in ledger.destroyed_locks())
    found = {"keys": back, **ledger.replay_rows()}
    record("replayed deletions", "vault.ledger:1", by=by, **found)
    return found


@action
def turn(*, by: Viewer, name: str, off: bool, because: str) -> Switch:
    """Shut something for everybody at once, or open it again. `name`: uploads, pictures, invitations or exports."""
    if not by.system:
        raise PermissionDenied("Switches are turned by whoever runs the server.")
    made, _ = Switch.objects.update_or_create(
        name=name, defaults={"off": off, "because": because if off else "", "since": timezone.now()}
    )
    record("shut" if off else "opened", f"vault.switch:{name}", by=by)
    return made

"""Sealing and opening: AES-256-GCM, bound to the kind and the id of the row, so that sealed texts cannot be swapped."""

from __future__ import annotations

import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from footbridge.vault import keys, ledger
from footbridge.vault.keys import KeyGone
from footbridge.vault.locks import Lock
from footbridge.vault.models import SealKey

FORM = b"\x01"  # first byte of everything sealed, so that a later form can be told apart
NONCE = 12  # bytes; random: a key seals a few thousand things, far below where chance would repeat one


class Tampered(ValueError):
    """What was sealed has been changed, cut, or put in another row's place."""


def seal(plain: bytes, *, lock: Lock, kind: str, row: Any) -> bytes:
    """Seal bytes for one row. `kind` says what it is (“label”), `row` is the id under which it will be asked for.

    The key is made with the first thing it seals. Raises KeyGone when it was destroyed or is missing from the folder:
    a new one is never put in a lost one's place.
    """
    nonce = secrets.token_bytes(NONCE)
    return FORM + nonce + AESGCM(_key_to_seal(lock)).encrypt(nonce, plain, _bond(lock, kind, row))


def open_(sealed: bytes | memoryview, *, lock: Lock, kind: str, row: Any) -> bytes:
    """The bytes that were sealed for this kind and row. Raises KeyGone or Tampered."""
    whole = bytes(sealed)
    key = keys.read(lock)
    if key is None:
        raise KeyGone(f"Key {lock} is destroyed, or not in the folder of keys.")
    if whole[:1] != FORM or len(whole) < 1 + NONCE + 16:
        raise Tampered("This was not sealed here, or is damaged.")
    try:
        return AESGCM(key).decrypt(whole[1 : 1 + NONCE], whole[1 + NONCE :], _bond(lock, kind, row))
    except InvalidTag:
        raise Tampered("This was changed after it was sealed, or sealed for another row.") from None


def _bond(lock: Lock, kind: str, row: Any) -> bytes:
    return f"footbridge|{lock}|{kind}|{row}".encode()


def _key_to_seal(lock: Lock) -> bytes:
    known = SealKey.objects.filter(lock=str(lock)).values_list("mark", "destroyed").first()
    if (known and known[1]) or ledger.has_key(lock):
        raise KeyGone(f"Key {lock} was destroyed, and what belongs to it is closed for good.")
    key = keys.read(lock)
    if known:
        if key is None or keys.mark_of(key) != known[0]:
            raise KeyGone(f"Key {lock} is not in the folder of keys. Bring it back before anything more is sealed.")
        return key
    key = key or keys.make(lock)
    made = SealKey.remembered(str(lock), mark=keys.mark_of(key))
    if made.mark != keys.mark_of(key):
        raise KeyGone(f"Key {lock} is another one than the database knows.")
    return key

"""The sealed words of a piece."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Piece
from footbridge.vault import sealing
from footbridge.vault.locks import Lock

KIND = "piece"


@dataclass(frozen=True)
class Words:
    """Title and words of a piece, opened."""

    title: str
    words: str = ""


def sealed(piece: Piece, words: Words, lock: Lock) -> bytes:
    """The words sealed for this piece."""
    plain = json.dumps({"title": words.title, "words": words.words}, ensure_ascii=False)
    return sealing.seal(plain.encode(), lock=lock, kind=KIND, row=piece.pk)


def opened(pieces: Iterable[Piece]) -> dict[UUID, Words]:
    """The words of pieces of one link."""
    found: dict[UUID, Words] = {}
    lock: Lock | None = None
    for piece in pieces:
        lock = lock or lock_of(piece.link_id)
        plain = json.loads(sealing.open_(piece.sealed, lock=lock, kind=KIND, row=piece.pk))
        found[piece.pk] = Words(plain["title"], plain["words"])
    return found

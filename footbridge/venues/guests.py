"""Who comes to a slot: visits, a later step, tells this room, and hears from it when a host declines.

A guest is described for the host: schools, classes, year groups, counts and needs as counts; never a child's name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from footbridge.access import Viewer


@dataclass(frozen=True)
class Guest:
    """What a host reads about one visit."""

    key: str
    title: str
    classes: str = ""
    children: int | None = None
    adults: int | None = None
    needs: tuple[str, ...] = ()


_tellers: list[Callable[[Collection[str]], dict[str, Guest]]] = []
_listeners: list[Callable[[Viewer, str], None]] = []


def register_guests(teller: Callable[[Collection[str]], dict[str, Guest]]) -> None:
    """A later step says who stands behind the keys of holds."""
    _tellers.append(teller)


def register_declined(listener: Callable[[Viewer, str], None]) -> None:
    """A later step hears, inside the host's own transaction, that the slot of a key was declined."""
    _listeners.append(listener)


def guests_of(keys: Collection[str]) -> dict[str, Guest]:
    """Guests by key; a key that nobody knows has none."""
    found: dict[str, Guest] = {}
    for teller in _tellers:
        found.update(teller(keys))
    return found


def declined(by: Viewer, key: str) -> None:
    """Tell whoever looks after the meeting."""
    for listener in _listeners:
        listener(by, key)

"""What else goes when a label goes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

OnRemoval = Callable[[UUID], object]
listeners: list[OnRemoval] = []


def on_removal(forget: OnRemoval) -> None:
    """A later room deletes what it keeps about a child, in the transaction that removes the label. Say it in `ready`."""
    listeners.append(forget)

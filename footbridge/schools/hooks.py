"""What later rooms want to hear of: national files were brought in. They are told in the same transaction."""

from __future__ import annotations

from collections.abc import Callable

from footbridge.access import Viewer

_heard: list[Callable[..., object]] = []


def when_register_changes(hear: Callable[..., object]) -> None:
    """Hear that national files were brought in: `hear(by=viewer)`, an action."""
    _heard.append(hear)


def tell_register_changed(by: Viewer) -> None:
    for hear in _heard:
        hear(by=by)

"""Shutting things for everybody at once: uploads, pictures, invitations, exports.

`./run manage switch pictures off --because "…"`. A switch is asked each time, so it works on the next request.
"""

from __future__ import annotations

from footbridge.vault.models import Switch

NAMES = ("uploads", "pictures", "invitations", "exports")


class SwitchedOff(RuntimeError):
    """Whoever runs the server has shut this. The words are for the person who wanted it."""


def is_off(name: str) -> bool:
    """Whether it is shut now. One query."""
    if name not in NAMES:
        raise LookupError(f"There is no switch called “{name}”.")
    return Switch.objects.filter(name=name, off=True).exists()


def insist_on(name: str) -> None:
    """Raise SwitchedOff while it is shut."""
    found = Switch.objects.filter(name=name, off=True).first()
    if name not in NAMES or found:
        raise SwitchedOff(
            (found and found.because) or f"The {name} are shut for now. Nothing is lost. Try again later."
        )

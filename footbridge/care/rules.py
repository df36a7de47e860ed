"""Who may look after which link, and what a nudge must be."""

from __future__ import annotations

from footbridge.access import Permission, Viewer


class Refused(Exception):
    """Something that may not be done; the message is a sentence for the person who tried."""


def insist_may_look_after(by: Viewer, programme_id: int) -> None:
    """Facilitators look after the links of their own programmes. Pages have answered 404 before; this is the net below."""
    if not (by.may(Permission.LOOK_AFTER_LINKS) and (by.system or programme_id in by.programmes)):
        raise Refused("Only a facilitator of this programme looks after its links.")

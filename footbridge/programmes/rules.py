"""Who may do what to which programme, and what must hold before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from footbridge.access import Permission, Viewer
from footbridge.programmes.models import MEETINGS, Hosting, Programme

FEWEST_MEETINGS, MOST_MEETINGS = 2, 5


class NotAllowed(Exception):
    """The viewer may not do this. Pages never get so far, because they fetch through the viewer first."""


class NotPossible(Exception):
    """A sentence that says why it cannot be done now, and what would have to change."""


def may_set_up(viewer: Viewer) -> bool:
    """Network staff set programmes up, hand them over and close them."""
    return viewer.may(Permission.SET_UP_PROGRAMMES)


def may_change(viewer: Viewer, programme: Programme) -> bool:
    """Its own facilitators, and network staff."""
    own = viewer.may(Permission.MANAGE_PROGRAMME) and (viewer.system or programme.pk in viewer.programmes)
    return own or may_set_up(viewer)


def insist(allowed: bool) -> None:
    """Stop an action that its viewer may not do."""
    if not allowed:
        raise NotAllowed


def meetings_fault(meetings: Sequence[str]) -> str:
    """Why these meetings, in this order, make no year; empty when they do."""
    known = {key for key, _ in MEETINGS}
    if not FEWEST_MEETINGS <= len(meetings) <= MOST_MEETINGS:
        return "A linking year has two to five meetings. Two a year is where evaluation saw the greatest effect begin."
    if not set(meetings) <= known:
        return "Choose the meetings from the list."
    if "goodbye" in meetings and meetings[-1] != "goodbye":
        return "The goodbye comes last. Move it to the end."
    hosts = [meeting for meeting in meetings if meeting in ("host_a", "host_b")]
    if len(hosts) != len(set(hosts)):
        return "Each school hosts once. Choose another kind for one of the two meetings."
    return ""


def handover_fault(current: Hosting | None, organisation: str, on: dt.date) -> str:
    """Why a handover to `organisation` on this day cannot be; empty when it can."""
    if current and current.organisation.strip().lower() == organisation.strip().lower():
        return f"{current.organisation} hosts this programme already. Name the organisation that takes over."
    if current and on <= current.since:
        return (
            f"{current.organisation} has hosted it since {current.since.day} {current.since:%B %Y}. "
            "Enter a later day for the handover."
        )
    return ""

"""Who may do what in brokering, row by row. Views and actions ask here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from footbridge.access import Permission, Viewer


def may_broker(viewer: Viewer, programme_id: int) -> bool:
    """Facilitators broker in their own programmes; the platform acts for them in tasks."""
    return viewer.system or (viewer.may(Permission.BROKER_LINKS) and programme_id in viewer.programmes)


def may_answer(viewer: Viewer, school_id: int) -> bool:
    """Only the head of a school accepts or declines an offer for it."""
    return viewer.may(Permission.ACCEPT_OFFER) and school_id in viewer.schools


def may_name_teachers(viewer: Viewer, school_id: int) -> bool:
    """Head, deputy and office of a school say who leads its classes; the platform does when a role passes on."""
    return viewer.system or (viewer.may(Permission.NAME_TEACHERS) and school_id in viewer.schools)


def insist(allowed: bool) -> None:
    """Stop an action that the viewer may not do. Pages have answered 404 before; this is the net below."""
    if not allowed:
        raise PermissionDenied("You may not do this here.")

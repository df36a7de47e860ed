"""Who may do what with agreements, row by row. Views and actions ask here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from footbridge.access import Permission, Viewer


def may_write_text(viewer: Viewer) -> bool:
    """Network staff write the one text."""
    return viewer.system or viewer.may(Permission.WRITE_AGREEMENT)


def may_add_clauses(viewer: Viewer, programme_id: int) -> bool:
    """Facilitators add clauses for their own programmes."""
    return viewer.system or (viewer.may(Permission.MANAGE_PROGRAMME) and programme_id in viewer.programmes)


def may_sign(viewer: Viewer, school_id: int) -> bool:
    """Only the head signs for a school. It cannot be delegated, so the platform cannot do it either."""
    return not viewer.system and viewer.may(Permission.SIGN_AGREEMENT) and school_id in viewer.schools


def may_read_for(viewer: Viewer, school_id: int) -> bool:
    """A head asks deputies and office of the own school to read."""
    return viewer.may(Permission.READ_AGREEMENT) and school_id in viewer.schools


def may_chase(viewer: Viewer, programme_id: int) -> bool:
    """Facilitators remind in their own programmes; the platform in its daily task."""
    return viewer.system or (viewer.may(Permission.SEE_LINK_PROGRESS) and programme_id in viewer.programmes)


def insist(allowed: bool) -> None:
    """Stop an action that the viewer may not do. Pages have answered 404 before; this is the net below."""
    if not allowed:
        raise PermissionDenied("You may not do this here.")

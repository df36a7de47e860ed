"""Who may do what at a venue, as plain functions; reasons why not, as sentences."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from footbridge.access import Permission, Viewer
from footbridge.venues.models import Venue


class CannotDo(Exception):
    """The change makes no sense as things stand; the message is for people."""


def may_keep(viewer: Viewer, venue: Venue) -> bool:
    """Its host, a facilitator whose programme it serves, and network staff keep profile, slots and days off."""
    return viewer.system or Venue.objects.visible_to(viewer).filter(pk=venue.pk).exists()


def may_answer(viewer: Viewer, venue_id: int) -> bool:
    """Only the host says that classes are welcome."""
    return viewer.system or (viewer.may(Permission.KEEP_OWN_VENUE) and venue_id in viewer.venues)


def may_add(viewer: Viewer, programmes: frozenset[int]) -> bool:
    """Facilitators add venues for their own programmes, network staff for all."""
    if viewer.system or (viewer.is_network_staff and viewer.may(Permission.RUN_VENUES)):
        return True
    return viewer.may(Permission.RUN_VENUES) and bool(programmes) and programmes <= viewer.programmes


def may_hold(viewer: Viewer, programme_id: int) -> bool:
    """Facilitators hold slots for links of their own programmes."""
    return viewer.system or (viewer.may(Permission.RUN_VENUES) and programme_id in viewer.programmes)


def insist(allowed: bool) -> None:
    """Stop an action that the viewer may not do. Pages have answered 404 before; this is the net below."""
    if not allowed:
        raise PermissionDenied("You may not do this here.")

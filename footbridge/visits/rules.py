"""Who may do what to a meeting. Views and actions ask here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import LinkTeacher
from footbridge.brokering.teachers.queries import links_led_by


def may_plan(viewer: Viewer, link_id: int) -> bool:
    """The teachers who lead a class of the link plan its meetings together."""
    if not viewer.may(Permission.PLAN_VISITS) or viewer.person_id is None:
        return viewer.system
    return link_id in links_led_by(viewer.person_id)


def own_side(viewer: Viewer, link_id: int) -> int | None:
    """The side of the link whose class the viewer leads, or None."""
    rows = LinkTeacher.objects.unscoped("the rules ask which side a teacher speaks for")
    led = rows.filter(link=link_id, person=viewer.person_id, until=None).order_by("pk")
    return led.values_list("link_class__side_id", flat=True).first()


def may_share_slots(viewer: Viewer, programme_id: int) -> bool:
    """Facilitators share the slots of venues over the links of their own programmes; the platform does it for them."""
    return viewer.system or (viewer.may(Permission.RUN_VENUES) and programme_id in viewer.programmes)


def may_note_costs(viewer: Viewer, school_id: int) -> bool:
    """Head, deputy and office note what the year costs their own school, and claim it."""
    return viewer.may(Permission.SEE_OWN_COSTS) and school_id in viewer.schools


def may_settle_claims(viewer: Viewer, programme_id: int) -> bool:
    """Facilitators settle the claims of their own programmes."""
    return viewer.may(Permission.MANAGE_COSTS) and programme_id in viewer.programmes


def may_shape_year(viewer: Viewer, link_id: int, programme_id: int) -> bool:
    """Teachers add and call off meetings of their link, and so does the facilitator."""
    runs = viewer.may(Permission.LOOK_AFTER_LINKS) and programme_id in viewer.programmes
    return viewer.system or runs or may_plan(viewer, link_id)


def insist(allowed: bool) -> None:
    """Stop an action that the viewer may not do. Pages have answered 404 before; this is the net below."""
    if not allowed:
        raise PermissionDenied("You may not do this here.")

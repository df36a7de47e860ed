"""Who may do what in the exchange. It belongs to the people who lead the link's classes, and to nobody else."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import Link, LinkClass, LinkTeacher

WHY = "the exchange asks who leads a class of this link"


def classes_led(viewer: Viewer) -> dict[int, int]:
    """The classes that the viewer leads now in standing links: class of a link → link. None once the room is deleted."""
    return {link_class: link for link_class, link, _ in _led(viewer)}


def schools_led(viewer: Viewer) -> dict[int, int]:
    """The school for which the viewer runs each link's exchange: link → school."""
    return {link: school for _, link, school in _led(viewer)}


def _led(viewer: Viewer) -> tuple[tuple[int, int, int], ...]:
    """Class of a link, link and school of what the viewer leads in standing links whose room is not deleted. Asked once per request."""
    if not (viewer.may(Permission.RUN_EXCHANGE) and viewer.person_id):
        return ()
    return viewer.once("classes led", lambda: tuple(_rows_led(viewer)))


def _rows_led(viewer: Viewer) -> Any:
    rows = LinkTeacher.objects.unscoped(WHY).filter(
        person=viewer.person_id, until=None, link__state="standing", link_class__school__in=viewer.schools
    )
    gone = apps.get_model("exchange", "Certificate").objects.unscoped(WHY).filter(link=OuterRef("link"))
    return rows.exclude(Exists(gone)).values_list("link_class_id", "link_id", "link_class__school_id")


def rooms_gone(viewer: Viewer) -> dict[int, int]:
    """The links whose room is deleted and where the viewer led a class to the end, this year's and earlier: link → school. One query."""
    if not (viewer.may(Permission.RUN_EXCHANGE) and viewer.person_id):
        return {}
    gone = apps.get_model("exchange", "Certificate").objects.unscoped(WHY).filter(link=OuterRef("link"))
    to_the_end = Q(until=None) | Q(link__state="ended", until__gte=F("link__settled"))
    rows = LinkTeacher.objects.unscoped(WHY).filter(
        Exists(gone), to_the_end, person=viewer.person_id, link_class__school__in=viewer.schools
    )
    return dict(rows.values_list("link_id", "link_class__school_id"))


def links_run(viewer: Viewer) -> frozenset[int]:
    """The links whose exchange the viewer runs."""
    return frozenset(classes_led(viewer).values())


def may_run(viewer: Viewer, link_id: int) -> bool:
    """Whether the viewer leads a class of this link, which stands."""
    return link_id in links_run(viewer)


def leads_class(viewer: Viewer, link_class_id: int) -> bool:
    """Whether the viewer leads this class of a link."""
    return link_class_id in classes_led(viewer)


def other_classes(link_id: int, own: set[int]) -> list[int]:
    """The classes of a link besides the own ones."""
    rows = LinkClass.objects.unscoped(WHY).filter(link=link_id).exclude(pk__in=own)
    return list(rows.values_list("pk", flat=True))


def programme_of(link_id: int) -> int:
    """The programme of a link."""
    return Link.objects.unscoped(WHY).values_list("linking_year__programme_id", flat=True).get(pk=link_id)


def insist(allowed: bool) -> None:
    """Stop an action that the viewer may not do. Pages have answered 404 before; this is the net below."""
    if not allowed:
        raise PermissionDenied("This belongs to the teachers of the link.")

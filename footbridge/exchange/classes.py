"""The classes that a teacher leads, as the exchange's pages need them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from footbridge.access import Viewer
from footbridge.brokering.models import LinkClass
from footbridge.exchange import rules


@dataclass(frozen=True)
class OwnClass:
    """A class that the viewer leads, with its school and its partners in words."""

    id: int
    link: int
    name: str
    school: str
    school_id: int
    partners: str
    size: int | None


def own_classes(viewer: Viewer) -> list[OwnClass]:
    """Every class that the viewer leads in a link that stands. Two queries."""
    led = rules.classes_led(viewer)
    rows = LinkClass.objects.visible_to(viewer).filter(link__in=set(led.values()))
    by_link: dict[int, list[LinkClass]] = {}
    for row in rows.select_related("offered_class", "school").order_by("link_id", "pk"):
        by_link.setdefault(row.link_id, []).append(row)
    found = []
    for rows_of_link in by_link.values():
        for row in rows_of_link:
            if row.pk in led:
                others = [one for one in rows_of_link if one.school_id != row.school_id]
                partners = " and ".join(dict.fromkeys(one.school.name for one in others))
                one = row.offered_class
                found.append(
                    OwnClass(row.pk, row.link_id, one.name, row.school.name, row.school_id, partners, one.size)
                )
    return found


def own_class(viewer: Viewer, link_class: int) -> OwnClass:
    """A class that the viewer leads, or 404."""
    for one in own_classes(viewer):
        if one.id == link_class:
            return one
    raise Http404

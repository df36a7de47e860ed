"""Rooms that are deleted, for the teachers who led them."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.access import Viewer
from footbridge.brokering.models import Link, LinkSide
from footbridge.exchange import rules
from footbridge.exchange.models import Certificate

WHY = "the schools of a link are named to the people of that link"


@dataclass(frozen=True)
class Gone:
    """A room that is deleted: the link, its schools in words, and the certificate."""

    link: Link
    title: str
    certificate: Certificate


def rooms_gone(viewer: Viewer) -> list[Gone]:
    """Those of the viewer, newest first. Three queries."""
    links = rules.rooms_gone(viewer)
    if not links:
        return []
    rows = Certificate.objects.visible_to(viewer).filter(link__in=links).order_by("-at")
    names: dict[int, list[str]] = {}
    for link, name in (
        LinkSide.objects.unscoped(WHY).filter(link__in=links).order_by("pk").values_list("link", "school__name")
    ):
        names.setdefault(link, []).append(name)
    return [
        Gone(row.link, " and ".join(names.get(row.link_id, [])), row)
        for row in rows.select_related("link__linking_year__programme")
    ]


def title_of_link(link: Link) -> str:
    """The schools of a link in words."""
    sides = LinkSide.objects.unscoped(WHY).filter(link=link).order_by("pk")
    return " and ".join(sides.values_list("school__name", flat=True))

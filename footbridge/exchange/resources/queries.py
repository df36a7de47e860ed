"""The activities that classes of a room have taken."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.access import Viewer
from footbridge.exchange import rules
from footbridge.exchange.models import RoomActivity
from footbridge.exchange.resources.library import Activity, by_slug


@dataclass(frozen=True)
class Taken:
    """An activity in a room, and whether an own class took it."""

    row: RoomActivity
    activity: Activity
    mine: bool


def taken_in(viewer: Viewer, link: int) -> list[Taken]:
    """The activities of a room, oldest first; those that the library no longer has are left out."""
    led = rules.classes_led(viewer)
    rows = RoomActivity.objects.visible_to(viewer).filter(link=link).order_by("at", "pk")
    return [Taken(row, one, row.link_class_id in led) for row in rows if (one := by_slug(row.slug))]

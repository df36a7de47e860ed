"""Reading who leads which class of a link."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from footbridge.brokering.models import LinkTeacher


@dataclass(frozen=True)
class Leader:
    """Somebody who leads a class of a link now: ids of link, its class and school, and how to write to them."""

    person: int
    name: str
    email: str
    link: int
    link_class: int
    school: int


def leaders_of(links: Collection[int]) -> dict[int, list[Leader]]:
    """The teachers of links by link id, in the order they were named; a link without one has an empty list. One query.

    For the platform's own work (letters, bookings); pages reach teachers through `LinkTeacher.objects.visible_to(viewer)`.
    """
    found: dict[int, list[Leader]] = {link: [] for link in links}
    rows = (
        LinkTeacher.objects.unscoped("the platform writes to the teachers of links")
        .filter(link__in=list(links), until=None, person__is_active=True)
        .order_by("since", "pk")
        .values_list("person_id", "person__name", "person__email", "link_id", "link_class_id", "link_class__school_id")
    )
    for row in rows:
        leader = Leader(*row)
        found[leader.link].append(leader)
    return found


def links_led_by(person: int) -> frozenset[int]:
    """The links in which a person leads a class now. One query."""
    rows = LinkTeacher.objects.unscoped("the rail asks which links are the viewer's own")
    return frozenset(rows.filter(person=person, until=None).values_list("link_id", flat=True))

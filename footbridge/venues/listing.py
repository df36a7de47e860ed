"""The list of venues: slots ahead, what waits for the host, whether there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.people.models import Membership
from footbridge.venues.models import Venue, VenueSlot


@dataclass(frozen=True)
class Line:
    """A venue with its slots to come. `waiting` says how many slots wait for its host's answer, empty where none does."""

    venue: Venue
    free: int
    held: int
    waiting: str
    host: bool


def lines_of(viewer: Viewer, venues: Sequence[Venue]) -> list[Line]:
    """Venues as cards. Two queries, whatever their number."""
    ahead = VenueSlot.objects.visible_to(viewer).filter(venue__in=venues, starts__gt=timezone.now())
    rows = ahead.order_by().values_list("venue", "state").annotate(n=Count("pk"))
    count: Counter[tuple[int, str]] = Counter({(venue, state): n for venue, state, n in rows})
    kept = set(
        Membership.objects.visible_to(viewer)
        .current()
        .filter(venue__in=[one.pk for one in venues])
        .values_list("venue", flat=True)
    )
    lines = []
    for one in venues:
        waits = count[one.pk, "held"]
        said = f"{waits} {'waits' if waits == 1 else 'wait'} for the host" if waits else ""
        lines.append(Line(one, count[one.pk, "free"], waits + count[one.pk, "confirmed"], said, one.pk in kept))
    return lines

"""Which schools a programme may speak to: those of its authorities, and those that answered it.

What a school answered is known to a later step of the year, which tells this rail how to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet

from footbridge.access.viewer import Viewer
from footbridge.programmes.models import Programme
from footbridge.schools.models import School

_venue_names: list[Callable[[Collection[int]], dict[int, str]]] = []
_venue_reach: list[Callable[[Viewer], frozenset[int]]] = []
_taking_part: list[Callable[[Collection[int]], Q]] = []


def register_taking_part(condition: Callable[[Collection[int]], Q]) -> None:
    """A later step gives a condition on schools: which of them dealt with these programmes."""
    _taking_part.append(condition)


def taking_part_in(programmes: Collection[int]) -> Q:
    """A condition on schools: those that answered one of the programmes."""
    found = Q(pk__in=[])
    for condition in _taking_part:
        found |= condition(programmes)
    return found


def schools_within_reach(programmes: Collection[int]) -> QuerySet[School]:
    """Schools that a facilitator of these programmes may invite people of."""
    return School.objects.filter(
        Q(authority__programmes__in=programmes) | taking_part_in(programmes)
    ).order_by().values("pk")  # type: ignore[return-value]  # fmt: skip


_dealt_with: list[Callable[[Collection[int]], QuerySet[Any]]] = []


def register_dealt_with(finder: Callable[[Collection[int]], QuerySet[Any]]) -> None:
    """A later step tells which programmes some schools answered, as a query set of programme ids."""
    _dealt_with.append(finder)


def programmes_of_schools(schools: Collection[int]) -> QuerySet[Programme]:
    """Programmes that schools may come to: those of their authorities, and those that they answered."""
    found = Q(authorities__schools__in=schools)
    for finder in _dealt_with:
        found |= Q(pk__in=finder(schools))
    return Programme.objects.filter(found).order_by().values("pk")  # type: ignore[return-value]


def register_venues(
    names: Callable[[Collection[int]], dict[int, str]], reach: Callable[[Viewer], frozenset[int]]
) -> None:
    """Venues, which stand above people, say what they are called and which of them a viewer looks after."""
    _venue_names.append(names)
    _venue_reach.append(reach)


def venue_name(venue: int | None) -> str:
    """What a venue is called; empty for none."""
    return next((name for names in _venue_names for name in names([venue]).values()), "") if venue else ""


def venues_within_reach(viewer: Viewer) -> frozenset[int]:
    """Venues whose hosts the viewer may invite and remove, asked once per request."""
    return viewer.once("venues", lambda: frozenset().union(*(reach(viewer) for reach in _venue_reach)))

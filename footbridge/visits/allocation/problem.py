"""What is to be shared, as plain data: slots of venues, links that need one, and what stands between the two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from math import hypot

UNKNOWN_KM = 15.0  # what an unknown place counts as, so that it is neither favoured nor left out
FAR_KM = 60.0
THEME_MISSED = 120  # as unwelcome as 12 km
VENUE_MISSED = 80
Place = tuple[int, int]


@dataclass(frozen=True)
class Venue:
    """A venue: British National Grid metres where known, and what it offers to the curriculum."""

    id: int
    name: str
    place: Place | None = None
    themes: frozenset[str] = frozenset()
    fits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Slot:
    """Hours that a venue offers on a day, with the room that is left in classes and children."""

    id: int
    venue: int
    day: dt.date
    classes: int
    children: int
    hours: str = ""


@dataclass(frozen=True)
class School:
    """A school: where it lies, weekdays (0 is Monday) and dates that do not suit it."""

    id: int
    name: str
    place: Place | None = None
    weekdays_not: frozenset[int] = frozenset()
    dates_not: frozenset[dt.date] = frozenset()


@dataclass(frozen=True)
class Link:
    """A link that needs a slot: what comes, from which schools, what is wished. `busy` are days it already meets.

    `needs` are what a venue must have, `farthest` how many kilometres a school of it can travel at most.
    """

    id: int
    name: str
    classes: int
    children: int
    schools: tuple[int, ...]
    themes: frozenset[str] = frozenset()
    venues: frozenset[int] = frozenset()
    busy: frozenset[dt.date] = frozenset()
    needs: frozenset[str] = frozenset()
    farthest: float | None = None
    note: str = ""


class Block(Enum):
    """Why a link cannot have a slot, the easiest to change first."""

    FORBIDDEN = "forbidden"
    DAY = "day"
    BUSY = "busy"
    FAR = "far"
    UNFIT = "unfit"
    SMALL = "small"
    CLOSED = "closed"


@dataclass(frozen=True)
class Problem:
    """All of it. `closed` are days on which no school of the programme comes (holidays); `fixed` is link → slot."""

    venues: tuple[Venue, ...]
    slots: tuple[Slot, ...]
    schools: tuple[School, ...]
    links: tuple[Link, ...]
    closed: frozenset[dt.date] = frozenset()
    fixed: Mapping[int, int] = field(default_factory=dict)
    forbidden: frozenset[tuple[int, int]] = frozenset()  # link, venue

    @cached_property
    def venue_by_id(self) -> dict[int, Venue]:
        return {one.id: one for one in self.venues}

    @cached_property
    def slot_by_id(self) -> dict[int, Slot]:
        return {one.id: one for one in self.slots}

    @cached_property
    def school_by_id(self) -> dict[int, School]:
        return {one.id: one for one in self.schools}

    @cached_property
    def link_by_id(self) -> dict[int, Link]:
        return {one.id: one for one in self.links}

    def blocks(self, link: Link, slot: Slot) -> frozenset[Block]:
        """Everything that stands between a link and a slot; empty where it may have it."""
        found = set()
        if (link.id, slot.venue) in self.forbidden:
            found.add(Block.FORBIDDEN)
        if any(self.unsuited(link, slot.day)):
            found.add(Block.DAY)
        if slot.day in link.busy:
            found.add(Block.BUSY)
        if link.needs - self.venue_by_id[slot.venue].fits:
            found.add(Block.UNFIT)
        if self.too_far(link, slot.venue):
            found.add(Block.FAR)
        if link.classes > slot.classes or link.children > slot.children:
            found.add(Block.SMALL)
        if slot.day in self.closed or slot.day.weekday() > 4:
            found.add(Block.CLOSED)
        return frozenset(found)

    def unsuited(self, link: Link, day: dt.date) -> list[School]:
        """The link's schools that a day does not suit."""
        schools = (self.school_by_id[one] for one in link.schools)
        return [one for one in schools if day.weekday() in one.weekdays_not or day in one.dates_not]

    def too_far(self, link: Link, venue: int) -> list[School]:
        """The link's schools that cannot travel to a venue; a way that is not known is no hindrance."""
        if link.farthest is None:
            return []
        return [self.school_by_id[one] for one in link.schools if (self.km(one, venue) or 0) > link.farthest]

    def km(self, school: int, venue: int) -> float | None:
        """Kilometres between a school and a venue in a straight line; None where a place is unknown."""
        here, there = self.school_by_id[school].place, self.venue_by_id[venue].place
        return None if here is None or there is None else hypot(here[0] - there[0], here[1] - there[1]) / 1000

    def discomfort(self, link: Link, slot: Slot) -> int:
        """How unwelcome a slot is to a link, in tenths of a kilometre: the longer of its ways, and wishes it does not meet."""
        ways = [self.km(school, slot.venue) for school in link.schools]
        longest = max((UNKNOWN_KM if way is None else min(way, FAR_KM) for way in ways), default=0.0)
        total = round(longest * 10)
        if link.themes and not link.themes & self.venue_by_id[slot.venue].themes:
            total += THEME_MISSED
        if link.venues and slot.venue not in link.venues:
            total += VENUE_MISSED
        return total

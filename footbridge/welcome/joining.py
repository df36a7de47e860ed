"""Whether schools can join a programme, in the words of the public pages: now, from a day on, or not for now.

A programme that takes schools takes their answers in its rounds only, so a page that said “join now” between two rounds
would lead to a shut door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from footbridge.interest.intakes import Door, doors_of
from footbridge.programmes.models import Programme
from footbridge.programmes.queries import Near
from footbridge.ui.parts import Tone


@dataclass(frozen=True)
class Joining:
    """A programme, its door, and how many miles away it is where that was asked."""

    programme: Programme
    door: Door
    miles: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a school can say today that it is interested."""
        return self.door.is_open

    @property
    def label(self) -> str:
        """In a few words."""
        if not self.programme.recruiting:
            return "Full for now"
        if self.door.is_open or self.door.next is None:
            return "Schools can join"
        return f"Schools can join from {date_format(self.door.next, 'j F')}"

    @property
    def tone(self) -> Tone:
        if not self.programme.recruiting:
            return "plain"
        return "good" if self.door.is_open else "info"


def joinings(programmes: Sequence[Programme]) -> list[Joining]:
    """How things stand today with each programme, in their order. One query."""
    return [Joining(door.programme, door) for door in doors_of(programmes, timezone.localdate())]


def joinings_near(found: Sequence[Near]) -> list[Joining]:
    """The same for programmes at a distance. One query."""
    doors = doors_of([near.programme for near in found], timezone.localdate())
    return [Joining(near.programme, door, near.miles) for near, door in zip(found, doors, strict=True)]

"""A venue with a host, and a facilitator whose programme it serves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from footbridge.access import Viewer
from footbridge.people.models import Membership, Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import Programme
from footbridge.venues.hours import at
from footbridge.venues.models import Venue, VenueSlot
from tests import factories

TUESDAY = dt.date(2027, 3, 2)


@dataclass
class Place:
    programme: Programme
    venue: Venue
    facilitator: Person
    host: Person

    @property
    def by_host(self) -> Viewer:
        return viewer_for(self.host)

    @property
    def by_facilitator(self) -> Viewer:
        return viewer_for(self.facilitator)

    def slot(self, day: dt.date = TUESDAY, classes: int = 2, children: int = 64) -> VenueSlot:
        return VenueSlot.objects.create(
            venue=self.venue,
            starts=at(day, dt.time(9, 30)),
            ends=at(day, dt.time(14)),
            classes=classes,
            children=children,
        )


@pytest.fixture
def place(db: None) -> Place:
    programme = factories.programme("Derby")
    venue = Venue.objects.create(name="The Museum of Looms")
    venue.programmes.add(programme)
    host = factories.person("Hana Host")
    Membership.objects.create(person=host, role="venue_host", venue=venue.pk)
    return Place(programme, venue, factories.member("facilitator", of=programme, name="Fay"), host)

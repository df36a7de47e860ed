"""A programme whose links stand and need a neutral venue, and venues with slots."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from footbridge.access import Viewer
from footbridge.people.models import Membership, Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.models import School
from footbridge.venues.hours import at
from footbridge.venues.models import Venue, VenueSlot
from footbridge.visits.meetings.actions import make_meetings
from footbridge.visits.models import Meeting
from tests import factories

TUESDAY = dt.date(2027, 3, 2)


@dataclass
class World:
    programme: Programme
    year: LinkingYear
    facilitator: Person
    venue: Venue
    host: Person
    schools: list[School] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    slots: list[VenueSlot] = field(default_factory=list)

    @property
    def by(self) -> Viewer:
        return viewer_for(self.facilitator)

    def add_link(self) -> Meeting:
        """A standing link of two new schools with the meetings of the year; its neutral meeting."""
        schools = [factories.school(), factories.school()]
        classes = [factories.offered_class(factories.interest(self.year, one, days_not=["mon"])) for one in schools]
        link = factories.link(*classes)
        made = make_meetings(by=Viewer.for_system("test"), link=link)
        self.schools += schools
        self.meetings.append(next(one for one in made if one.kind == "neutral"))
        return self.meetings[-1]

    def add_slot(self, day: dt.date, classes: int = 2) -> VenueSlot:
        slot = VenueSlot.objects.create(
            venue=self.venue,
            starts=at(day, dt.time(9, 30)),
            ends=at(day, dt.time(14)),
            classes=classes,
            children=32 * classes,
        )
        self.slots.append(slot)
        return slot


@pytest.fixture
def world(db: None) -> World:
    programme = factories.programme("Derby")
    year = factories.linking_year(programme)
    venue = Venue.objects.create(name="The Museum of Looms", easting=435000, northing=336000, themes=["art"])
    venue.programmes.add(programme)
    host = factories.person("Hana Host")
    Membership.objects.create(person=host, role="venue_host", venue=venue.pk)
    made = World(programme, year, factories.member("facilitator", of=programme, name="Fay"), venue, host)
    for n in range(2):
        made.add_link()
        made.add_slot(TUESDAY + dt.timedelta(n))
    return made

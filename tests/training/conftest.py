"""A programme whose teachers train a day or half a day, two linked schools, a teacher new to linking and one who returns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.booking.models import Place
from footbridge.booking.rules import Who
from footbridge.brokering.models import Link, LinkTeacher
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.models import School
from footbridge.training.actions import open_session
from footbridge.training.models import TrainingSession
from footbridge.training.queries.standings import Standings, Teacher, leading, read
from tests import factories

WHY = "a test looks"
AUTUMN = dt.datetime(2026, 9, 7, 8, tzinfo=dt.UTC)


@dataclass
class World:
    """Ann of Ash is new, Bob of Birch linked the year before."""

    programme: Programme
    year: LinkingYear
    schools: list[School]
    link: Link
    ann: Person
    bob: Person
    facilitator: Person
    head: Person
    more: list[Link] = field(default_factory=list)

    @property
    def organiser(self) -> Viewer:
        return viewer_for(self.facilitator)

    def session(
        self, *, day: dt.date = dt.date(2026, 10, 1), audience: str = "everyone", parts: tuple[int, ...] = (1,),
        length: str = "half", capacity: int = 5, hour: int = 9, **facts: Any,
    ) -> TrainingSession:  # fmt: skip
        starts = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
        hours = {"starts": starts, "ends": starts + dt.timedelta(hours=3), "place": "The Library"}
        return open_session(
            by=self.organiser, year=self.year, parts=parts, audience=audience, length=length,
            facts={"title": f"Training on {day:%-d %B}", "capacity": capacity, **hours, **facts},
        )  # fmt: skip

    def read(self) -> Standings:
        return read(leading(self.organiser))

    def teacher(self, person: Person) -> Teacher:
        return self.read().teachers[(person.pk, self.year.pk)]

    def state(self, person: Person, part: int = 1) -> str:
        found = self.teacher(person).part(part)
        assert found is not None
        return found.state

    def present(self, place: Place, mark: str = "present") -> None:
        Place.objects.unscoped(WHY).filter(pk=place.pk).update(attendance=mark)

    def another_link(self, n: int) -> Link:
        classes = [factories.offered_class(factories.interest(self.year, factories.school(f"S{n}{x}"))) for x in "AB"]
        link = factories.link(*classes)
        for one in classes:
            factories.leads(factories.member("teacher", of=one.school), link, school=one.school)
        self.more.append(link)
        return link

    def who_acts(self, person: Person) -> Viewer:
        return viewer_for(person)

    def who(self, person: Person, school: int = 0) -> Who:
        return Who(person, school=self.schools[school])


def make_world(shape: str = "day_or_half") -> World:
    programme = factories.programme("Derby", training_shape=shape)
    year = factories.linking_year(programme)
    schools = [factories.school("Ash Primary"), factories.school("Birch Primary")]
    link = factories.link(*[factories.offered_class(factories.interest(year, one)) for one in schools])
    ann = factories.member("teacher", of=schools[0], name="Ann Ash")
    bob = factories.member("teacher", of=schools[1], name="Bob Birch")
    for person, school in ((ann, schools[0]), (bob, schools[1])):
        LinkTeacher.objects.unscoped(WHY).filter(pk=factories.leads(person, link, school=school).pk).update(
            since=dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
        )
    last = factories.linking_year(programme, 2025, state="closed")
    old = factories.link(*[factories.offered_class(factories.interest(last, one)) for one in schools], state="ended")
    factories.leads(bob, old, school=schools[1])
    return World(
        programme, year, schools, link, ann, bob,
        factories.member("facilitator", of=programme, name="Fay Cilitator"),
        factories.member("headteacher", of=schools[0], name="Hetty Head"),
    )  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return make_world()

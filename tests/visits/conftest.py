"""A link with a teacher on each side, in a programme with a facilitator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

import pytest

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.models import School
from footbridge.visits.meetings import actions
from footbridge.visits.models import Meeting
from tests import factories

DAY = date(2027, 3, 10)  # a Wednesday in term
TEN, TWO = time(10), time(14)


@dataclass
class World:
    """One link of two schools that has the meetings of its programme."""

    programme: Programme
    year: LinkingYear
    schools: list[School]
    link: Link
    facilitator: Person
    teachers: list[Person]

    def viewer(self, who: Person) -> Viewer:
        """A fresh viewer, as each request has one."""
        return viewer_for(who)

    @property
    def runs(self) -> Viewer:
        return viewer_for(self.facilitator)

    @property
    def first(self) -> Viewer:
        return viewer_for(self.teachers[0])

    @property
    def second(self) -> Viewer:
        return viewer_for(self.teachers[1])

    def meeting(self, number: int = 1) -> Meeting:
        """A meeting of the link as it is now."""
        rows = Meeting.objects.unscoped("a test looks").select_related("link__linking_year__programme")
        return rows.get(link=self.link, number=number)


def make_world(name: str = "Derby", **programme: object) -> World:
    """A link of two schools, standing, with its meetings and a teacher on each side."""
    made = factories.programme(name, **programme)
    year = factories.linking_year(made)
    schools = [factories.school(f"{name} Hill School"), factories.school(f"{name} Vale School")]
    link = factories.link(*(factories.offered_class(factories.interest(year, school)) for school in schools))
    teachers = [factories.member("teacher", of=school, name=f"Teacher of {school.name}") for school in schools]
    for teacher, school in zip(teachers, schools, strict=True):
        factories.leads(teacher, link, school=school)
    world = World(made, year, schools, link, factories.member("facilitator", of=made), teachers)
    actions.make_meetings(by=Viewer.for_system("meetings"), link=link)
    return world


@pytest.fixture
def world(db: None) -> World:
    return make_world()

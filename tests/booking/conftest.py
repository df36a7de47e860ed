"""A programme with an organiser, a school with a head and teachers, and occasions to book."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.booking.actions import open_occasion
from footbridge.booking.models import Occasion, Place
from footbridge.booking.rules import Who
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.models import School
from tests import factories

WHY = "a test looks"


@dataclass
class World:
    """A programme and one of its schools."""

    programme: Programme
    year: LinkingYear
    facilitator: Person
    school: School
    head: Person
    teachers: list[Person] = field(default_factory=list)

    @property
    def organiser(self) -> Viewer:
        return viewer_for(self.facilitator)

    def teacher(self, number: int = 0) -> Person:
        """The school's teacher of this number, made when first asked for."""
        while len(self.teachers) <= number:
            name = f"Teacher {len(self.teachers)}"
            self.teachers.append(factories.member("teacher", of=self.school, name=name))
        return self.teachers[number]

    def who(self, number: int = 0) -> Who:
        return Who(self.teacher(number), school=self.school)

    def occasion(
        self, *, kind: str = "training", capacity: int = 2, days: int = 14, hour: int = 9, **facts: Any
    ) -> Occasion:
        """An occasion `days` days from now, from `hour` to two hours later in London."""
        day = timezone.localdate() + dt.timedelta(days=days)
        starts = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
        defaults = {"title": "First training", "starts": starts, "ends": starts + dt.timedelta(hours=2)}
        return open_occasion(
            by=self.organiser, year=self.year, kind=kind, facts={**defaults, "capacity": capacity, **facts}
        )


def make_world() -> World:
    programme = factories.programme("Derby")
    school = factories.school("Ash Primary")
    return World(
        programme,
        factories.linking_year(programme),
        factories.member("facilitator", of=programme, name="Fay Cilitator"),
        school,
        factories.member("headteacher", of=school, name="Hetty Head"),
    )


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def fresh(row: Any) -> Any:
    """The row as it stands in the database."""
    return type(row).objects.unscoped(WHY).get(pk=row.pk)


def states(occasion: Occasion) -> list[str]:
    """States of an occasion's places in the order they were asked for."""
    rows = Place.objects.unscoped(WHY).filter(occasion=occasion).order_by("asked", "pk")
    return list(rows.values_list("state", flat=True))

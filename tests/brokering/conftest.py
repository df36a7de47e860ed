"""A small programme to broker in: schools of two kinds of town, one class each unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from footbridge.access import Viewer
from footbridge.brokering.problem import solving
from footbridge.interest.models import Interest, OfferedClass
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.compositions import GROUPS
from footbridge.schools.models import Composition, School
from tests import factories

MOSTLY_WHITE = {"white_british": 180, "pakistani": 5, "african": 5, "other": 10}
MOSTLY_ASIAN = {"white_british": 20, "pakistani": 150, "african": 20, "other": 10}


@dataclass
class World:
    """A programme with a facilitator and schools that offered classes."""

    programme: Programme
    year: LinkingYear
    person: Person
    schools: list[School] = field(default_factory=list)
    interests: list[Interest] = field(default_factory=list)
    classes: list[OfferedClass] = field(default_factory=list)

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.person)

    def add(
        self,
        name: str,
        kind: dict[str, int] | None = None,
        *,
        classes: int = 1,
        place: tuple[int, int] = (0, 0),
        **asks: Any,
    ) -> School:
        """A school with offered classes; `kind` None publishes nothing. `place` is kilometres from the centre."""
        facts = {key: asks.pop(key) for key in ("character", "is_urban", "step_free", "kind_group") if key in asks}
        school = factories.school(name, easting=435000 + place[0] * 1000, northing=336000 + place[1] * 1000, **facts)
        years, size = asks.pop("years", [4]), asks.pop("size", 28)
        if kind is not None:
            total = sum(kind.values())
            some = kind["pakistani"]
            rows = [
                ("ethnicity", {group: kind.get(group, 0) for group in GROUPS["ethnicity"]}),
                ("fsm", {"eligible": some // 2, "other": total - some // 2}),
                ("eal", {"eal": some, "english": total - some}),
            ]
            for characteristic, counts in rows:
                Composition.objects.create(
                    school=school, year=2023, characteristic=characteristic, counts=counts, total=total
                )
        interest = factories.interest(self.year, school, **asks)
        self.schools.append(school)
        self.interests.append(interest)
        self.classes += [
            factories.offered_class(interest, name=f"Class {n + 1}", years=years, size=size) for n in range(classes)
        ]
        return school


def nobody_yet() -> World:
    """A programme nobody has answered yet."""
    solving.forget()
    programme = factories.programme("Derby")
    year = factories.linking_year(programme)
    return World(programme, year, factories.member("facilitator", of=programme, name="Fay Cilitator"))


def six_schools() -> World:
    """Three mostly white and three mostly Asian schools, a class each."""
    world = nobody_yet()
    for n, name in enumerate(["Ash", "Birch", "Cedar"]):
        world.add(f"{name} Primary", MOSTLY_WHITE, place=(n, 0))
    for n, name in enumerate(["Oak", "Pine", "Rowan"]):
        world.add(f"{name} Primary", MOSTLY_ASIAN, place=(n, 3))
    return world


@pytest.fixture
def empty_world(db: None) -> World:
    return nobody_yet()


@pytest.fixture
def world(db: None) -> World:
    return six_schools()

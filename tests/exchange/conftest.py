"""A link of two classes with a teacher each, and a vault of its own for every test."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from footbridge.access import Viewer
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange.labels.actions import add_labels
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.vault.conftest import vault  # noqa: F401  (keys of a test lie in a folder of their own)


@dataclass
class Half:
    """One school's half of a link: its class and the teacher who leads it."""

    link: Link
    led: LinkClass
    teacher: Person

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.teacher)

    @property
    def school(self) -> Any:
        return self.led.school


@dataclass
class Pair:
    """A standing link: the class here and the class there."""

    link: Link
    here: Half
    there: Half


def make_pair(year: Any = None, state: str = "standing") -> Pair:
    year = year or factories.linking_year()
    offered = [factories.offered_class(factories.interest(year)) for _ in range(2)]
    link = factories.link(*offered, state=state)
    halves = []
    for one in offered:
        teacher = factories.member("teacher", of=one.school)
        halves.append(Half(link, factories.leads(teacher, link, school=one.school).link_class, teacher))
    return Pair(link, *halves)


@pytest.fixture
def pair(db: None) -> Pair:
    """A standing link of two classes."""
    return make_pair()


@pytest.fixture
def children(pair: Pair) -> Pair:
    """The same, with three children in each class."""
    add_labels(by=pair.here.viewer, link_class=pair.here.led.pk, texts=["Amina", "Ben", "Chidi"])
    add_labels(by=pair.there.viewer, link_class=pair.there.led.pk, texts=["Dora", "Eesa", "Finn"])
    return pair


@pytest.fixture
def folder(vault: Path) -> Path:  # noqa: F811
    """Where this test's keys and objects lie."""
    return vault

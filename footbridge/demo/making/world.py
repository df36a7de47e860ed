"""What the making of a network passes from step to step."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from footbridge.brokering.models import Link, LinkClass
from footbridge.demo.making.names import Names
from footbridge.demo.making.places import Place
from footbridge.demo.making.seasons import as_of, year_start
from footbridge.interest.models import Interest, OfferedClass
from footbridge.people.models import Person
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.models import School

Say = Callable[[str], object]
Array = npt.NDArray[np.float64]
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Shares:
    """What a school's invented children are like, kept to measure what linking gains."""

    ethnicity: Array  # shares of the 18 groups
    fsm: float


@dataclass
class Member:
    """A school of a programme while the network is made."""

    school: School
    secondary: bool
    shares: Shares | None  # None where nothing is published
    classes: int  # offered this year
    head: Person | None = None
    office: Person | None = None
    teachers: list[Person] = field(default_factory=list)


@dataclass
class Local:
    """A programme while the network is made."""

    place: Place
    programme: Programme
    years: dict[int, LinkingYear] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    facilitators: list[Person] = field(default_factory=list)
    interests: dict[int, list[Interest]] = field(default_factory=dict)
    classes: dict[int, list[OfferedClass]] = field(default_factory=dict)
    links: dict[int, list[Link]] = field(default_factory=dict)
    link_classes: dict[int, list[LinkClass]] = field(default_factory=dict)

    def member(self, school_id: int) -> Member:
        return next(m for m in self.members if m.school.pk == school_id)


class World:
    """The network while it is made: its seed, its day, its names, and what stands so far."""

    def __init__(self, *, seed: int, today: date, say: Say, small: bool = False) -> None:
        self.seed = seed
        self.small = small
        self.places: tuple[Place, ...] = ()
        self.day = as_of(today)
        self.year = year_start(self.day)
        self.say = say
        self.names = Names(self.rng("names"))
        self.locals: dict[str, Local] = {}
        self.personas: dict[str, Person] = {}
        self.urn = 990000
        self._postcodes: set[str] = set()
        self.schools: dict[str, School] = {}  # those a persona needs, by what they are for

    def rng(self, *words: str) -> np.random.Generator:
        """Chance for one step: another step that asks more of it changes nothing here."""
        return np.random.default_rng([self.seed, *(zlib.crc32(word.encode()) for word in words)])

    def moment(self, days_ago: float, rng: np.random.Generator) -> datetime:
        """A working hour on a working day about `days_ago` days before the world's day."""
        day = self.day - timedelta(days=int(days_ago))
        day -= timedelta(days=max(0, day.weekday() - 4))
        minute = int(rng.integers(0, 9 * 60))
        return datetime(day.year, day.month, day.day, 8 + minute // 60, minute % 60, tzinfo=LONDON)

    def next_urn(self) -> str:
        """A number the national register does not use."""
        self.urn += 1
        return str(self.urn)

    def postcode(self, outward: str, rng: np.random.Generator) -> str:
        """A well-formed postcode that cannot exist: the second half of a real one never has C, I, K, M, O or V."""
        while True:
            letters = "".join("CIKMOV"[i] for i in rng.integers(0, 6, 2))
            made = f"{outward} {rng.integers(0, 10)}{letters}"
            if made not in self._postcodes:
                self._postcodes.add(made)
                return made

    def new_person(self, name: str, email: str, rng: np.random.Generator, *, persona: bool = False) -> Person:
        """A person not yet stored, who joined some time ago and signs in with a code or as a persona."""
        return Person(
            email=email,
            name=name,
            password="!invented",  # opens nothing: no password has this hash
            opaque=uuid.UUID(bytes=rng.bytes(16), version=4),
            joined=self.moment(int(rng.integers(60, 700)), rng),
            is_persona=persona,
        )

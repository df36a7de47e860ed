"""Rows of booking while they are made: occasions, places on them and questions, stored together at the end."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from footbridge.booking.models import Occasion, Place, Question
from footbridge.demo.making.world import LONDON
from footbridge.programmes.models import LinkingYear
from footbridge.programmes.schooldays import holidays_of, is_school_day

HALLS = ("the central library", "the museum of making", "the arts centre", "the town hall")


@dataclass
class Book:
    """What is stored at the end, in this order."""

    rng: np.random.Generator
    now: datetime
    occasions: list[Occasion] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def occasion(
        self, year: LinkingYear, kind: str, title: str, day: date, begins: time, ends: time, **more: Any
    ) -> Occasion:
        """An occasion on the school day that is next to a day."""
        on = next_school_day(year, day)
        facts: dict[str, Any] = {
            "capacity": 30,
            "place": HALLS[len(self.occasions) % len(HALLS)].capitalize(),
            "is_public": kind == Occasion.Kind.BRIEFING,
            "by_class": kind == Occasion.Kind.CELEBRATION,
            **more,
        }
        made = Occasion(
            programme=year.programme,
            linking_year=year,
            kind=kind,
            title=title,
            starts=datetime.combine(on, begins, LONDON),
            ends=datetime.combine(on, ends, LONDON),
            uid=self.uid(),
            created=min(self.now, datetime.combine(on, begins, LONDON)) - timedelta(days=40),
            **facts,
        )
        self.occasions.append(made)
        return made

    def ask(self, occasion: Occasion, kind: str, text: str, *choices: str) -> Question:
        """A question of the organiser."""
        number = sum(one.occasion is occasion for one in self.questions) + 1
        made = Question(occasion=occasion, number=number, kind=kind, text=text, choices=list(choices))
        self.questions.append(made)
        return made

    def place(self, occasion: Occasion, state: str = "booked", **more: Any) -> Place:
        """A place, asked for some days before the occasion, or before now."""
        asked = min(self.now, occasion.starts) - timedelta(
            days=int(self.rng.integers(3, 30)), hours=len(self.places) % 7
        )
        made = Place(
            occasion=occasion,
            starts=occasion.starts,
            ends=occasion.ends,
            state=state,
            uid=self.uid(),
            key=self.uid(),
            asked=asked,
            settled=asked,
            **{"marked": occasion.ends if more.get("attendance") else None, **more},
        )
        self.places.append(made)
        return made

    def uid(self) -> uuid.UUID:
        return uuid.UUID(bytes=self.rng.bytes(16), version=4)

    def store(self) -> None:
        """Write everything. The database counts the places itself."""
        Occasion.objects.bulk_create(self.occasions)
        Question.objects.bulk_create(self.questions)
        Place.objects.bulk_create(self.places, batch_size=2000)


def next_school_day(year: LinkingYear, day: date) -> date:
    """The day itself, or the next on which children are at school."""
    holidays = holidays_of(year.start, year.dates)
    while not is_school_day(day, holidays):
        day += timedelta(days=1)
    return day

"""What each training shape asks for: its parts, and the sessions that give them.

The agreement promises two training sessions, so every shape has at least two parts: the autumn one, and half a day (or the
next session) in spring to plan the visits. Sessions are a starting point; the facilitator changes hours and audience as she likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear
from footbridge.training.models import TrainingSession

NEW, RETURNING, EVERYONE = "new", "returning", "everyone"


@dataclass(frozen=True)
class Slot:
    """A session that a shape asks for, as its form begins. `joiners`: for those who join in January."""

    key: str
    parts: tuple[int, ...]
    audience: str
    length: str
    title: str
    begins: time = time(9, 30)
    ends: time = time(12, 30)
    joiners: bool = False

    def is_given_by(self, session: TrainingSession) -> bool:
        """Whether a session is one of this kind."""
        return tuple(session.parts) == self.parts and session.audience == self.audience


DAY = (time(9, 0), time(15, 30))
LATE = (time(15, 45), time(17, 30))
SECOND = Slot("second", (2,), EVERYONE, "half", "Second training: planning our visits")
JOINERS = Slot("joiners", (1,), EVERYONE, "half", "Catching up: first training for those who join now", joiners=True)

SHAPES: dict[str, Sequence[Slot]] = {
    "day_or_half": (
        Slot("first-new", (1,), NEW, "day", "First training: a full day for teachers new to linking", *DAY),
        Slot("first-again", (1,), RETURNING, "half", "First training: half a day for those who linked before"),
        JOINERS,
        SECOND,
    ),
    "half": (Slot("first", (1,), EVERYONE, "half", "First training: half a day"), JOINERS, SECOND),
    "two_sessions": (Slot("first", (1,), EVERYONE, "half", "First session"), JOINERS, SECOND),
    "five_sessions": (
        *(Slot(f"session-{n}", (n,), EVERYONE, "after", f"Session {n} of 5", *LATE) for n in range(1, 4)),
        Slot("joiners", (1, 2, 3), EVERYONE, "half", "Catching up: sessions 1 to 3 for those who join now", joiners=True),
        *(Slot(f"session-{n}", (n,), EVERYONE, "after", f"Session {n} of 5", *LATE) for n in range(4, 6)),
    ),
}  # fmt: skip
NAMES = {"five_sessions": "Session {}"}


def slots_of(shape: str) -> Sequence[Slot]:
    """The sessions a shape asks for, in the order of the year."""
    return SHAPES.get(shape, SHAPES["day_or_half"])


def parts_of(shape: str) -> range:
    """The numbers of a shape's parts, from 1."""
    return range(1, 6 if shape == "five_sessions" else 3)


def name_of(shape: str, part: int) -> str:
    """“First training”, “Session 4”."""
    if shape in NAMES:
        return NAMES[shape].format(part)
    return {1: "First training", 2: "Second training"}.get(part, f"Training {part}")


def names_of(shape: str, parts: Sequence[int]) -> str:
    """Several parts in words."""
    return " and ".join(name_of(shape, part) for part in parts)


def day_of(year: LinkingYear, part: int) -> date:
    """The day by which a part is given: the calendar's first and second training, and evenly between them."""
    first, last = (calendar.date_of(year, step) for step in ("training_one", "training_two"))
    count = len(parts_of(year.programme.training_shape))
    return first + timedelta(days=round((last - first).days * (part - 1) / (count - 1)))


def day_for(year: LinkingYear, slot: Slot) -> date:
    """The day with which the form of a slot begins: its part's, or the start of the second intake for joiners."""
    if slot.joiners:
        return calendar.date_of(year, "second_intake_closes")
    return day_of(year, slot.parts[0])

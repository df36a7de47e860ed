"""The small values of the board: where a link stands in a step, and why somebody is waited for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.ui.parts import Tone

Audience = Literal["heads", "teachers"]


@dataclass(frozen=True)
class Flag:
    """Something about a link that needs somebody.

    `about` is the kind of nudge that helps (a key of nudges.words); `schools` are the ids of the schools waited for, none
    meaning all; `late` says that its day has passed. `sentence` is read by the facilitator.
    """

    about: str
    step: str
    sentence: str
    audience: Audience = "teachers"
    schools: tuple[int, ...] = ()
    late: bool = False


@dataclass
class Standing:
    """Where a link stands in one step: a word, its tone, and what is to do."""

    word: str
    tone: Tone = "plain"
    flags: list[Flag] = field(default_factory=list)


Found = dict[int, Standing]
"""Link id → where it stands in one step; a link that the step does not concern yet is left out."""
Reader = Callable[[Viewer, Sequence[Link], date], Found]


@dataclass(frozen=True)
class StepReader:
    """One column of the board: key, heading, and the function that fills it for all links at once."""

    key: str
    label: str
    read: Reader

"""A card of the home page, and the page itself as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from footbridge.ui.parts import Step, Tone


@dataclass(frozen=True)
class Card:
    """One next step: what to do, how many wait, where, and what happens after it. `tone` says how urgent it is."""

    title: str
    text: str
    after: str = ""
    url: str = ""
    label: str = ""
    count: int | None = None
    tone: Tone = "plain"


@dataclass
class Home:
    """What is next for one viewer: what waits for them, how things stand, and where in the year they are."""

    now: list[Card] = field(default_factory=list)
    standing: list[Card] = field(default_factory=list)
    years: list[tuple[str, Sequence[Step]]] = field(default_factory=list)
    quiet: str = "Nothing waits for you."
    after: str = ""


def to(name: str, *args: object, **query: object) -> str:
    """The address of a page."""
    address = reverse(name, args=args)
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def many(number: int, one: str, several: str) -> str:
    """“1 answer”, “2 answers”."""
    return f"{number} {one if number == 1 else several}"

"""The small values that parts are filled with. Dictionaries with the same keys do as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Tone = Literal["plain", "info", "good", "warning", "danger", "plum"]


@dataclass(frozen=True)
class Row:
    """A line of a summary list or of "check your answers": what was asked, what was said, where to change it."""

    label: str
    value: Any
    change: str = ""
    note: str = ""


@dataclass(frozen=True)
class Task:
    """A line of a task list. `state` is the word shown; `tone` its colour; no `url` means it cannot be begun yet."""

    label: str
    url: str = ""
    state: str = "To do"
    tone: Tone = "plain"
    hint: str = ""


@dataclass(frozen=True)
class Step:
    """A step on the way: done, now or later."""

    label: str
    state: Literal["done", "now", "later"] = "later"
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Event:
    """A line of history: when, what, who."""

    when: Any
    title: str
    who: str = ""
    text: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing, each with an address of its own."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Crumb:
    """A page above this one."""

    label: str
    url: str


@dataclass(frozen=True)
class Pages:
    """Which page of a list is shown. `links` are (number or None for a gap, address, current).

    With a `prefix` each link has an id, so that the focus stays where it was when the list is changed in place.
    """

    number: int
    count: int
    previous: str = ""
    next: str = ""
    links: Sequence[tuple[int | None, str, bool]] = field(default_factory=list)
    prefix: str = ""

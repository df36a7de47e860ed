"""One thing with a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from footbridge.access import Viewer


@dataclass(frozen=True)
class Entry:
    """One thing on the calendar.

    `title` is read on the page. `outside` is what a private feed says instead, which may be kept by a telephone company: it
    never names a child, nor a place or school with a time to come (trust.md, D6). `starts` and `ends` are aware where an
    hour is known. `key` stays the same for the same thing, so that a feed updates it in place.
    """

    key: str
    day: date
    title: str
    outside: str
    kind: str
    programme: str = ""
    url: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    state: str = ""


Source = Callable[[Viewer, date, date], Sequence[Entry]]
"""A viewer, the first and the last day → what happens between them."""

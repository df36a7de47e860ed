"""Days, hours and places as people read them, in local time."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from footbridge.booking.models import Occasion


def hours_of(occasion: Occasion, starts: datetime | None = None, ends: datetime | None = None) -> str:
    """“Tuesday 6 October 2026, 9:30 to 12:00”; over several days with both days. Other hours than its own may be given."""
    begin = timezone.localtime(starts or occasion.starts)
    end = timezone.localtime(ends or occasion.ends)
    if begin.date() == end.date():
        return f"{day_of(begin)}, {clock(begin)} to {clock(end)}"
    return f"{day_of(begin)}, {clock(begin)} to {day_of(end)}, {clock(end)}"


def day_of(moment: datetime) -> str:
    """“Tuesday 6 October 2026”."""
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def clock(moment: datetime) -> str:
    """“9:30”."""
    return f"{moment.hour}:{moment:%M}"


def place_words(occasion: Occasion) -> str:
    """Where, for letters: nothing of where children come to."""
    if occasion.hides_place:
        return "Where it is stands on your page in Footbridge."
    if occasion.how == Occasion.How.ONLINE:
        return occasion.place or "On line"
    return occasion.place

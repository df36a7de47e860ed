"""A timetable as a text: one line an activity, its minutes first. Quick to type and to put in another order, on any device."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence

from footbridge.visits.models import Meeting, TimetableRow
from footbridge.visits.models.plans import LONGEST_ROW, MOST_ROWS

Line = tuple[int, str]  # minutes, what
_LINE = re.compile(r"^(\d{1,4})\s*(?:minutes|minute|mins?|m)?[\s.:,–-]+(.+)$", re.IGNORECASE)


class Unclear(ValueError):
    """A line that cannot be read; the message says which and how to mend it."""


def read(text: str) -> list[Line]:
    """The lines of a timetable. Raises Unclear with a sentence for the teacher."""
    found: list[Line] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        match = _LINE.match(line)
        if not match:
            raise Unclear(
                f"Line {number} has no minutes: “{line[:60]}”. Begin it with a number, such as: 20 Name game."
            )
        minutes, what = int(match[1]), match[2].strip()
        if not 1 <= minutes <= LONGEST_ROW:
            raise Unclear(f"Line {number} takes {minutes} minutes. Write 1 to {LONGEST_ROW}.")
        if len(what) > 200:
            raise Unclear(f"Line {number} is too long. Use 200 letters at most.")
        found.append((minutes, what))
    if len(found) > MOST_ROWS:
        raise Unclear(f"A day has {MOST_ROWS} lines at most. You wrote {len(found)}.")
    return found


def write(rows: Iterable[Line]) -> str:
    """The text that `read` understands."""
    return "\n".join(f"{minutes} {what}" for minutes, what in rows)


def seen(*parts: object) -> str:
    """A short mark of what a form showed, to see whether somebody changed it meanwhile."""
    return hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:16]


def hours(meeting: Meeting, rows: Sequence[TimetableRow]) -> list[dict[str, object]]:
    """Rows with the hour at which each begins, where the meeting has hours."""
    found, passed = [], 0
    for row in rows:
        begins = ""
        if meeting.starts is not None:
            moment = dt.datetime.combine(dt.date(2000, 1, 1), meeting.starts) + dt.timedelta(minutes=passed)
            begins = f"{moment:%-H:%M}"
        found.append({"begins": begins, "minutes": row.minutes, "what": row.what})
        passed += row.minutes
    return found


def too_long(meeting: Meeting, rows: Sequence[TimetableRow]) -> int:
    """By how many minutes the lines are longer than the meeting; nought when they fit or it has no hours."""
    if meeting.starts is None or meeting.ends is None:
        return 0
    there = (meeting.ends.hour - meeting.starts.hour) * 60 + meeting.ends.minute - meeting.starts.minute
    return max(0, sum(row.minutes for row in rows) - there)

"""Training: how many of a link's teachers are through with what is due by now, and who misses a part that is due, or is soon
and can be booked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.care.flags.flag import Flag, Found, Standing
from footbridge.programmes import calendar
from footbridge.training.queries.standings import Standings, Teacher, leading, read

MOST_NAMED = 3
NEAR = timedelta(days=42)
"""A part that can be booked is flagged this long before its day, and late once the day has passed."""


def training(viewer: Viewer, links: Sequence[Link], today: date) -> Found:
    """Standing links by their teachers' training. Seven queries."""
    standing = [link for link in links if link.state == Link.State.STANDING]
    read_ = read(leading(viewer).filter(link__in=[link.pk for link in standing]), today)
    by_link: dict[int, list[Teacher]] = {}
    for teacher in read_.teachers.values():
        for link in teacher.links:
            by_link.setdefault(link, []).append(teacher)
    return {pk: _standing(pk, teachers, read_, today) for pk, teachers in by_link.items()}


def _standing(link: int, teachers: Sequence[Teacher], found: Standings, today: date) -> Standing:
    done = sum(_is_through(one, today) for one in teachers)
    standing = Standing(f"{done} of {len(teachers)} trained", "good" if done == len(teachers) else "info")
    waited: dict[tuple[str, bool, date, bool], list[Teacher]] = {}
    for one in teachers:
        for part in one.missing:
            if part.late or (part.due - NEAR <= today and found.choices(one, part.part)):
                told = bool(part.need and part.need.told)
                waited.setdefault((part.name, part.late, part.due, told), []).append(one)
    standing.flags += [_flag(who, *what, link) for what, who in waited.items()]
    if any(flag.late for flag in standing.flags):
        standing.tone = "warning"
    return standing


def _is_through(one: Teacher, today: date) -> bool:
    """Whether somebody has done what is due by now; before anything is due, whether she has done the first part already."""
    due = [part for part in one.parts if part.due <= today]
    return all(part.is_done for part in due or one.parts[:1])


def _flag(who: Sequence[Teacher], part: str, late: bool, due: date, told: bool, link: int) -> Flag:
    """One sentence for everybody of a link who misses the same part."""
    by = f"it was due by {calendar.say(due)}" if late else f"due by {calendar.say(due)}"
    verb = "is" if len(who) == 1 else "are"
    sentence = f"{_names(who)} {verb} not booked for the {part.lower()}; {by}.{' Asked in vain.' if told else ''}"
    schools = tuple(dict.fromkeys(one.links[link].pk for one in who))
    return Flag("training", "training", sentence, "teachers", schools, late)


def _names(who: Sequence[Teacher]) -> str:
    """Up to three by name, more as the first two and how many others."""
    names = [one.name for one in who]
    if len(names) > MOST_NAMED:
        return f"{names[0]}, {names[1]} and {len(names) - 2} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

"""Training: how many of a link's teachers are through with it, and who misses a part that can be booked or is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.care.flags.flag import Flag, Found, Standing
from footbridge.programmes import calendar
from footbridge.training.queries.standings import PartStanding, Standings, Teacher, leading, read


def training(viewer: Viewer, links: Sequence[Link], today: date) -> Found:
    """Standing links by their teachers' training. Seven queries."""
    standing = [link for link in links if link.state == Link.State.STANDING]
    read_ = read(leading(viewer).filter(link__in=[link.pk for link in standing]), today)
    by_link: dict[int, list[Teacher]] = {}
    for teacher in read_.teachers.values():
        for link in teacher.links:
            by_link.setdefault(link, []).append(teacher)
    return {pk: _standing(pk, teachers, read_) for pk, teachers in by_link.items()}


def _standing(link: int, teachers: Sequence[Teacher], found: Standings) -> Standing:
    done = sum(all(part.is_done for part in one.parts) for one in teachers)
    standing = Standing(f"{done} of {len(teachers)} trained", "good" if done == len(teachers) else "info")
    for one in teachers:
        for part in one.missing:
            if part.late or found.choices(one, part.part):
                standing.flags.append(_flag(one, part, one.links[link].pk))
    if any(flag.late for flag in standing.flags):
        standing.tone = "warning"
    return standing


def _flag(one: Teacher, part: PartStanding, school: int) -> Flag:
    due = f"it was due by {calendar.say(part.due)}" if part.late else f"due by {calendar.say(part.due)}"
    told = " Asked in vain." if part.need and part.need.told else ""
    sentence = f"{one.name} is not booked for the {part.name.lower()}; {due}.{told}"
    return Flag("training", "training", sentence, "teachers", (school,), part.late)

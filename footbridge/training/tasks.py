"""What the worker does for training each morning: ask who misses a part to choose a session, remind in school days, and in the
end tell the facilitator."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.programmes.models import Programme
from footbridge.programmes.schooldays import holidays_of, is_school_day, school_days_between
from footbridge.training.actions.chasing import Missing, ask_to_choose, remind_to_choose, tell_who_is_missing
from footbridge.training.queries.pages import partners_said
from footbridge.training.queries.standings import PartStanding, Standings, Teacher, leading, read

NEAR = timedelta(days=45)  # nobody is asked earlier than that before the first session
REMIND_AFTER = (3, 8)  # school days
TELL_AFTER = 12
LAST_DAYS = 3  # so many school days before the last session, the facilitator is told whatever was


@app.periodic(cron="35 8 * * *")
@app.task(queue="daily")
def look_after_training(timestamp: int) -> None:
    """Every morning: teachers without a place are asked and reminded, and after that their facilitator is told."""
    chase_on(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


def chase_on(today: date) -> tuple[int, int, int]:
    """The work of one day: how many were asked, how many reminded, and of how many a facilitator was told."""
    viewer = Viewer.for_system("training")
    found = read(leading(viewer), today)
    asked = reminded = 0
    tell: dict[Programme, list[Missing]] = defaultdict(list)
    for teacher in found.teachers.values():
        if not is_school_day(today, holidays_of(teacher.year.start, teacher.year.dates)):
            continue
        for part in teacher.missing:
            verb = due_for(found, teacher, part, today)
            choices = found.choices(teacher, part.part)
            words = partners_said(found, teacher, part.part)
            if verb == "ask":
                asked += ask_to_choose(by=viewer, teacher=teacher, part=part, choices=choices, words=words, today=today)
            elif verb == "remind":
                reminded += remind_to_choose(
                    by=viewer, teacher=teacher, part=part, choices=choices, words=words, today=today
                )
            elif verb == "tell":
                tell[teacher.year.programme].append((teacher, part, bool(choices)))
    told = sum(
        tell_who_is_missing(by=viewer, programme=programme, missing=missing, today=today)
        for programme, missing in tell.items()
    )
    return asked, reminded, told


def due_for(found: Standings, teacher: Teacher, part: PartStanding, today: date) -> str:
    """What a missing part calls for on a day: “ask”, “remind”, “tell”, or nothing."""
    need, choices = part.need, found.choices(teacher, part.part)
    if not choices:
        return "tell" if part.late and (need is None or need.told is None) else ""
    starts = [timezone.localdate(one.occasion.starts) for one in choices]
    if need is None or need.asked is None:
        return "ask" if min(starts) <= today + NEAR else ""
    if need.told is not None:
        return "ask" if any(one.occasion.created > need.told for one in choices) else ""
    holidays = holidays_of(teacher.year.start, teacher.year.dates)
    days = school_days_between(need.asked, today, holidays)
    if days >= TELL_AFTER or (days >= 1 and school_days_between(today, max(starts), holidays) <= LAST_DAYS):
        return "tell"
    if need.reminders < len(REMIND_AFTER) and days >= REMIND_AFTER[need.reminders]:
        return "remind"
    return ""

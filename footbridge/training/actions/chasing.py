"""Asking a teacher to choose a session, reminding her in school days, and telling the facilitator in the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.programmes.models import Programme
from footbridge.training import letters
from footbridge.training.models import TrainingNeed, TrainingSession
from footbridge.training.queries.standings import PartStanding, Teacher

Missing = tuple[Teacher, PartStanding, bool]
"""A teacher, the part she misses, and whether there is a session to choose."""


@action
def ask_to_choose(
    *, by: Viewer, teacher: Teacher, part: PartStanding, choices: Sequence[TrainingSession], words: str, today: date
) -> bool:
    """The first letter about a part, or the first after new sessions were opened: choose one of these."""
    rows = TrainingNeed.objects.unscoped("the platform asks")
    need, _ = rows.update_or_create(
        person_id=teacher.person,
        linking_year=teacher.year,
        part=part.part,
        defaults={"asked": today, "reminders": 0, "reminded": None, "told": None},
    )
    record("training.asked", need, by=by, programme=teacher.year.programme_id, part=part.part)
    return letters.choose(teacher, part, choices, words, moment=f"asked:{today}")


@action
def remind_to_choose(
    *, by: Viewer, teacher: Teacher, part: PartStanding, choices: Sequence[TrainingSession], words: str, today: date
) -> bool:
    """The same again."""
    need = part.need
    if need is None or need.reminded == today:
        return False
    need.reminders, need.reminded = need.reminders + 1, today
    need.save(update_fields=["reminders", "reminded"])
    record("training.reminded", need, by=by, programme=teacher.year.programme_id, number=need.reminders)
    return letters.choose(teacher, part, choices, words, moment=f"again:{today}", again=True)


@action
def tell_who_is_missing(*, by: Viewer, programme: Programme, missing: Sequence[Missing], today: date) -> int:
    """One letter to each facilitator with everybody who was asked in vain, or has no session to choose; how many teachers."""
    rows = TrainingNeed.objects.unscoped("the platform tells")
    for teacher, part, _ in missing:
        rows.update_or_create(
            person_id=teacher.person,
            linking_year=teacher.year,
            part=part.part,
            defaults={"told": timezone.now()},
        )
    record("training.told", programme, by=by, programme=programme.pk, teachers=len(missing))
    letters.missing(programme, missing, today)
    return len(missing)

"""What is known of a teacher: that she linked before, and that a part was settled without a session."""

from __future__ import annotations

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking.rules import Refused
from footbridge.training.models import Experience, TrainingNeed
from footbridge.training.queries.standings import Teacher
from footbridge.training.rules import insist, may_run, may_speak_for


@action
def say_linked_before(*, by: Viewer, teacher: Teacher, words: str) -> None:
    """A teacher linked before Footbridge knew of it; no words take it back. She or her facilitator says so."""
    insist(may_speak_for(by, teacher))
    rows = Experience.objects.unscoped("the row was fetched for its viewer")
    if not words.strip():
        rows.filter(person=teacher.person).delete()
    else:
        said = {"words": words.strip()[:200], "said_by_id": by.person_id, "said": timezone.now()}
        rows.update_or_create(person_id=teacher.person, defaults=said)
    record(
        "training.linked_before", f"people.person:{teacher.person}", by=by, programme=teacher.year.programme_id,
        said=bool(words.strip()),
    )  # fmt: skip


@action
def settle_part(*, by: Viewer, teacher: Teacher, part: int, because: str) -> TrainingNeed:
    """The facilitator settles a part without a session: done in another programme, a talk on the telephone.

    Raises Refused while she is booked, or when she has done it.
    """
    insist(may_run(by, teacher.year.programme_id))
    standing = teacher.part(part)
    if standing is None or not because.strip():
        raise Refused("Say how this part of training is settled.")
    if standing.state in ("trained", "booked", "waiting"):
        raise Refused(f"{teacher.name} has a place or has done this part, so there is nothing to settle.")
    rows = TrainingNeed.objects.unscoped("the row was fetched for its viewer")
    made, _ = rows.update_or_create(
        person_id=teacher.person,
        linking_year=teacher.year,
        part=part,
        defaults={
            "settled": timezone.now(),
            "settled_because": because.strip()[:200],
            "settled_by_id": by.person_id,
        },
    )
    record("training.settled", made, by=by, programme=teacher.year.programme_id, part=part)
    return made


@action
def take_back_settling(*, by: Viewer, teacher: Teacher, part: int) -> None:
    """It was not settled after all: the teacher is asked again."""
    insist(may_run(by, teacher.year.programme_id))
    rows = TrainingNeed.objects.unscoped("the row was fetched for its viewer")
    rows = rows.filter(person=teacher.person, linking_year=teacher.year, part=part)
    for row in rows.exclude(settled=None):
        row.settled, row.settled_because, row.settled_by, row.asked = None, "", None, None
        row.reminders, row.reminded, row.told = 0, None, None
        row.save()
        record("training.unsettled", row, by=by, programme=teacher.year.programme_id, part=part)

"""The verbs of afterwards: say whether a meeting was held and who came, and how it was."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.visits import rules
from footbridge.visits.meetings.steps import CannotDo, lock
from footbridge.visits.models import (
    CallSide,
    Meeting,
    MeetingSide,
    Plan,
    Proposal,
    Quote,
    Reflection,
    RiskAssessment,
    SuitableDay,
    TimetableRow,
)

MINE = "the meeting was fetched for its viewer"
State = Meeting.State


@dataclass(frozen=True)
class Words:
    """What a teacher says of a meeting: three lines, and a sentence that may be quoted or not."""

    first: str = ""
    second: str = ""
    third: str = ""
    quote: str = ""
    may_quote: bool = False


@action
def say_held(*, by: Viewer, meeting: Meeting, how: str, children: int, adults: int) -> Meeting:
    """A meeting was held; how many children and adults of the own school came. Each teacher counts the own school.

    Said again, the count is corrected. Raises CannotDo before the day.
    """
    locked, side = _begin(by, meeting)
    row = MeetingSide.objects.unscoped(MINE).get(meeting=locked, side=side)
    if locked.state == State.HELD and (row.children_present, row.adults_present, locked.how) == (children, adults, how):
        return locked
    row.count(children, adults, timezone.now())
    locked.how = how
    locked.close(State.HELD)
    _note(by, "held", locked, children=children, adults=adults)
    return locked


@action
def say_not_held(*, by: Viewer, meeting: Meeting, why: str) -> Meeting:
    """A meeting was not held, with the reason. Raises CannotDo where the partner counted children at it."""
    locked, side = _begin(by, meeting)
    rows = MeetingSide.objects.unscoped(MINE).filter(meeting=locked)
    if rows.exclude(side=side).exclude(counted=None).exists():
        raise CannotDo("Your partner school has given a headcount for this meeting. Speak to each other first.")
    if locked.state == State.NOT_HELD and locked.why == why:
        return locked
    for row in rows.filter(side=side):
        row.count(None, None, None)
    locked.close(State.NOT_HELD, why)
    _note(by, "not held", locked)
    return locked


@action
def reflect(*, by: Viewer, meeting: Meeting, words: Words) -> Reflection:
    """Three lines of the own teacher, and a quote that is published only with consent. Written again, it is changed."""
    locked, _ = _begin(by, meeting)
    if locked.state != State.HELD:
        raise CannotDo("Say first that the meeting was held.")
    fields = {**vars(words), "may_quote": words.may_quote and bool(words.quote), "at": timezone.now()}
    row, _ = Reflection.objects.unscoped(MINE).update_or_create(
        meeting=locked, person_id=by.person_id or 0, defaults=fields
    )
    _note(by, "reflected on", locked)
    return row


@action
def forget_meeting(*, by: Viewer, meeting: Meeting) -> None:
    """Forget day, hours, place, plan, marked days and proposals of a meeting long over; month and kind stay (the nightly job)."""
    rules.insist(by.system)
    locked = lock(meeting)
    if locked.forgotten:
        return
    if locked.state == State.DATED:
        locked.close(State.NOT_HELD, "Nobody said whether it was held.")
    locked.forget(timezone.now())
    for rows in (SuitableDay, Proposal, Plan, TimetableRow, Quote, RiskAssessment, CallSide):
        rows.objects.unscoped(MINE).filter(meeting=locked).delete()
    _note(by, "forgotten", locked)


def _begin(by: Viewer, meeting: Meeting) -> tuple[Meeting, int]:
    """The locked meeting, whose day has come, and the side the viewer speaks for."""
    locked = lock(meeting)
    rules.insist(rules.may_plan(by, locked.link_id))
    side = rules.own_side(by, locked.link_id)
    rules.insist(side is not None)
    if locked.state not in (State.DATED, State.HELD, State.NOT_HELD):
        raise CannotDo("This meeting has no date, so nothing can be said about it yet.")
    if locked.day and locked.day > timezone.localdate():
        raise CannotDo("This can be said from the day of the meeting on.")
    return locked, side or 0


def _note(by: Viewer, verb: str, meeting: Meeting, **facts: int) -> None:
    """An audit line without day, hour or place."""
    programme = meeting.link.linking_year.programme_id
    record(f"meeting {verb}", meeting, by=by, programme=programme, link=meeting.link_id, state=meeting.state, **facts)

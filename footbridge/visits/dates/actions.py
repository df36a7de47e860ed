"""The verbs of finding a day. The link and the meeting are locked first, so that two who act at once act one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import LinkSide
from footbridge.venues.actions import give_back
from footbridge.visits import letters, rules
from footbridge.visits.dates.days import why_not
from footbridge.visits.meetings.steps import CannotDo, insist_ahead, insist_free, lock, proposals_that_stand
from footbridge.visits.models import Meeting, Proposal, SuitableDay

MINE = "the meeting was fetched for its viewer"
State = Proposal.State


@action
def mark_days(*, by: Viewer, meeting: Meeting, days: Iterable[dt.date]) -> int:
    """Say which days suit the own school; days marked before and not named now are taken out. Returns how many stand."""
    locked, side = _begin(by, meeting)
    wanted = {day for day in days if not why_not(locked.link.linking_year, day)}
    rows = SuitableDay.objects.unscoped(MINE).filter(meeting=locked, side=side)
    if wanted and locked.state == Meeting.State.PLANNED:
        letters.marked(by, locked, side)
    rows.exclude(day__in=wanted).delete()
    SuitableDay.objects.bulk_create(
        [SuitableDay(meeting=locked, side_id=side, day=day) for day in sorted(wanted)], ignore_conflicts=True
    )
    _note(by, "days marked", locked, days=len(wanted))
    return len(wanted)


@action
def propose_day(*, by: Viewer, meeting: Meeting, day: dt.date, starts: dt.time, ends: dt.time) -> Proposal:
    """Propose a day and hours to the partner. The own open proposal is taken back for it; sent twice, it acts once.

    Raises CannotDo when the partner's proposal waits, the day is no school day, or the classes meet on it already.
    """
    locked, side = _begin(by, meeting)
    _insist_undated(locked)
    if reason := why_not(locked.link.linking_year, day):
        raise CannotDo(reason)
    if ends <= starts:
        raise CannotDo("The meeting must end after it begins.")
    insist_free(locked, day)
    open_one = Proposal.objects.unscoped(MINE).filter(meeting=locked, state=State.OPEN).first()
    if open_one and open_one.side_id != side:
        raise CannotDo("Your partner has proposed a day already. Answer that first.")
    if open_one and (open_one.day, open_one.starts, open_one.ends) == (day, starts, ends):
        return open_one
    if open_one:
        open_one.settle(State.TAKEN_BACK)
    made = Proposal.objects.create(
        meeting=locked, side_id=side, by_id=by.person_id, day=day, starts=starts, ends=ends, yes=[side]
    )
    _note(by, "day proposed", locked)
    letters.proposed(by, made, locked)
    return made


@action
def answer_proposal(*, by: Viewer, meeting: Meeting, proposal: Proposal, yes: bool) -> Meeting:
    """Agree to a proposal or turn it down. When every school agrees the meeting has its date. Pressed twice, it acts once."""
    locked, side = _begin(by, meeting)
    found = Proposal.objects.unscoped(MINE).get(pk=proposal.pk, meeting=locked)
    if found.state == (State.AGREED if yes else State.TURNED_DOWN):
        return locked
    if found.state != State.OPEN:
        raise CannotDo("This proposal does not stand any more. Look at what has been said since.")
    if found.side_id == side:
        raise CannotDo("You proposed this day. Your partner answers it.")
    if not yes:
        found.settle(State.TURNED_DOWN)
        _note(by, "day turned down", locked)
        letters.turned_down(by, found, locked)
        return locked
    _insist_undated(locked)
    insist_free(locked, found.day)
    needed = set(LinkSide.objects.unscoped(MINE).filter(link=locked.link_id).values_list("pk", flat=True))
    if found.agree(side, needed):
        locked.give_date(found.day, found.starts, found.ends)
        _note(by, "dated", locked)
        letters.told("agreed", by, locked)
    return locked


@action
def take_back(*, by: Viewer, meeting: Meeting, proposal: Proposal) -> None:
    """Take the own proposal back while it waits."""
    locked, side = _begin(by, meeting)
    found = Proposal.objects.unscoped(MINE).get(pk=proposal.pk, meeting=locked)
    if found.state == State.OPEN and found.side_id == side:
        found.settle(State.TAKEN_BACK)
        _note(by, "proposal taken back", locked)


@action
def move_meeting(*, by: Viewer, meeting: Meeting) -> Meeting:
    """Look for another day: the date is taken away, the marked days stay. A venue's day is moved by the facilitator."""
    locked, _ = _begin(by, meeting)
    if locked.state == Meeting.State.PLANNED or locked.day is None or locked.starts is None:
        return locked
    agreed = Proposal.objects.unscoped(MINE).filter(
        meeting=locked, state=State.AGREED, day=locked.day, starts=locked.starts
    )
    if not agreed.exists():
        raise CannotDo("Your facilitator booked this day at the venue. Ask them to find another one.")
    proposals_that_stand(locked).update(state=State.TAKEN_BACK)
    locked.take_date()
    give_back(by=by, key=f"meeting:{locked.pk}")
    _note(by, "moved", locked)
    letters.told("moved", by, locked)
    return locked


def _begin(by: Viewer, meeting: Meeting) -> tuple[Meeting, int]:
    """The locked meeting, still ahead, and the side the viewer speaks for."""
    locked = lock(meeting)
    rules.insist(rules.may_plan(by, locked.link_id))
    side = rules.own_side(by, locked.link_id)
    rules.insist(side is not None)
    insist_ahead(locked)
    return locked, side or 0


def _insist_undated(meeting: Meeting) -> None:
    if meeting.state != Meeting.State.PLANNED:
        raise CannotDo("This meeting has a date. Move it first if it no longer suits.")


def _note(by: Viewer, verb: str, meeting: Meeting, **facts: int) -> None:
    """An audit line without day, hour or place."""
    programme = meeting.link.linking_year.programme_id
    record(f"meeting {verb}", meeting, by=by, programme=programme, link=meeting.link_id, state=meeting.state, **facts)

"""The verbs of meetings: make those of the year, add one, give it a date, move it, call it off. The meeting is locked first."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from django.utils.timezone import localtime

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link, LinkSide
from footbridge.venues.actions import give_back
from footbridge.visits import letters, rules
from footbridge.visits.meetings.steps import CannotDo, insist_ahead, insist_free, lock, lock_link, proposals_that_stand
from footbridge.visits.models import CallSide, Meeting, MeetingSide, Proposal
from footbridge.visits.models.meetings import NEEDS, MeetingQuerySet

MINE = "the meeting was fetched for its viewer"
ONLINE = ("online",)
MOST_MEETINGS = 12


class Slot(Protocol):
    """What a meeting needs to know of a venue's slot: aware beginning and end on one day."""

    pk: int
    starts: dt.datetime
    ends: dt.datetime


@action
def make_meetings(*, by: Viewer, link: Link) -> list[Meeting]:
    """Give a standing link the meetings of its programme's shape, unless it has some. Called twice, it acts once."""
    locked = lock_link(link)
    rules.insist(rules.may_shape_year(by, locked.pk, locked.linking_year.programme_id))
    if locked.state != Link.State.STANDING or _meetings(locked).exists():
        return []
    kinds = locked.linking_year.programme.meetings
    return [_make(by, locked, number, kind) for number, kind in enumerate(kinds, 1)]


@action
def add_meeting(*, by: Viewer, link: Link, kind: str) -> Meeting:
    """One more meeting of a standing link, the last in its order."""
    locked = lock_link(link)
    rules.insist(rules.may_shape_year(by, locked.pk, locked.linking_year.programme_id))
    if locked.state != Link.State.STANDING:
        raise CannotDo("This link does not stand any more, so nothing can be added to its year.")
    numbers = list(_meetings(locked).values_list("number", flat=True))
    if len(numbers) >= MOST_MEETINGS:
        raise CannotDo(f"A link has at most {MOST_MEETINGS} meetings. Call one off and change it instead.")
    return _make(by, locked, max(numbers, default=0) + 1, kind)


@action
def date_meeting_at_slot(*, by: Viewer, meeting: Meeting, slot: Slot) -> Meeting:
    """Give a meeting the day and hours of a venue's slot. Only facilitators and the platform; sent twice, it acts once.

    Raises CannotDo when the meeting is no longer ahead or the link meets on that day already. Whether the slot has room is
    for the caller to say, in the same transaction.
    """
    locked = lock(meeting)
    rules.insist(rules.may_share_slots(by, locked.link.linking_year.programme_id))
    starts, ends = localtime(slot.starts), localtime(slot.ends)
    wanted = (starts.date(), starts.time(), ends.time())
    if (locked.state, locked.day, locked.starts, locked.ends) == (Meeting.State.DATED, *wanted):
        return locked
    insist_free(locked, wanted[0])
    _drop_proposals(locked)
    locked.place = _where(slot)
    locked.give_date(*wanted)
    _note(by, "dated", locked)
    letters.told("booked", by, locked)
    return locked


@action
def free_meeting_of_slot(*, by: Viewer, meeting: Meeting) -> Meeting:
    """Take the date of a venue's slot from a meeting that is still ahead, so that another can be found."""
    locked = lock(meeting)
    rules.insist(rules.may_share_slots(by, locked.link.linking_year.programme_id))
    if locked.state == Meeting.State.DATED:
        locked.take_date()
        give_back(by=by, key=f"meeting:{locked.pk}")
        _note(by, "undated", locked)
        letters.told("freed", by, locked)
    return locked


@action
def say_numbers(*, by: Viewer, meeting: Meeting, children: int, adults: int, needs: dict[str, int]) -> MeetingSide:
    """How many children and adults the own school brings, and what they need, as counts alone."""
    locked = lock(meeting)
    rules.insist(rules.may_plan(by, locked.link_id))
    insist_ahead(locked)
    row = MeetingSide.objects.unscoped(MINE).get(meeting=locked, side=rules.own_side(by, locked.link_id))
    wanted = {key: count for key, count in needs.items() if key in NEEDS and count > 0}
    if any(count > children + adults for count in wanted.values()):
        raise CannotDo("A need cannot be that of more people than you bring.")
    if (row.children_expected, row.adults_expected, row.needs) != (children, adults, wanted):
        row.expect(children, adults, wanted)
        _note(by, "numbers given", locked)
    return row


@action
def call_off_meeting(*, by: Viewer, meeting: Meeting, why: str) -> Meeting:
    """Call off a meeting that was not held, with the reason. Its place in the order stays."""
    locked = lock(meeting)
    rules.insist(rules.may_shape_year(by, locked.link_id, locked.link.linking_year.programme_id))
    if locked.state == Meeting.State.CALLED_OFF:
        return locked
    insist_ahead(locked)
    _drop_proposals(locked)
    locked.call_off(why)
    CallSide.objects.unscoped(MINE).filter(meeting=locked).delete()  # a link to join must not outlive its meeting
    give_back(by=by, key=f"meeting:{locked.pk}")
    _note(by, "called off", locked)
    letters.told("called_off", by, locked)
    return locked


def _drop_proposals(meeting: Meeting) -> None:
    """What was proposed or agreed no longer counts."""
    proposals_that_stand(meeting).update(state=Proposal.State.TAKEN_BACK)


def _where(slot: Slot) -> str:
    """The venue of a slot in words, for the people of the meeting."""
    venue = getattr(slot, "venue", None)
    return ", ".join(part for part in (venue.name, venue.address) if part)[:200] if venue else ""


def _meetings(link: Link) -> MeetingQuerySet:
    return Meeting.objects.unscoped("the link was fetched for its viewer").filter(link=link)


def _make(by: Viewer, link: Link, number: int, kind: str) -> Meeting:
    """A meeting with a row for each school; where a school hosts, it is the first or the second of the link."""
    sides = list(LinkSide.objects.unscoped("the link was fetched for its viewer").filter(link=link).order_by("pk"))
    hosts = {"host_a": sides[0].school_id, "host_b": sides[1].school_id}
    how = Meeting.How.ONLINE if kind in ONLINE else Meeting.How.LIVE
    made = Meeting.objects.create(link=link, number=number, kind=kind, how=how, host_school_id=hosts.get(kind))
    MeetingSide.objects.bulk_create(MeetingSide(meeting=made, side=side) for side in sides)
    _note(by, "planned", made)
    return made


def _note(by: Viewer, verb: str, meeting: Meeting) -> None:
    """An audit line without day, hour or place."""
    programme = meeting.link.linking_year.programme_id
    record(f"meeting {verb}", meeting, by=by, programme=programme, link=meeting.link_id, state=meeting.state)

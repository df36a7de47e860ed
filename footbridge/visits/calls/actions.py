"""Preparing a live call."""

from __future__ import annotations

from collections.abc import Collection

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.exchange.labels.queries import lock_of
from footbridge.vault import sealing
from footbridge.visits import rules
from footbridge.visits.calls.checks import CHECKS, is_taken
from footbridge.visits.meetings.steps import CannotDo, insist_ahead, lock
from footbridge.visits.models import CallSide, Meeting

MINE = "the meeting was fetched for its viewer"
KIND = "call"


@action
def prepare_call(*, by: Viewer, meeting: Meeting, address: str, done: Collection[str]) -> CallSide:
    """Note the own school's meeting link (or none) and what it has made sure of. Raises CannotDo when it is no call to come."""
    locked = lock(meeting)
    rules.insist(rules.may_plan(by, locked.link_id))
    side = rules.own_side(by, locked.link_id)
    rules.insist(side is not None)
    assert side is not None
    insist_ahead(locked)
    if locked.how != Meeting.How.ONLINE:
        raise CannotDo("This meeting is not on line.")
    if address and not is_taken(address):
        raise CannotDo("This is not a meeting link that we know.")
    row = CallSide.objects.unscoped(MINE).filter(meeting=locked, side=side).first()
    row = row or CallSide(meeting=locked, side_id=side)
    sealed = None
    if address:
        sealed = sealing.seal(address.encode(), lock=lock_of(locked.link_id), kind=KIND, row=f"{locked.pk}:{side}")
    ticked = [key for key in CHECKS if key in done]
    row.prepare(sealed, ticked)
    record("prepared a call", locked, by=by, programme=locked.link.linking_year.programme_id, done=len(ticked))
    return row

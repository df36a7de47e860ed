"""What the verbs of meetings share: locking, and saying in words what cannot be done."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from footbridge.brokering.models import Link
from footbridge.visits.models import Meeting, Proposal

MINE = "the meeting was fetched for its viewer"


class CannotDo(Exception):
    """What was asked for cannot be done now; the message is for the person who asked."""


def lock_link(link: Link) -> Link:
    """The link as it is now, locked until the end of the transaction."""
    rows = Link.objects.unscoped(MINE).select_related("linking_year__programme")
    return rows.select_for_update(of=("self",)).get(pk=link.pk)


def lock(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked together with its link, so that two meetings of a link are never dated at once."""
    link = lock_link(Link(pk=meeting.link_id))
    locked = (
        Meeting.objects.unscoped(MINE).select_related("host_school").select_for_update(of=("self",)).get(pk=meeting.pk)
    )
    locked.link = link
    return locked


def insist_ahead(meeting: Meeting) -> None:
    """Only a meeting that is still to be held, of a link that stands, can be changed."""
    if meeting.link.state != Link.State.STANDING:
        raise CannotDo("This link does not stand any more, so its meetings cannot be changed.")
    if not meeting.is_ahead:
        raise CannotDo(
            f"This meeting is marked “{meeting.get_state_display().lower()}”, so it cannot be changed any more."
        )


def insist_free(meeting: Meeting, day: dt.date) -> None:
    """A link meets once a day at most."""
    insist_ahead(meeting)
    others = Meeting.objects.unscoped(MINE).filter(link=meeting.link_id, day=day, state=Meeting.State.DATED)
    if others.exclude(pk=meeting.pk).exists():
        raise CannotDo("These classes have another meeting on that day. Choose another day.")


def proposals_that_stand(meeting: Meeting) -> QuerySet[Proposal]:
    """Proposals that wait or were agreed: they fall when the meeting is called off, moved, or gets a venue's day."""
    states = (Proposal.State.OPEN, Proposal.State.AGREED)
    return Proposal.objects.unscoped(MINE).filter(meeting=meeting, state__in=states)

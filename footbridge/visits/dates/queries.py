"""What teachers read while they look for a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from footbridge.access import Viewer
from footbridge.visits import rules
from footbridge.visits.models import Meeting, Proposal, SuitableDay


@dataclass(frozen=True)
class Days:
    """Days that suit the own school, those that suit the others, and those that suit all of them."""

    own: frozenset[dt.date]
    others: frozenset[dt.date]
    common: tuple[dt.date, ...]


def days_of(viewer: Viewer, meeting: Meeting, sides: int) -> Days:
    """The marked days of a meeting of `sides` schools. One query and the viewer's own side."""
    side = rules.own_side(viewer, meeting.link_id)
    marked: dict[dt.date, set[int]] = {}
    for day, whose in SuitableDay.objects.visible_to(viewer).filter(meeting=meeting).values_list("day", "side"):
        marked.setdefault(day, set()).add(whose)
    own = frozenset(day for day, who in marked.items() if side in who)
    others = frozenset(day for day, who in marked.items() if who - {side})
    return Days(own, others, tuple(sorted(day for day, who in marked.items() if len(who) == sides)))


def proposals_of(viewer: Viewer, meeting: Meeting) -> list[Proposal]:
    """Every proposal for a meeting, the newest first. One query."""
    rows = Proposal.objects.visible_to(viewer).filter(meeting=meeting).select_related("side__school", "by")
    return list(rows.order_by("-at", "-pk"))


def proposal_for(viewer: Viewer, meeting: Meeting, proposal_id: int) -> Proposal:
    """A proposal of the meeting, or 404."""
    return get_object_or_404(Proposal.objects.visible_to(viewer).filter(meeting=meeting), pk=proposal_id)

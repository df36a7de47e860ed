"""What waits among the meetings of a teacher's own links."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Permission, Viewer
from footbridge.ui.parts import Tone
from footbridge.visits import rules
from footbridge.visits.meetings.queries import meetings_for, missing_of
from footbridge.visits.models import CostLine, Proposal
from footbridge.year.cards.card import Card, many, to

SOON = dt.timedelta(days=28)


def cards(viewer: Viewer, today: dt.date) -> list[Card]:
    """For teachers: a proposed day to answer, and what is missing within four weeks. A few queries."""
    if not viewer.may(Permission.PLAN_VISITS):
        return []
    return [*_proposals(viewer), *_missing(viewer, today)]


def _proposals(viewer: Viewer) -> list[Card]:
    rows = (
        Proposal.objects.visible_to(viewer)
        .filter(state="open", meeting__state="planned")
        .select_related("side__school")
    )
    return [
        Card(
            "A day is proposed for your meeting",
            f"{one.side.school.name} asks whether it suits you.",
            "When every school agrees, the meeting has its date.",
            to("visits:date", one.meeting_id),
            "Look at the day",
            None,
            "info",
        )
        for one in rows.select_related("meeting")
        if rules.own_side(viewer, one.meeting.link_id) not in one.yes
    ]


def _missing(viewer: Viewer, today: dt.date) -> list[Card]:
    meetings = {one.pk: one for one in meetings_for(viewer).filter(link__linking_year__state="open")}
    found = []
    for pk, lines in missing_of(meetings.values(), today).items():
        soon = [one for one in lines if one.by <= today + SOON]
        if soon:
            title = f"{meetings[pk].said}: {many(len(soon), 'thing is missing', 'things are missing')}"
            words = f"{'First' if len(soon) > 1 else 'It is'}: {soon[0].sentence}."
            tone: Tone = "warning" if any(one.late for one in soon) else "info"
            found.append(
                Card(
                    title, words, "Then it is off your list.", to("visits:meeting", pk), "Open the meeting", None, tone
                )
            )
    return found


def claims(viewer: Viewer, today: dt.date) -> list[Card]:
    """For facilitators: claims that wait. One query."""
    if not viewer.may(Permission.MANAGE_COSTS):
        return []
    waiting = CostLine.objects.visible_to(viewer).filter(claim=CostLine.Claim.CLAIMED).count()
    if not waiting:
        return []
    return [
        Card(
            many(waiting, "claim waits for you", "claims wait for you"),
            "Schools ask for what the programme or a grant is to pay.",
            "Who claimed hears by letter what you answer.",
            to("visits:claims", claim="claimed"),
            "Answer the claims",
            waiting,
            "info",
        )
    ]

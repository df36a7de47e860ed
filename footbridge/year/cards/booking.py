"""What booking adds to home pages: requests for release that wait."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Permission, Viewer
from footbridge.booking.queries.pages import requests_waiting
from footbridge.year.cards.card import Card, many, to


def school(viewer: Viewer, today: dt.date) -> list[Card]:
    """Colleagues who wait to be released, for head, deputy and office. One query."""
    waiting = requests_waiting(viewer) if viewer.may(Permission.APPROVE_RELEASE) else 0
    if not waiting:
        return []
    return [
        Card(
            many(waiting, "colleague waits to be released", "colleagues wait to be released"),
            "They have booked something that takes them out of school.",
            "Say yes or no. If nobody answers, the programme's facilitator is told.",
            to("booking:releases"),
            "Answer the requests",
            waiting,
            "warning",
        )
    ]

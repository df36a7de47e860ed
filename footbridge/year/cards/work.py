"""Work of the night that was missed or failed: for network staff, before anything else."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Viewer
from footbridge.year.cards.card import Card, many, to
from footbridge.year.work import troubles


def missed(viewer: Viewer, today: dt.date) -> list[Card]:
    """One card, whatever was missed. Two queries."""
    wrong = troubles()
    if not wrong:
        return []
    return [
        Card(
            "Work of the night was not done",
            f"{many(len(wrong), 'piece', 'pieces')} of work {'was' if len(wrong) == 1 else 'were'} missed or failed.",
            "Reminders may not have gone, and what should be forgotten may still be here.",
            to("year:work"),
            "See what was not done",
            tone="danger",
        )
    ]

"""What waits among the links under way: things that are late, next steps that are due."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Viewer
from footbridge.care.flags.board import live_links, rows_of
from footbridge.care.queries import steps_due
from footbridge.year.cards.card import Card, many, to


def cards(viewer: Viewer, today: dt.date) -> list[Card]:
    """For facilitators. The board's queries and one more."""
    rows = rows_of(viewer, live_links(viewer), today)
    late = [row for row in rows if any(flag.late for flag in row.flags)]
    needing = [row for row in rows if row.flags]
    found = []
    if late:
        found.append(
            Card(
                many(len(late), "link has something late", "links have something late"),
                "; ".join(row.title for row in late[:2]) + (" and more." if len(late) > 2 else "."),
                "Read why, and write to the schools in one go.",
                to("care:board", needs="late"),
                "See what is late",
                len(late),
                "warning",
            )
        )
    if due := steps_due(viewer, today).count():
        found.append(
            Card(
                many(due, "next step with a link is due", "next steps with links are due"),
                "You noted them for a day that has come.",
                "Mark them done as you go.",
                to("care:due"),
                "See the steps",
                due,
                "info",
            )
        )
    if rows:
        found.append(
            Card(
                many(len(rows), "link is under way", "links are under way"),
                f"{many(len(needing), 'needs', 'need')} somebody; {len(rows) - len(needing)} go well.",
                url=to("care:board"),
                label="See all links by step",
            )
        )
    return found

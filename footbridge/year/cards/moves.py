"""Schools that closed and whose people wait for a decision: for facilitators and network staff."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Viewer
from footbridge.people.moves import waiting_moves
from footbridge.year.cards.card import Card, many, to


def cards(viewer: Viewer, today: dt.date) -> list[Card]:
    """One card, whatever the number of schools. One query."""
    names = list(waiting_moves(viewer).order_by("before__name").values_list("before__name", flat=True))
    if not names:
        return []
    alone = len(names) == 1
    return [
        Card(
            f"{names[0]} has closed" if alone else many(len(names), "school has closed", "schools have closed"),
            "Its people wait to be moved." if alone else ", ".join(names[:4]) + (" and more" if len(names) > 4 else ""),
            "The register is not sure which school came after. You decide.",
            to("people:moves"),
            "Decide where they go",
            count=None if alone else len(names),
            tone="warning",
        )
    ]

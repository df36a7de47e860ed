"""What the exchange adds to a teacher's home: names to type, answers of families to note."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Permission, Viewer
from footbridge.exchange.classes import own_classes
from footbridge.exchange.labels import counts_of
from footbridge.exchange.permissions.queries import unknown_of
from footbridge.year.cards.card import Card, many, to


def school(viewer: Viewer, today: dt.date) -> list[Card]:
    """For whoever leads classes of standing links."""
    if not viewer.may(Permission.RUN_EXCHANGE):
        return []
    classes = own_classes(viewer)
    counts = counts_of({one.link for one in classes}) if classes else {}
    found = []
    for one in classes:
        if not counts.get(one.id):
            found.append(
                Card(
                    f"Type the first names of {one.name}",
                    "First names or nicknames only. It takes two minutes.",
                    "Then you note what families permit, and the exchange can begin.",
                    to("exchange:children", one.id),
                    "Type the names",
                    tone="info",
                )
            )
        elif unknown := unknown_of(viewer, one.id):
            found.append(
                Card(
                    f"{many(unknown, 'permission', 'permissions')} of {one.name} unknown",
                    "Unknown means no: what needs it cannot be sent.",
                    "Note what came back on paper; it counts at once.",
                    to("exchange:permissions", one.id),
                    "Note the answers",
                    unknown,
                    "info",
                )
            )
    return found

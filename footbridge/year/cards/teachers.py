"""Classes that nobody leads yet: for head, deputy and office of their school."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Viewer
from footbridge.brokering.teachers.queries import without_teacher
from footbridge.year.cards.card import Card, many, to


def unnamed(viewer: Viewer, today: dt.date) -> list[Card]:
    """One card, whatever the number of classes; it leads to the class itself when there is one."""
    classes = without_teacher(viewer)
    if not classes:
        return []
    one = classes[0]
    alone = len(classes) == 1
    return [
        Card(
            f"Who leads {one.offered_class.name}?" if alone else "Who leads your linked classes?",
            f"{many(len(classes), 'class', 'classes')} of {one.school.name} {'has' if alone else 'have'} no teacher yet.",
            "Teachers see the partner school and its teachers as soon as you name them.",
            to("brokering:who_leads", one.link_id, one.pk) if alone else to("brokering:ours"),
            "Name the teachers",
            count=None if alone else len(classes),
            tone="warning",
        )
    ]

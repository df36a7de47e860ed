"""What families add to a teacher's home: who has not answered, and whose answer waits to be confirmed."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Permission, Viewer
from footbridge.exchange.classes import OwnClass, own_classes
from footbridge.exchange.families.queries import tally_of
from footbridge.year.cards.card import Card, many, to


def school(viewer: Viewer, today: dt.date) -> list[Card]:
    """For whoever leads classes of standing links."""
    if not viewer.may(Permission.RUN_EXCHANGE):
        return []
    return [card for one in own_classes(viewer) for card in _class(viewer, one)]


def _class(viewer: Viewer, one: OwnClass) -> list[Card]:
    tally = tally_of(viewer, one.id)
    page, cards = to("exchange:families", one.id), []
    if tally.waiting:
        cards.append(
            Card(
                f"{many(tally.waiting, 'family has', 'families have')} answered by code",
                f"{one.name}: say whether it was the family.",
                "A no counts already. A yes counts when you have confirmed who answered.",
                page,
                "Confirm",
                tally.waiting,
                "info",
            )
        )
    open_ = tally.silent + tally.incomplete
    if open_:
        words = "has" if open_ == 1 else "have"
        all_ = "" if tally.silent == open_ else " everything"
        cards.append(
            Card(
                f"{many(open_, 'family', 'families')} of {one.name} {words} not answered{all_}",
                "Without an answer it is no: what needs it cannot be sent.",
                "Make letters, or type what came back on paper.",
                page,
                "See which",
                open_,
                "info",
            )
        )
    return cards

"""Cards that the steps of the year add to the home pages: one page of functions per step, listed here.

A step's page (`cards/<step>.py`) has functions that take the viewer and the day and answer with cards; a card with the tone
“plain” tells how things stand, any other waits for the viewer. A page knows its own queries and no other step's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from footbridge.access import Viewer
from footbridge.year.cards import (
    agreements,
    booking,
    care,
    exchange,
    families,
    moves,
    teachers,
    training,
    venues,
    visits,
    work,
)
from footbridge.year.cards.card import Card, Home

Cards = Callable[[Viewer, dt.date], list[Card]]

# in the order of the year
FACILITATOR: Sequence[Cards] = (
    moves.cards,
    agreements.facilitator,
    training.facilitator,
    booking.facilitator,
    venues.facilitator,
    care.cards,
    visits.claims,
)
SCHOOL: Sequence[Cards] = (
    teachers.unnamed,
    agreements.school,
    training.own,
    booking.school,
    exchange.school,
    families.school,
    visits.cards,
)
NETWORK: Sequence[Cards] = (work.missed, moves.cards, agreements.network)
VENUE: Sequence[Cards] = (venues.host,)


def add(page: Home, cards: Sequence[Cards], viewer: Viewer, today: dt.date) -> None:
    """Put what the steps say onto a home page."""
    for found in cards:
        for card in found(viewer, today):
            (page.standing if card.tone == "plain" else page.now).append(card)

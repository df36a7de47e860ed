"""What the exchange adds to homes: for teachers names, permissions, pieces and questions that wait; for leads and heads concerns."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.exchange.classes import OwnClass, own_classes
from footbridge.exchange.concerns.queries import waiting_for
from footbridge.exchange.ending.queries import Gone, rooms_gone
from footbridge.exchange.labels import counts_of
from footbridge.exchange.lesson.queries import handed_in
from footbridge.exchange.pieces.queries import firsts_for
from footbridge.exchange.room.queries import waiting_in
from footbridge.year.cards.card import Card, many, to

SHOWN = dt.timedelta(days=60)  # how long a certificate stands on the home page


def school(viewer: Viewer, today: dt.date) -> list[Card]:
    """For whoever leads classes of standing links, and for safeguarding leads and heads."""
    if viewer.may(Permission.HANDLE_CONCERNS):
        concerns, firsts = waiting_for(viewer)
        return [*_concerns(concerns), *_firsts(firsts)]
    if viewer.may(Permission.RUN_EXCHANGE):
        return [*_firsts(len(firsts_for(viewer))), *_rooms(viewer)]
    return []


def _concerns(waiting: int) -> list[Card]:
    if not waiting:
        return []
    return [
        Card(
            many(waiting, "concern waits for you", "concerns wait for you"),
            "Pieces that were reported. They are hidden from everybody.",
            "They stay hidden until both schools have settled it.",
            to("exchange:concerns"),
            "Look at it" if waiting == 1 else "Look at them",
            waiting,
            "danger",
        )
    ]


def _firsts(waiting: int) -> list[Card]:
    if not waiting:
        return []
    return [
        Card(
            "A colleague's first piece waits for you",
            "A second adult looks once at the first piece of everybody who is new.",
            "Then it goes to the partner school, and later ones go by themselves.",
            to("exchange:firsts"),
            "Look at it",
            waiting,
            "warning",
        )
    ]


def _rooms(viewer: Viewer) -> list[Card]:
    classes = own_classes(viewer)
    counts = counts_of({one.link for one in classes}) if classes else {}
    found = []
    for link, partners in {one.link: one.partners for one in classes}.items():
        pieces, questions = waiting_in(viewer, link)
        if pieces or questions:
            said = [many(pieces, "piece waits", "pieces wait")] * bool(pieces)
            said += [many(questions, "question waits", "questions wait")] * bool(questions)
            found.append(
                Card(
                    " and ".join(said) + " for your class",
                    f"From {partners}.",
                    "Your class sees a piece when you release it.",
                    to("exchange:room", link),
                    "Open the room",
                    pieces + questions,
                    "info",
                )
            )
    trays = handed_in(viewer) if classes else {}
    found += [_gone(one) for one in rooms_gone(viewer) if one.certificate.at > timezone.now() - SHOWN]
    for one in classes:
        if trays.get(one.id):
            found.append(
                Card(
                    many(
                        trays[one.id],
                        "piece from class mode is in your tray",
                        "pieces from class mode are in your tray",
                    ),
                    f"Made by {one.name}. Nobody else sees them.",
                    "You say whose they are, and send what is to go.",
                    to("exchange:tray", one.id),
                    "Open the tray",
                    trays[one.id],
                    "info",
                )
            )
        found += _list_of(viewer, one, counts.get(one.id, 0))
    return found


def _gone(one: Gone) -> Card:
    return Card(
        f"The room of {one.title} is deleted",
        "Its key is destroyed: what it held cannot be read any more.",
        "The certificate says how much there was. Keep it with your records.",
        to("exchange:certificate", one.link.pk),
        "Get the certificate (PDF)",
    )


def _list_of(viewer: Viewer, one: OwnClass, children: int) -> list[Card]:
    """What a class's list still needs."""
    if not children:
        return [
            Card(
                f"Type the first names of {one.name}",
                "First names or nicknames only. It takes two minutes.",
                "Then you note what families permit, and the exchange can begin.",
                to("exchange:children", one.id),
                "Type the names",
                tone="info",
            )
        ]
    return []

"""What booking adds to home pages: requests for release that wait; for facilitators attendance to take and what comes next."""

from __future__ import annotations

import datetime as dt

from footbridge.access import Permission, Viewer
from footbridge.booking.listing import lacks_attendance
from footbridge.booking.models import Place
from footbridge.booking.queries.pages import requests_waiting, run_by
from footbridge.booking.words import hours_of
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


def facilitator(viewer: Viewer, today: dt.date) -> list[Card]:
    """Attendance that nobody took, releases that no school answers, and the next occasion. Two queries."""
    rows = sorted(run_by(viewer).exclude(state__in=["cancelled", "held"]), key=lambda one: one.starts)
    cards = []
    if lacking := [one for one in rows if lacks_attendance(one)]:
        one = lacking[-1]
        cards.append(
            Card(
                many(len(lacking), "occasion lacks attendance", "occasions lack attendance"),
                f"{one.title}, {hours_of(one)}.",
                "Those who were there get their certificate.",
                to("booking:attendance", one.pk) if len(lacking) == 1 else to("booking:occasions"),
                "Take attendance" if len(lacking) == 1 else "See which",
                len(lacking),
                "warning",
            )
        )
    unseen = list(
        Place.objects.visible_to(viewer)
        .filter(release="asked", state="booked", release_told__isnull=False, occasion__in=[one.pk for one in rows])
        .values_list("occasion", flat=True)
    )
    if unseen:
        cards.append(
            Card(
                many(len(unseen), "release is not answered", "releases are not answered"),
                "The schools were reminded twice. Call them; you can answer for them.",
                "When a school says no, the next on the list has the place.",
                to("booking:occasion", unseen[0]),
                "Open the occasion",
                len(unseen),
                "warning",
            )
        )
    if coming := [one for one in rows if not one.is_over]:
        one = coming[0]
        words = f"{hours_of(one)}. {one.booked} of {one.capacity} taken."
        cards.append(Card(f"Next: {one.title}", words, url=to("booking:occasion", one.pk), label="See who comes"))
    return cards

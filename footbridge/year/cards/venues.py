"""What venues add to the home pages: visits that wait for a host, and venues without one for facilitators."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count

from footbridge.access import Permission, Viewer
from footbridge.people.models import Membership
from footbridge.venues.models import SlotHold, Venue, VenueSlot
from footbridge.visits.models import Meeting
from footbridge.year.cards.card import Card, many, to


def host(viewer: Viewer, today: dt.date) -> list[Card]:
    """A host: visits to confirm, the calendar, and slots to offer where there are none."""
    cards = []
    holds = SlotHold.objects.visible_to(viewer).live()
    for venue in Venue.objects.visible_to(viewer).open():
        page = to("venues:venue", venue.pk)
        waiting = holds.filter(slot__venue=venue, state=SlotHold.State.HELD).count()
        if waiting:
            cards.append(
                Card(
                    f"{many(waiting, 'visit waits', 'visits wait')} for your answer",
                    f"Classes would like to come to {venue.name}.",
                    "When you confirm, their teachers plan the day. When you decline, the facilitator looks for another.",
                    page, "Read and answer", waiting, "warning",
                )
            )  # fmt: skip
        ahead = VenueSlot.objects.visible_to(viewer).filter(venue=venue, starts__date__gte=today)
        if not ahead.exclude(state=VenueSlot.State.WITHDRAWN).exists():
            cards.append(
                Card(
                    "Offer slots", f"{venue.name} offers no hours yet.", "Facilitators share them over the links.",
                    to("venues:slots", venue.pk), "Offer slots", tone="info",
                )
            )  # fmt: skip
        coming = holds.filter(slot__venue=venue, slot__starts__date__gte=today, state=SlotHold.State.CONFIRMED).count()
        said = many(coming, "visit is confirmed.", "visits are confirmed.") if coming else "No visit is confirmed yet."
        cards.append(Card(venue.name, said, url=to("venues:calendar", venue.pk), label="Open the calendar"))
    return cards


def facilitator(viewer: Viewer, today: dt.date) -> list[Card]:
    """A facilitator: links whose neutral meeting waits for a slot, and venues that nobody keeps."""
    return [*_waiting(viewer, today), *_unkept(viewer)]


def _waiting(viewer: Viewer, today: dt.date) -> list[Card]:
    if not viewer.may(Permission.RUN_VENUES) or viewer.is_network_staff:
        return []
    rows = Meeting.objects.visible_to(viewer).filter(
        kind="neutral", state=Meeting.State.PLANNED, link__state="standing", link__linking_year__state="open"
    )
    waiting = rows.aggregate(n=Count("link", distinct=True))["n"]
    if not waiting:
        return []
    ahead = VenueSlot.objects.visible_to(viewer).filter(starts__date__gte=today, state=VenueSlot.State.FREE).count()
    return [
        Card(
            f"{many(waiting, 'link waits', 'links wait')} for a slot at a venue",
            f"{many(ahead, 'slot is', 'slots are')} free." if ahead else "No slot is free: ask your hosts to offer more.",
            "Share the slots, look at the reasons, then book. Only then schools and hosts hear of it.",
            to("allocation:years"), "Share the slots", waiting, "info",
        )
    ]  # fmt: skip


def _unkept(viewer: Viewer) -> list[Card]:
    venues = list(Venue.objects.visible_to(viewer).open().values_list("pk", flat=True))
    kept = set(Membership.objects.visible_to(viewer).current().filter(venue__in=venues).values_list("venue", flat=True))
    missing = len(set(venues) - kept)
    if not missing:
        return []
    return [
        Card(
            f"{many(missing, 'venue has', 'venues have')} no host",
            "Nobody confirms visits there yet.",
            "The host keeps the calendar and confirms each visit.",
            to("venues:all"), "Invite hosts", missing, "info",
        )
    ]  # fmt: skip

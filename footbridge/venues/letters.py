"""The letters of venues. None names a day, an hour or a class (D6): they say that something waits, and where to look."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from footbridge.notify import outbox
from footbridge.people.queries import facilitators_of, hosts_of
from footbridge.venues.models import SlotHold, Venue


def asked(venue: Venue, hold: int, *, how_many: int = 1) -> None:
    """To the hosts: classes would like to come, please confirm or decline. `how_many` where several were asked at once."""
    for host in hosts_of(venue.pk):
        _send("asked", host.email, f"hold:{hold}:asked:{host.person}", name=host.name, venue=venue, how_many=how_many)


def answered(hold: SlotHold, *, confirmed: bool) -> None:
    """To the facilitators: the host has confirmed, or declined and why."""
    what = "confirmed" if confirmed else "declined"
    for one in facilitators_of(hold.programme_id):
        key = f"hold:{hold.pk}:{what}:{one.person}"
        _send(what, one.email, key, programme=hold.programme_id, name=one.name, venue=hold.slot.venue, hold=hold)


def given_back(hold: SlotHold) -> None:
    """To the hosts: a slot is free again."""
    for host in hosts_of(hold.slot.venue_id):
        _send("given_back", host.email, f"hold:{hold.pk}:back:{host.person}", name=host.name, venue=hold.slot.venue)


def _send(template: str, to: str, key: str, *, venue: Venue, programme: int | None = None, **words: object) -> None:
    url = settings.ADDRESS + reverse("venues:venue", args=[venue.pk])
    outbox.send(
        f"venues/mail/{template}", to=to, key=key, programme=programme, context={"venue": venue, "url": url, **words}
    )

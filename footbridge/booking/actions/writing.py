"""The organiser's own letter to those who come."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.models import Occasion, Place
from footbridge.booking.rules import insist, insist_on_silence, may_run


@action
def write_to_places(*, by: Viewer, occasion: Occasion, states: Collection[str], subject: str, words: str) -> int:
    """A letter to everybody whose place has one of these states; how many went. The same words go to nobody twice.

    Raises Refused for words that say where a celebration is.
    """
    insist(may_run(by, occasion.programme_id))
    insist_on_silence(occasion.hides_place, occasion.place, subject, words)
    moment = hashlib.sha256(f"{subject}\n{words}".encode()).hexdigest()[:16]
    rows = Place.objects.unscoped("those who are written to").select_related("person", "school")
    sent = 0
    for place in rows.filter(occasion=occasion, state__in=states).order_by("asked", "pk"):
        place.occasion = occasion
        sent += letters.note(place, subject=subject, words=words, moment=moment)
    record("booking.written", occasion, by=by, programme=occasion.programme_id, sent=sent)
    return sent

"""What later steps read of venues: where a meeting is that its viewer may see. No right to the whole venue comes with it."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.ui.parts import Row
from footbridge.venues.models import SlotHold

SHOWN = (
    ("address", "Where"), ("postcode", "Postcode"), ("about", "What it is"), ("rooms", "Rooms"), ("access", "Access"),
    ("lunch", "Lunch"), ("prayer", "Prayer"), ("toilets", "Toilets"), ("coach_parking", "Coaches"), ("cost", "Cost"),
    ("contact_name", "Whom to ask"), ("contact_phone", "Telephone on the day"),
)  # fmt: skip


@dataclass(frozen=True)
class Where:
    """The venue of a meeting: its name, whether the host has confirmed, and the profile as lines to show."""

    name: str
    confirmed: bool
    profile: tuple[Row, ...]


def venue_of(key: str) -> Where | None:
    """The venue that is held for a meeting, by its key; the caller has fetched the meeting for its viewer. One query."""
    rows = SlotHold.objects.unscoped("the meeting was fetched for its viewer").live()
    hold = rows.filter(key=key).select_related("slot__venue").first()
    if hold is None:
        return None
    venue = hold.slot.venue
    profile = tuple(Row(label, getattr(venue, name)) for name, label in SHOWN if getattr(venue, name))
    return Where(venue.name, hold.state == SlotHold.State.CONFIRMED, profile)

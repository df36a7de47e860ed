"""What the platform does by itself: reminding, and forgetting what people need."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.models import Occasion, Place
from footbridge.booking.queries.held import holders, lock


@action
def remind_of_occasion(*, by: Viewer, occasion: Occasion) -> bool:
    """A letter to everybody who is booked, once for these hours. False when it went before."""
    occasion = lock(occasion)
    if occasion.reminded is not None:
        return False
    occasion.reminded = timezone.now()
    occasion.save(update_fields=["reminded"])
    told = [place for place in holders(occasion) if place.state == Place.State.BOOKED]
    for place in told:
        letters.reminder(place, str(occasion.sequence))
    record("booking.reminded", occasion, by=by, programme=occasion.programme_id, told=len(told))
    return True


@action
def forget_needs(*, by: Viewer, before: datetime) -> int:
    """Empty the answers of places whose occasion ended before a moment; how many."""
    rows = Place.objects.unscoped("what people need is kept thirty days").filter(ends__lt=before)
    count = rows.exclude(answers={}).update(answers={})
    if count:
        record("booking.needs_forgotten", "booking.place", by=by, count=count)
    return count

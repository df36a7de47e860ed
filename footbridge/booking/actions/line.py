"""The waiting list, which fills itself: called inside an action, with the occasion's row locked."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.actions.releasing import ask_if_wanted
from footbridge.booking.models import Occasion, Place
from footbridge.booking.queries.held import room_on


@action
def fill(*, by: Viewer, occasion: Occasion) -> list[Place]:
    """Give free places to those who wait, in order, each with a letter; whom it gave one.

    Of classes, the first that fits moves up: a class of thirty does not keep five seats empty. Who is booked elsewhere at the
    same time by now cannot come, leaves the list and is told. After the occasion has begun, nobody moves up.
    """
    if occasion.has_begun or occasion.state not in (Occasion.State.OPEN, Occasion.State.CLOSED):
        return []
    room, moved = room_on(occasion), []
    if room <= 0:
        return []
    line = Place.objects.unscoped("the waiting list fills itself").select_related("person", "school").in_line()
    for place in line.filter(occasion=occasion):
        if place.people > room:
            continue
        place.occasion = occasion
        if seat(by=by, place=place):
            room -= place.people
            moved.append(place)
            record("booking.moved_up", place, by=by, programme=occasion.programme_id, occasion=occasion.pk)
            letters.moved_up(place)
            ask_if_wanted(by=by, place=place)
        else:
            place.state, place.settled = Place.State.CANNOT_COME, timezone.now()
            place.why = "Booked elsewhere at the same time."
            place.save(update_fields=["state", "settled", "why"])
            record("booking.passed_over", place, by=by, programme=occasion.programme_id, occasion=occasion.pk)
            letters.passed_over(place)
        if room <= 0:
            break
    return moved


@action
def seat(*, by: Viewer, place: Place) -> bool:
    """Turn a place into a booked one; False when the person is booked elsewhere at that time."""
    try:
        with transaction.atomic():
            place.state, place.settled = Place.State.BOOKED, timezone.now()
            place.save(update_fields=["state", "settled"])
    except IntegrityError as trouble:
        if "one_place_at_a_time" not in str(trouble):
            raise
        return False
    return True

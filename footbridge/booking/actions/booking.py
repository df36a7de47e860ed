"""Booking a place, or a place on the waiting list."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.actions.releasing import ask_if_wanted
from footbridge.booking.models import Occasion, Place
from footbridge.booking.queries.held import lock, place_of, room_on
from footbridge.booking.rules import Refused, Who, insist, may_book_for, refusal

TWICE = "You are booked on another occasion at the same time. Say there first that you cannot come."


@action
def book_place(
    *,
    by: Viewer,
    occasion: Occasion,
    who: Who,
    answers: Mapping[str, str] | None = None,
    link: int | None = None,
    sent_key: str = "",
) -> Place:
    """A place for somebody: booked while there is room, else the next on the waiting list; by letter they hear which.

    Booking again gives the place they have. Raises Refused with a sentence: closed, over, not for them, or booked elsewhere at
    the same time.
    """
    insist(may_book_for(by, occasion, who))
    occasion = lock(occasion)
    had = place_of(occasion, who, sent_key)
    if had is not None:
        return had
    if trouble := refusal(occasion, who):
        raise Refused(trouble)
    place = Place(
        occasion=occasion,
        starts=occasion.starts,
        ends=occasion.ends,
        **who.on_a_place,
        school=who.school,
        school_words=who.school_words,
        link=link,
        answers=dict(answers or {}),
        booked_by_id=by.person_id,
        sent_key=sent_key or None,
        state=Place.State.BOOKED if room_on(occasion) > 0 else Place.State.WAITING,
    )
    keep(by=by, place=place)
    record("booking.booked", place, by=by, programme=occasion.programme_id, occasion=occasion.pk, state=place.state)
    letters.booked(place)
    ask_if_wanted(by=by, place=place)
    return place


@action
def keep(*, by: Viewer, place: Place) -> None:
    """Write a new place. Raises Refused when its person is booked elsewhere at that time."""
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as trouble:
        if "one_place_at_a_time" in str(trouble):
            raise Refused(TWICE) from trouble
        raise

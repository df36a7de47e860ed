"""Booking a place, or a place on the waiting list."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.actions.line import lock, room_on
from footbridge.booking.actions.releasing import ask_if_wanted
from footbridge.booking.models import HOLDING, Occasion, Place
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
        person=who.person,
        guest_name="" if who.person else who.name.strip(),
        guest_email="" if who.person else who.email.strip().lower(),
        guest_role=who.role,
        school=who.school,
        school_words=who.school_words,
        link=link,
        answers=dict(answers or {}),
        booked_by_id=by.person_id,
        sent_key=sent_key or None,
        state=Place.State.BOOKED if room_on(occasion) > 0 else Place.State.WAITING,
    )
    keep(place)
    record("booking.booked", place, by=by, programme=occasion.programme_id, occasion=occasion.pk, state=place.state)
    letters.booked(place)
    ask_if_wanted(place, by=by)
    return place


def keep(place: Place) -> None:
    """Write a new place. Raises Refused when its person is booked elsewhere at that time."""
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as trouble:
        if "one_place_at_a_time" in str(trouble):
            raise Refused(TWICE) from trouble
        raise


def place_of(occasion: Occasion, who: Who, sent_key: str = "") -> Place | None:
    """The place somebody has on an occasion already, or that the same form made; None when there is none."""
    rows = Place.objects.unscoped("nobody is booked twice").select_related(
        "person", "school", "occasion__programme", "occasion__linking_year"
    )
    if sent_key and (same := rows.filter(occasion=occasion, sent_key=sent_key).first()):
        return same
    held = rows.filter(occasion=occasion, state__in=HOLDING, link_class=None)
    if who.person is not None:
        return held.filter(person=who.person).first()
    return held.filter(guest_email__iexact=who.email.strip()).first()

"""Cannot come, and a colleague comes instead."""

from __future__ import annotations

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.actions.booking import keep
from footbridge.booking.actions.line import fill, seat
from footbridge.booking.actions.releasing import ask_if_wanted
from footbridge.booking.models import Place
from footbridge.booking.queries.held import held, lock, place_of
from footbridge.booking.rules import Refused, Who, insist, may_act_for


@action
def give_up_place(*, by: Viewer, place: Place, why: str = "", guest: bool = False, instead: str = "") -> bool:
    """Somebody cannot come: the place is free and the next on the waiting list has it at once. False when nothing was held.

    `guest` says that the mailed link and its code, or the browser that booked, have shown whose place it is. `instead` names the
    occasion to which they come instead, for the letter. Raises Refused once the occasion is over.
    """
    insist(guest or may_act_for(by, place))
    occasion = lock(place.occasion_id)
    place = held(place)
    if not place.is_held and place.state != Place.State.INVITED:
        return False
    if occasion.is_over:
        raise Refused("This occasion is over. Attendance is noted by its organiser.")
    give_up(by=by, place=place, why=why)
    letters.gave_up(place, instead)
    fill(by=by, occasion=occasion)
    return True


@action
def give_up(*, by: Viewer, place: Place, why: str = "", state: str = Place.State.CANNOT_COME) -> None:
    """Write that a place is no longer held, with the occasion locked; the caller fills it and writes the letters."""
    place.state, place.why, place.settled = state, why[:300], timezone.now()
    place.attendance = ""
    if place.release == Place.Release.ASKED:
        place.release = Place.Release.NOT_ASKED
    place.save(update_fields=["state", "why", "settled", "attendance", "release"])
    verb = "booking.replaced" if state == Place.State.REPLACED else "booking.gave_up"
    record(verb, place, by=by, programme=place.occasion.programme_id, occasion=place.occasion_id)


@action
def send_colleague(*, by: Viewer, place: Place, who: Who, guest: bool = False) -> Place:
    """A colleague comes instead: the same place, another person, whoever waits. Both hear of it.

    A colleague who waits on the list moves up to the place. Raises Refused when they are booked already, on this occasion or
    elsewhere at the same time, or when the place is no longer held.
    """
    insist(guest or may_act_for(by, place))
    occasion = lock(place.occasion_id)
    place = held(place)
    if place.state != Place.State.BOOKED or place.link_class is not None:
        raise Refused("This place is no longer booked, so nobody can take it over.")
    if occasion.is_over:
        raise Refused("This occasion is over, so nobody can take the place over.")
    there = place_of(occasion, who)
    if there is not None and there.state == Place.State.BOOKED:
        raise Refused(f"{there.name} has a place already. Say that you cannot come, and your place is free.")
    give_up(by=by, place=place, state=Place.State.REPLACED)
    if there is not None:
        there.replaces = place
        there.save(update_fields=["replaces"])
        if not seat(by=by, place=there):
            raise Refused(f"{there.name} is booked on another occasion at the same time.")
        new = there
    else:
        new = Place(
            occasion=occasion, starts=occasion.starts, ends=occasion.ends, **who.on_a_place,
            school=place.school, school_words=place.school_words, link=place.link, replaces=place,
            booked_by_id=by.person_id,
        )  # fmt: skip
        keep(by=by, place=new)
    record("booking.colleague", new, by=by, programme=occasion.programme_id, occasion=occasion.pk, instead=place.pk)
    letters.colleague(place, new)
    ask_if_wanted(by=by, place=new)
    return new

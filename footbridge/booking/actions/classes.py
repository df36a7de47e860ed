"""Celebrations: every linked class of a year is invited at once, and booked with counts of children and adults."""

from __future__ import annotations

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import eligibility, letters
from footbridge.booking.actions.line import fill
from footbridge.booking.models import Occasion, Place
from footbridge.booking.queries.held import held, lock, room_on
from footbridge.booking.rules import Refused, insist, may_act_for, may_run

MOST_CHILDREN, MOST_ADULTS = 60, 20


@action
def invite_classes(*, by: Viewer, occasion: Occasion) -> list[Place]:
    """Invite every class of a standing link of the year that was not invited yet; those it invited. Teachers and heads are told."""
    insist(may_run(by, occasion.programme_id))
    occasion = lock(occasion)
    if not occasion.by_class or not occasion.takes_bookings:
        raise Refused("Classes can be invited to a celebration that is open for booking.")
    known = Place.objects.unscoped("nobody is invited twice").filter(occasion=occasion, link_class__isnull=False)
    there = set(known.values_list("link_class", flat=True))
    new = [one for one in eligibility.linked_classes(occasion.linking_year_id) if one.link_class not in there]
    made = Place.objects.bulk_create(
        Place(
            occasion=occasion,
            starts=occasion.starts,
            ends=occasion.ends,
            school_id=one.school,
            link=one.link,
            link_class=one.link_class,
            class_name=one.class_name[:80],
            state=Place.State.INVITED,
            booked_by_id=by.person_id,
        )
        for one in new
    )
    record("booking.invited_classes", occasion, by=by, programme=occasion.programme_id, classes=len(made))
    letters.invited(made)
    return made


@action
def answer_for_class(*, by: Viewer, place: Place, children: int, adults: int) -> Place:
    """A class comes with so many children and adults: booked while they all fit, else on the waiting list. Changing the numbers
    later keeps the place while they fit. Raises Refused when more would come than there is room for."""
    insist(may_act_for(by, place) and place.link_class is not None)
    occasion = lock(place.occasion_id)
    place = held(place)
    if occasion.has_begun or occasion.state in (Occasion.State.CANCELLED, Occasion.State.HELD):
        raise Refused("This celebration has begun, is over or was cancelled.")
    if not 1 <= children <= MOST_CHILDREN or not 1 <= adults <= MOST_ADULTS:
        raise Refused(f"Give 1 to {MOST_CHILDREN} children and 1 to {MOST_ADULTS} adults.")
    people = children + adults
    if people > occasion.capacity:
        raise Refused(f"There is room for {occasion.capacity} people in all.")
    own = place.people if place.state == Place.State.BOOKED else 0
    room = room_on(occasion) + own
    if place.state == Place.State.BOOKED and people > room:
        raise Refused(f"There is room for {room} people of your class. Your booking for {own} stays as it is.")
    if place.state != Place.State.BOOKED:
        if place.state != Place.State.WAITING:
            place.asked = timezone.now()
        place.state = Place.State.BOOKED if people <= room else Place.State.WAITING
    place.children, place.adults, place.people = children, adults, people
    place.why, place.settled, place.booked_by_id = "", timezone.now(), by.person_id
    place.save(update_fields=["children", "adults", "people", "state", "why", "asked", "settled", "booked_by"])
    record("booking.class", place, by=by, programme=occasion.programme_id, state=place.state, people=people)
    letters.booked(place)
    fill(by=by, occasion=occasion)
    return place

"""Calendar files: one entry per place, which later files update and cancel in place (RFC 5545 and 5546).

UID is the place's own. SEQUENCE is twice the number of the occasion's last change, and one more when the place is given up, so that
it never falls. Hours are written as local time with the zone's own rules, so that they stay right over the change of the clocks.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from footbridge.booking.models import Occasion, Place
from footbridge.notify.outbox import Enclosure

LONDON = ZoneInfo("Europe/London")


def file_of(place: Place, *, now: datetime | None = None) -> bytes:
    """The calendar file of a place as it stands: METHOD:REQUEST while it is booked, else METHOD:CANCEL.

    It names no child and no school. Where children come to, it does not say (trust.md D6).
    """
    occasion = place.occasion
    booked = place.state == Place.State.BOOKED and occasion.state != Occasion.State.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", "-//Footbridge//School linking//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST" if booked else "CANCEL")
    year = timezone.localtime(occasion.starts).date().replace(month=1, day=1)
    calendar.add_component(
        Timezone.from_tzinfo(LONDON, "Europe/London", first_date=year, last_date=year.replace(year=year.year + 2))
    )
    calendar.add_component(_event(place, booked, now or timezone.now()))
    return bytes(calendar.to_ical())


def _event(place: Place, booked: bool, now: datetime) -> Event:
    occasion = place.occasion
    event = Event()
    event.add("uid", uid_of(place))
    event.add("sequence", 2 * occasion.sequence + (0 if booked else 1))
    event.add("dtstamp", now)
    event.add("dtstart", occasion.starts.astimezone(LONDON))
    event.add("dtend", occasion.ends.astimezone(LONDON))
    event.add("summary", occasion.title)
    event.add("status", "CONFIRMED" if booked else "CANCELLED")
    organizer = vCalAddress(f"mailto:{occasion.programme.contact_email}")
    organizer.params["CN"] = vText(occasion.programme.name)
    event["organizer"] = organizer
    if place.email:
        attendee = vCalAddress(f"mailto:{place.email}")
        attendee.params["CN"] = vText(place.name)
        attendee.params["PARTSTAT"] = vText("ACCEPTED" if booked else "DECLINED")
        event.add("attendee", attendee, encode=False)
    if occasion.hides_place:
        event.add("description", "Where it is stands on your page in Footbridge.")
    elif booked:
        if occasion.place:
            event.add("location", occasion.place)
        if occasion.joining:
            event.add("description", occasion.joining)
    return event


def uid_of(place: Place) -> str:
    """The name of the entry in everybody's diary."""
    return f"{place.uid}@{settings.MAIL_DOMAIN}"


def enclosed(place: Place) -> Enclosure:
    """The calendar file as it goes with a letter."""
    method = "REQUEST" if place.state == Place.State.BOOKED else "CANCEL"
    return Enclosure("date.ics", f'text/calendar; method={method}; charset="utf-8"', file_of(place))

"""Pages to print: the list for the door, and certificates of those who were there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from footbridge.booking.models import Occasion, Place
from footbridge.booking.words import hours_of
from footbridge.paper.printing import pdf


def has_certificate(place: Place) -> bool:
    """Only those who were present have one."""
    return place.attendance == Place.Attendance.PRESENT and place.link_class is None


def certificates(occasion: Occasion, places: Sequence[Place]) -> bytes:
    """Certificates of those among the places who were present, one a page."""
    people = [{"name": one.name, "school": one.school_name} for one in places if has_certificate(one)]
    data = {
        "title": "Certificate" if len(people) == 1 else "Certificates",
        "occasion": occasion.title,
        "hours": hours_of(occasion),
        "words": occasion.certificate,
        "programme": occasion.programme.name,
        "signed": occasion.programme.contact_name,
        "people": people,
    }
    return pdf("booking/certificate", data)


def door_list(occasion: Occasion, places: Sequence[Place], needs: Mapping[int, str]) -> bytes:
    """Who is booked, with boxes to tick, and who waits. `needs` are answers by the place's number; of classes, how many come."""
    booked = sorted((one for one in places if one.state == Place.State.BOOKED), key=lambda one: one.name.casefold())
    waiting = [one for one in places if one.state == Place.State.WAITING]
    classes = occasion.by_class
    data = {
        "title": occasion.title,
        "lines": [hours_of(occasion), f"{occasion.booked} of {occasion.capacity} places are taken."],
        "marks": ["Present", "Absent", "Excused"],
        "needs": "Who comes" if classes else "Needs",
        "rows": [
            {
                "name": one.name,
                "school": one.school_name,
                "needs": f"{one.children} children, {one.adults} adults" if classes else needs.get(one.pk, ""),
            }
            for one in booked
        ],
        "waiting": [{"name": one.name, "school": one.school_name} for one in waiting],
        "empty": "" if booked else "Nobody is booked yet.",
        "spare": 3,
    }
    return pdf("booking/door", data)

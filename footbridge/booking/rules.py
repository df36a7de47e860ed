"""Who may do what with occasions and places, and why somebody cannot book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.access.roles import TEACHER
from footbridge.booking import eligibility
from footbridge.booking.models import Occasion, Place, ReleaseSetting
from footbridge.people.models import Membership, Person
from footbridge.schools.models import School


class Refused(Exception):
    """Something cannot be done now; the message is a sentence for the person who tried."""


@dataclass(frozen=True)
class Who:
    """For whom a place is booked: a person with an account, or a guest by name and e-mail address."""

    person: Person | None = None
    name: str = ""
    email: str = ""
    role: str = ""
    school: School | None = None
    school_words: str = ""

    @property
    def on_a_place(self) -> dict[str, Any]:
        """The fields of a place that say whose it is."""
        guest = self.person is None
        return {
            "person": self.person,
            "guest_name": self.name.strip() if guest else "",
            "guest_email": self.email.strip().lower() if guest else "",
            "guest_role": self.role,
        }


def insist(allowed: bool) -> None:
    """Stop an action that the viewer may not do. Pages have answered 404 before; this is the net below."""
    if not allowed:
        raise PermissionDenied("You may not do this here.")


def may_run(viewer: Viewer, programme_id: int) -> bool:
    """Facilitators run the occasions of their programmes; the platform acts for them in tasks."""
    return viewer.system or (viewer.may(Permission.RUN_OCCASIONS) and programme_id in viewer.programmes)


def may_book_for(viewer: Viewer, occasion: Occasion, who: Who) -> bool:
    """Organisers for anybody; anybody for themselves; head and office for colleagues; guests at what is public."""
    if may_run(viewer, occasion.programme_id):
        return True
    if who.person is None:
        return occasion.is_public
    if not viewer.may(Permission.BOOK_PLACES):
        return False
    if who.person.pk == viewer.person_id:
        return who.school is None or who.school.pk in viewer.schools
    return may_release_at(viewer, who.school.pk if who.school else None)


def may_release_at(viewer: Viewer, school_id: int | None) -> bool:
    """Head, deputy and office release the colleagues of their school."""
    return viewer.may(Permission.APPROVE_RELEASE) and school_id in viewer.schools


def may_act_for(viewer: Viewer, place: Place) -> bool:
    """Whose place it is, the organisers, and head and office of the school. Guests act by their mailed link (`guest=True`)."""
    if may_run(viewer, place.occasion.programme_id):
        return True
    if place.person_id is not None and place.person_id == viewer.person_id:
        return True
    if place.link is not None and place.link in viewer.links and place.school_id in viewer.schools:
        return True
    return may_release_at(viewer, place.school_id)


def refusal(occasion: Occasion, who: Who) -> str:
    """Why this person cannot book this occasion, as a sentence; empty when they can."""
    if occasion.state == Occasion.State.CANCELLED:
        return "This occasion was cancelled, so it cannot be booked."
    if occasion.has_begun or occasion.state == Occasion.State.HELD:
        return "This occasion has begun or is over, so it cannot be booked any more."
    if occasion.state == Occasion.State.CLOSED:
        return "Booking for this occasion is closed. Write to the programme if you need a place."
    return eligibility.refusal(occasion, who.person.pk if who.person else None, who.school.pk if who.school else None)


def asks_for_release(occasion: Occasion, who: Who) -> bool:
    """Whether head or office must release this person: the occasion takes teachers out of school, the school wants to be
    asked, and the person does not decide about it. Two queries at most."""
    if not occasion.needs_release or who.person is None or who.school is None:
        return False
    settings = ReleaseSetting.objects.unscoped("a booking asks what the school wants")
    if not settings.filter(school=who.school, approves=True).exists():
        return False
    roles = Membership.objects.unscoped("a booking asks who decides").current().filter(person=who.person)
    held = set(roles.filter(school=who.school).values_list("role", flat=True))
    return held <= {TEACHER.key}


def insist_on_hours(facts: Mapping[str, Any]) -> None:
    """Stop hours that cannot be, with a sentence."""
    if facts["ends"] <= facts["starts"]:
        raise Refused("It must end after it begins.")


def insist_on_the_day(occasion: Occasion) -> None:
    """Attendance begins on the day itself, in local time: nobody is present at what is still to come."""
    if timezone.localdate(occasion.starts) > timezone.localdate():
        raise Refused("Attendance can be taken from the day of the occasion on.")
    if occasion.state == Occasion.State.CANCELLED:
        raise Refused("This occasion was cancelled, so there is no attendance.")


POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)


def tells_where(place: str, words: str) -> str:
    """What in some words tells where children come to: a part of the place's own words, or any postcode; nothing when they do not.

    Parts are what commas and brackets divide; those of three letters and fewer say too little. Case and blanks do not matter.
    """
    if found := POSTCODE.search(words):
        return found.group()
    plain = " ".join(words.casefold().split())
    for part in re.split(r"[,;:()\n]", place):
        part = " ".join(part.split())
        bare = re.sub(r"^(the|at|at the|in|in the)\s+", "", part.casefold())
        if len(bare) > SHORT and bare in plain:
            return part
    return ""


SHORT = 3


def insist_on_silence(hidden: bool, place: str, *words: str) -> None:
    """Stop words that go into letters and diaries and would say where children come to (D6)."""
    for one in words:
        if hidden and (told := tells_where(place, one)):
            raise Refused(f"Children come to it, so its letters may not say where it is. Leave out “{told}”.")

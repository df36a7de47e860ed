"""The letters of booking. Each goes once, in the transaction of its cause. Letters to whom a place belongs carry its link and code,
and, while it is or was booked, its calendar file.

A celebration's place stands in none of them: children come to it (trust.md D6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from footbridge.booking import eligibility, keys
from footbridge.booking.diaries import enclosed
from footbridge.booking.models import Occasion, Place
from footbridge.booking.words import hours_of, place_words
from footbridge.notify import outbox
from footbridge.notify.outbox import Enclosure
from footbridge.people.queries import Contact, contacts_of_school, facilitators_of

CHANGED = {
    "title": "what it is called",
    "starts": "when",
    "ends": "when",
    "how": "how it is held",
    "place": "where",
    "joining": "how to find or join it",
}
PRESS = {
    "release": "Answer the request",
    "release_unseen": "Open the occasion",
    "invited": "Say who comes",
    "certificate": "Open the page with your certificate",
}


def booked(place: Place) -> None:
    """You have a place, or you are on the waiting list."""
    name = "waiting" if place.state == Place.State.WAITING else "booked"
    _to_holder(name, place, moment=f"{name}:{place.settled:%s%f}", diary=name == "booked")


def moved_up(place: Place) -> None:
    """A place became free, and it is yours."""
    _to_holder("moved_up", place, moment=f"up:{place.settled:%s%f}", diary=True)


def passed_over(place: Place) -> None:
    """A place became free, but you are booked elsewhere at that time."""
    _to_holder("passed_over", place, moment=f"over:{place.settled:%s%f}")


def gave_up(place: Place, instead: str = "") -> None:
    """You said that you cannot come, or you come to another occasion instead; the diary takes it out."""
    _to_holder("gave_up", place, moment=f"gave:{place.settled:%s%f}", diary=True, instead=instead)


def changed(place: Place, before: Mapping[str, Any], names: Sequence[str]) -> None:
    """It was changed: what it was and what it is now."""
    what = list(dict.fromkeys(CHANGED[name] for name in names))
    moment = f"changed:{place.occasion.sequence}"
    was = hours_of(place.occasion, before.get("starts"), before.get("ends")) if "when" in what else ""
    _to_holder(
        "changed",
        place,
        moment=moment,
        diary=place.state == Place.State.BOOKED,
        what=what,
        was=was,
        new_hours=bool(was),
    )


def lost_by_change(place: Place) -> None:
    """The hours changed to a time at which you are booked elsewhere, so your place is free."""
    _to_holder("lost", place, moment=f"lost:{place.occasion.sequence}", diary=True)


def cancelled(place: Place) -> None:
    """The organiser cancelled it."""
    _to_holder("cancelled", place, moment="cancelled", diary=True)


def reminder(place: Place, moment: str) -> None:
    """It is in two school days: where and when, and how to say that you cannot come."""
    _to_holder("reminder", place, moment=f"reminder:{moment}", diary=True)


def certificate(place: Place) -> bool:
    """You were there; the certificate is on your page."""
    return _to_holder("certificate", place, moment="certificate")


def colleague(old: Place, new: Place) -> None:
    """To both: one is free, the other comes."""
    _to_holder("replaced", old, moment="replaced", diary=True, colleague=new.name)
    _to_holder("instead", new, moment="instead", diary=True, colleague=old.name)


def note(place: Place, *, subject: str, words: str, moment: str) -> bool:
    """The organiser's own words to somebody who is booked or waits."""
    return _to_holder("note", place, moment=f"note:{moment}", headline=subject, words=words)


def release_asked(place: Place) -> int:
    """Will you release this colleague? To head, deputies and office; how many letters."""
    return _to_school("release", place, "release")


def release_reminder(place: Place) -> bool:
    """Still: will you release this colleague?"""
    return bool(_to_school("release", place, f"release:{place.release_reminders}", again=True))


def release_settled(place: Place) -> None:
    """Head or office answered: you are released, or not."""
    name = "released" if place.release == Place.Release.GIVEN else "not_released"
    _to_holder(name, place, moment=name, diary=name == "not_released")


def release_unseen(place: Place) -> None:
    """To the facilitators: nobody at the school answered."""
    url = _address("booking:occasion", place.occasion_id)
    for person in facilitators_of(place.occasion.programme_id):
        context = {**_words(place), "name": person.name, "who": place.name, "url": url}
        _send("release_unseen", person.email, f"booking:{place.pk}:unseen:{person.person}", place, context)


def invited(places: Sequence[Place]) -> None:
    """A class is invited: to those who lead it, and to head, deputies and office of its school."""
    teachers = eligibility.leaders([place.link_class for place in places if place.link_class])
    desks: dict[int, list[Contact]] = {}
    for place in places:
        school = place.school_id or 0
        if school not in desks:
            desks[school] = contacts_of_school(school)
        people = dict(
            [(contact.email, contact.name) for contact in desks[school]]
            + [(email, name) for name, email in teachers.get(place.link_class or 0, [])]
        )
        for number, (email, name) in enumerate(people.items()):
            url = _address("booking:place", place.pk)
            context = {**_words(place), "name": name, "class_name": place.class_name, "url": url}
            _send("invited", email, f"booking:{place.pk}:invited:{number}", place, context)


def _to_school(name: str, place: Place, moment: str, **more: object) -> int:
    sent = 0
    url = _address("booking:releases")
    for contact in contacts_of_school(place.school_id or 0):
        context = {**_words(place), "name": contact.name, "who": place.name, "url": url, "again": False, **more}
        sent += _send(name, contact.email, f"booking:{place.pk}:{moment}:{contact.person}", place, context)
    return sent


def _to_holder(name: str, place: Place, *, moment: str, diary: bool = False, **more: object) -> bool:
    """To whom the place belongs; for a class, to those who lead it and, where nobody does, to its school."""
    if place.link_class is not None:
        return _to_class(name, place, moment, more)
    files = [enclosed(place)] if diary else []
    context = {
        **_words(place),
        "name": place.name,
        "url": _address("booking:mailed", keys.token_of(place)),
        "code": keys.code_of(place),
        **more,
    }
    return _send(name, place.email, f"{outbox.SECRET}booking:{place.pk}:{moment}", place, context, files)


def _to_class(name: str, place: Place, moment: str, more: Mapping[str, object]) -> bool:
    people = [(email, who) for who, email in eligibility.leaders([place.link_class or 0])[place.link_class or 0]]
    people = people or [(contact.email, contact.name) for contact in contacts_of_school(place.school_id or 0)[:1]]
    sent = False
    for number, (email, who) in enumerate(people):
        url = _address("booking:place", place.pk)
        context = {**_words(place), "name": who, "class_name": place.class_name, "code": "", "url": url, **more}
        sent |= _send(name, email, f"booking:{place.pk}:{moment}:{number}", place, context)
    return sent


def _words(place: Place) -> dict[str, Any]:
    occasion: Occasion = place.occasion
    return {
        "occasion": occasion.title,
        "hours": hours_of(occasion),
        "where": place_words(occasion),
        "joining": "" if occasion.hides_place else occasion.joining,
        "because": occasion.cancelled_because,
        "why": place.why,
        "waits_for_release": place.release == Place.Release.ASKED,
        "release_words": place.release_words,
        "is_briefing": occasion.kind == Occasion.Kind.BRIEFING,
        "class_name": place.class_name,
        "children": place.children,
        "adults": place.adults,
        "programme": occasion.programme,
        "year": occasion.linking_year.label,
        "today": timezone.localdate(),
    }


def _send(
    name: str, to: str, key: str, place: Place, context: dict[str, Any], enclose: Sequence[Enclosure] = ()
) -> bool:
    sent = outbox.send(
        f"booking/mail/{name}",
        to=to,
        key=key,
        context={"press": PRESS.get(name, "See your place"), **context},
        programme=place.occasion.programme_id,
        enclose=enclose,
    )
    return sent is not None


def _address(name: str, *values: object) -> str:
    return str(settings.ADDRESS) + reverse(name, args=values)

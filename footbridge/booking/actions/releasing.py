"""Release by head or office: asked with a letter, reminded in school days, and never left unseen."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.models import Place, ReleaseSetting
from footbridge.booking.queries.held import held, lock
from footbridge.booking.rules import Refused, Who, asks_for_release, insist, may_release_at, may_run
from footbridge.schools.models import School


@action
def set_release(*, by: Viewer, school: School, approves: bool) -> ReleaseSetting:
    """A school says whether head or office approves each release. What is booked already stays as it is."""
    insist(may_release_at(by, school.pk))
    rows = ReleaseSetting.objects.unscoped("the school sets its own row")
    made, _ = rows.update_or_create(school=school, defaults={"approves": approves})
    record("booking.release_set", made, by=by, approves=approves)
    return made


@action
def ask_if_wanted(*, by: Viewer, place: Place) -> None:
    """Ask head and office where the school wants it, once the place is booked; inside an action."""
    if place.state != Place.State.BOOKED or place.release:
        return
    if asks_for_release(place.occasion, Who(place.person, school=place.school)):
        ask_release(by=by, place=place)


@action
def ask_release(*, by: Viewer, place: Place) -> None:
    """Ask head, deputy and office to release somebody; where the school has none, the facilitator is told at once."""
    place.release, place.release_asked = Place.Release.ASKED, timezone.now()
    place.save(update_fields=["release", "release_asked"])
    record("booking.release_asked", place, by=by, programme=place.occasion.programme_id)
    if not letters.release_asked(place):
        tell_of_release(by=by, place=place)


@action
def settle_release(*, by: Viewer, place: Place, given: bool, words: str = "", cover: str = "") -> bool:
    """Head or office releases somebody, or does not: then the place goes to the next in line. False when it was settled.

    `cover` is a value of Place.Cover. Raises Refused once the occasion is over.
    """
    from footbridge.booking.actions.coming import give_up
    from footbridge.booking.actions.line import fill

    insist(may_release_at(by, place.school_id) or may_run(by, place.occasion.programme_id))
    occasion = lock(place.occasion_id)
    place = held(place)
    if place.release != Place.Release.ASKED:
        return False
    if occasion.is_over:
        raise Refused("This occasion is over, so there is nothing to release for.")
    place.release_words, place.release_settled = words[:300], timezone.now()
    place.release_by_id, place.cover = by.person_id, cover
    if not given:
        give_up(by=by, place=place, why="Not released by the school.")
    place.release = Place.Release.GIVEN if given else Place.Release.REFUSED
    place.save(update_fields=["release", "release_words", "release_settled", "release_by", "cover"])
    record("booking.release", place, by=by, programme=occasion.programme_id, given=given)
    letters.release_settled(place)
    if not given:
        fill(by=by, occasion=occasion)
    return True


@action
def note_cover(*, by: Viewer, place: Place, cover: str) -> None:
    """Head or office notes whether the class is covered meanwhile; `cover` is a value of Place.Cover."""
    insist(may_release_at(by, place.school_id) or may_run(by, place.occasion.programme_id))
    if cover not in Place.Cover.values or place.cover == cover:
        return
    place.cover = cover
    place.save(update_fields=["cover"])
    record("booking.cover", place, by=by, programme=place.occasion.programme_id, cover=cover or "unknown")


@action
def remind_of_release(*, by: Viewer, place: Place) -> bool:
    """Remind head and office once more."""
    place.release_reminders += 1
    place.save(update_fields=["release_reminders"])
    record("booking.release_reminded", place, by=by, number=place.release_reminders)
    return letters.release_reminder(place)


@action
def tell_of_release(*, by: Viewer, place: Place, at: datetime | None = None) -> bool:
    """Nobody at the school answered: the facilitators are told, once. False when they were."""
    if place.release_told is not None:
        return False
    place.release_told = at or timezone.now()
    place.save(update_fields=["release_told"])
    record("booking.release_unseen", place, by=by, programme=place.occasion.programme_id)
    letters.release_unseen(place)
    return True

"""Attendance: each mark is its own small change, so that two organisers with two telephones lose none."""

from __future__ import annotations

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking import letters
from footbridge.booking.models import Occasion, Place
from footbridge.booking.queries.held import lock
from footbridge.booking.rules import Refused, insist, insist_on_the_day, may_run


@action
def take_attendance(*, by: Viewer, place: Place, mark: str) -> None:
    """Note present, absent or excused for one place, or take the mark back (""). Only this row's mark is written.

    Raises Refused before the day of the occasion, or when the place is no longer booked.
    """
    insist(may_run(by, place.occasion.programme_id))
    if mark not in Place.Attendance.values:
        raise Refused("Choose present, absent or excused.")
    insist_on_the_day(place.occasion)
    rows = Place.objects.unscoped("one mark, written alone").filter(pk=place.pk, state=Place.State.BOOKED)
    if not rows.update(attendance=mark, marked=timezone.now(), marked_by=by.person_id):
        raise Refused("This place is no longer booked, so it has no attendance.")
    record("booking.attendance", place, by=by, programme=place.occasion.programme_id, mark=mark or "none")


@action
def rest_present(*, by: Viewer, occasion: Occasion) -> int:
    """Everybody who has no mark yet is present; how many."""
    insist(may_run(by, occasion.programme_id))
    insist_on_the_day(occasion)
    rows = Place.objects.unscoped("those without a mark").filter(
        occasion=occasion, state=Place.State.BOOKED, attendance=""
    )
    count = rows.update(attendance=Place.Attendance.PRESENT, marked=timezone.now(), marked_by=by.person_id)
    record("booking.rest_present", occasion, by=by, programme=occasion.programme_id, count=count)
    return count


@action
def finish_occasion(*, by: Viewer, occasion: Occasion) -> int:
    """The occasion was held and attendance is taken: who was present hears that the certificate is there. How many.

    Marks can be mended later. Raises Refused before it has begun.
    """
    insist(may_run(by, occasion.programme_id))
    occasion = lock(occasion)
    if occasion.state == Occasion.State.CANCELLED:
        raise Refused("This occasion was cancelled.")
    if not occasion.has_begun:
        raise Refused("This occasion has not begun yet.")
    occasion.state = Occasion.State.HELD
    occasion.save(update_fields=["state"])
    waiting = Place.objects.unscoped("the list is over").filter(occasion=occasion, state__in=["waiting", "invited"])
    waiting.update(state=Place.State.CANCELLED, settled=timezone.now())
    rows = Place.objects.unscoped("who was there").select_related("person", "school")
    present = rows.filter(occasion=occasion, state=Place.State.BOOKED, attendance=Place.Attendance.PRESENT)
    told = 0
    for place in present.filter(link_class=None):
        place.occasion = occasion
        told += letters.certificate(place)
    record("booking.held", occasion, by=by, programme=occasion.programme_id, told=told)
    return told

"""From the record to a problem: which links still need a neutral venue, which slots have room, which days suit whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.brokering.models import LinkClass
from footbridge.interest.models import Interest
from footbridge.programmes.models import LinkingYear
from footbridge.programmes.schooldays import holidays_of, is_school_day
from footbridge.ui.miles import KM_IN_A_MILE
from footbridge.venues import models as venues
from footbridge.visits.allocation.problem import Link, Problem, School, Slot, Venue
from footbridge.visits.models import LinkWish, Meeting, SchoolDays

USUAL_CLASS = 28  # children of a class that has not said how many
DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4}


@dataclass(frozen=True)
class Pool:
    """The problem without what is fixed or forbidden, and the meeting of each link that waits."""

    problem: Problem
    meetings: dict[int, Meeting]


def key_of(meeting: int) -> str:
    """How a meeting is called where venues keep its hold."""
    return f"meeting:{meeting}"


def pool_of(viewer: Viewer, year: LinkingYear, now: dt.datetime | None = None) -> Pool:
    """What is to be shared in a linking year, through what the viewer may see. About ten queries, whatever the size."""
    moment = now or timezone.now()
    rows = Meeting.objects.visible_to(viewer).filter(
        kind="neutral", state=Meeting.State.PLANNED, link__linking_year=year, link__state="standing"
    )
    meetings: dict[int, Meeting] = {}
    for meeting in rows.select_related("link").order_by("link", "number"):
        meetings.setdefault(meeting.link_id, meeting)
    classes: dict[int, list[LinkClass]] = {link: [] for link in meetings}
    taken = LinkClass.objects.visible_to(viewer).filter(link__in=meetings, live=True)
    for one in taken.select_related("offered_class", "school").order_by("pk"):
        classes[one.link_id].append(one)
    schools = {one.school_id: one.school for found in classes.values() for one in found}
    not_days = _days_not(viewer, year, list(schools))
    wishes = {wish.link_id: wish for wish in LinkWish.objects.visible_to(viewer).filter(link__in=meetings)}
    busy: dict[int, set[dt.date]] = {}
    dated = Meeting.objects.visible_to(viewer).filter(link__in=meetings, state=Meeting.State.DATED)
    for link, day in dated.values_list("link", "day"):
        if day is not None:
            busy.setdefault(link, set()).add(day)
    places, slots = _slots(viewer, year, moment)
    holidays = holidays_of(year.start, year.dates)
    return Pool(
        Problem(
            tuple(places),
            tuple(slots),
            tuple(
                School(pk, one.name, _place(one.easting, one.northing), *not_days.get(pk, (frozenset(), frozenset())))
                for pk, one in sorted(schools.items())
            ),
            tuple(
                Link(
                    link,
                    meeting.link.reference,
                    len(classes[link]),
                    sum(one.offered_class.size or USUAL_CLASS for one in classes[link]),
                    tuple(dict.fromkeys(one.school_id for one in classes[link])),
                    frozenset(wishes[link].themes if link in wishes else ()),
                    frozenset(wishes[link].venues if link in wishes else ()),
                    frozenset(busy.get(link, ())),
                    *_limits(wishes.get(link)),
                )
                for link, meeting in sorted(meetings.items())
            ),
            frozenset(day for day in {slot.day for slot in slots} if not is_school_day(day, holidays)),
        ),
        meetings,
    )


def _place(easting: int | None, northing: int | None) -> tuple[int, int] | None:
    return None if easting is None or northing is None else (easting, northing)


def _limits(wish: LinkWish | None) -> tuple[frozenset[str], float | None, str]:
    """What a venue must have, how many kilometres away it may be, and the words of its teachers."""
    if wish is None:
        return frozenset(), None, ""
    return frozenset(wish.needs), None if wish.farthest is None else wish.farthest * KM_IN_A_MILE, wish.note


def _days_not(
    viewer: Viewer, year: LinkingYear, schools: list[int]
) -> dict[int, tuple[frozenset[int], frozenset[dt.date]]]:
    """Weekdays and dates that do not suit: what the school typed for the year, else the weekdays of its answers."""
    found: dict[int, tuple[frozenset[int], frozenset[dt.date]]] = {}
    answers = Interest.objects.visible_to(viewer).live().filter(linking_year=year, school__in=schools)
    for school, days in answers.values_list("school", "days_not"):  # of two answers, the days of both are kept free
        before, _ = found.get(school, (frozenset(), frozenset()))
        found[school] = (before | {DAYS[day] for day in days if day in DAYS}, frozenset())
    for one in SchoolDays.objects.visible_to(viewer).filter(linking_year=year, school__in=schools):
        found[one.school_id] = (frozenset(one.weekdays_not), frozenset(one.dates_not))
    return found


def _slots(viewer: Viewer, year: LinkingYear, moment: dt.datetime) -> tuple[list[Venue], list[Slot]]:
    """Open venues of the programme and their coming slots that have room and lie on no day off."""
    open_venues = venues.Venue.objects.visible_to(viewer).open().filter(programmes=year.programme_id)
    rows = list(open_venues.order_by("pk"))
    off = list(
        venues.VenueDayOff.objects.visible_to(viewer).filter(venue__in=rows).values_list("venue", "first", "last")
    )
    coming = venues.VenueSlot.objects.visible_to(viewer).filter(venue__in=rows, starts__gt=moment)
    slots = []
    for slot in coming.exclude(state=venues.VenueSlot.State.WITHDRAWN).order_by("pk"):
        starts, ends = timezone.localtime(slot.starts), timezone.localtime(slot.ends)
        room, children = slot.classes - slot.classes_held, slot.children - slot.children_held
        closed = any(venue == slot.venue_id and a <= starts.date() <= b for venue, a, b in off)
        if room > 0 and children > 0 and not closed:
            slots.append(Slot(slot.pk, slot.venue_id, starts.date(), room, children, f"{starts:%H:%M} to {ends:%H:%M}"))
    places = [
        Venue(one.pk, one.name, _place(one.easting, one.northing), frozenset(one.themes), frozenset(one.fits))
        for one in rows
    ]
    return places, slots

"""A venue's calendar as pages show it: a month or a week of days, each with its slots, who comes, and days off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.venues.guests import Guest, guests_of
from footbridge.venues.hours import at
from footbridge.venues.models import SlotHold, Venue, VenueDayOff, VenueSlot

TONES = {
    "free": "good",
    "held": "warning",
    "confirmed": "info",
    "withdrawn": "plain",
    "declined": "plain",
    "released": "plain",
}
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Visit:
    """A hold with who stands behind it; `guest` is None where nobody knows the key."""

    hold: SlotHold
    guest: Guest | None

    @property
    def tone(self) -> str:
        return TONES[self.hold.state]

    @property
    def title(self) -> str:
        return self.guest.title if self.guest else f"Classes of {self.hold.programme.name}"

    @property
    def classes(self) -> str:
        return self.guest.classes if self.guest else ""

    @property
    def counts(self) -> str:
        """How many come: "2 classes, 56 children, 6 adults"."""
        guest = self.guest
        children = guest.children if guest and guest.children is not None else self.hold.children
        said = [f"{self.hold.classes} class{'' if self.hold.classes == 1 else 'es'}", f"{children} children"]
        if guest and guest.adults:
            said.append(f"{guest.adults} adults")
        return ", ".join(said)

    @property
    def needs(self) -> tuple[str, ...]:
        return self.guest.needs if self.guest else ()


@dataclass
class Hours:
    """A slot with its visits. `others` counts classes of programmes the viewer does not look after."""

    slot: VenueSlot
    visits: list[Visit] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return TONES[self.slot.state]

    @property
    def others(self) -> int:
        return self.slot.classes_held - sum(visit.hold.classes for visit in self.visits)

    @property
    def left(self) -> int:
        return self.slot.classes - self.slot.classes_held


@dataclass
class Day:
    """A day of the calendar."""

    day: dt.date
    inside: bool = True
    off: str = ""
    hours: list[Hours] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.off and not self.hours


@dataclass(frozen=True)
class Calendar:
    """Weeks of days, with the addresses of the span before and after."""

    title: str
    weeks: list[list[Day]]
    before: str
    after: str
    view: str
    day: dt.date

    @property
    def empty(self) -> bool:
        """Whether nothing is on any of its days."""
        return all(day.empty for week in self.weeks for day in week)


def first_day(viewer: Viewer, venue: Venue, today: dt.date) -> dt.date:
    """Where a calendar opens: at the next slot, else today."""
    ahead = VenueSlot.objects.visible_to(viewer).filter(venue=venue, starts__gte=at(today, dt.time.min))
    soon = ahead.exclude(state=VenueSlot.State.WITHDRAWN).order_by("starts").values_list("starts", flat=True).first()
    return timezone.localdate(soon) if soon else today


def calendar_of(viewer: Viewer, venue: Venue, asked: dt.date, view: str) -> Calendar:
    """The month or week round a day; weekends only where something is on them. Four queries, and who comes."""
    if view == "week":
        first = asked - asked.weekday() * DAY
        last = first + 6 * DAY
        title, before, after = f"Week of {first:%-d %B %Y}", first - 7 * DAY, first + 7 * DAY
    else:
        start = asked.replace(day=1)
        after = (start + 31 * DAY).replace(day=1)
        before = (start - DAY).replace(day=1)
        first, last = start - start.weekday() * DAY, after - DAY
        last += (6 - last.weekday()) * DAY
        title = f"{start:%B %Y}"
    days = _days(viewer, venue, first, last)
    for day in days:
        day.inside = view == "week" or day.day.month == asked.month
    weekend = any(not day.empty for day in days if day.day.weekday() > 4)
    shown = [day for day in days if weekend or day.day.weekday() < 5]
    width = 7 if weekend else 5
    weeks = [shown[n : n + width] for n in range(0, len(shown), width)]
    return Calendar(title, weeks, f"?view={view}&day={before}", f"?view={view}&day={after}", view, asked)


def _days(viewer: Viewer, venue: Venue, first: dt.date, last: dt.date) -> list[Day]:
    days = {first + n * DAY: Day(first + n * DAY) for n in range((last - first).days + 1)}
    off = VenueDayOff.objects.visible_to(viewer).filter(venue=venue, first__lte=last, last__gte=first)
    for one in off:
        for day in days.values():
            if one.first <= day.day <= one.last:
                day.off = one.reason or "Closed"
    for hours in hours_of(viewer, venue, first, last):
        days[timezone.localdate(hours.slot.starts)].hours.append(hours)
    return list(days.values())


def hours_of(viewer: Viewer, venue: Venue, first: dt.date, last: dt.date) -> list[Hours]:
    """Slots of a span that were not taken back, with the visits the viewer may see."""
    slots = VenueSlot.objects.visible_to(viewer).filter(
        venue=venue, starts__gte=at(first, dt.time.min), starts__lt=at(last + DAY, dt.time.min)
    )
    found = {slot.pk: Hours(slot) for slot in slots.exclude(state=VenueSlot.State.WITHDRAWN).order_by("starts", "pk")}
    for visit in visits_of(
        list(SlotHold.objects.visible_to(viewer).live().filter(slot__in=found).select_related("programme"))
    ):
        found[visit.hold.slot_id].visits.append(visit)
    return list(found.values())


def visits_of(holds: list[SlotHold]) -> list[Visit]:
    """Holds with who stands behind them."""
    known = guests_of([hold.key for hold in holds])
    return [Visit(hold, known.get(hold.key)) for hold in holds]

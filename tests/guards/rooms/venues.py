"""Venues in the world of the guards: a venue with slots, a day off and a visit that waits; the sharing of slots."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from footbridge.people.models import Membership
from footbridge.venues.models import SlotHold, Venue, VenueDayOff, VenueSlot
from footbridge.visits.models import Allocation, AllocationStep, LinkWish, Meeting, SchoolDays
from tests import factories


def _rows(side: Any) -> dict[str, Any]:
    found: dict[str, Any] = side.rows["venues"]
    return found


def _venue(side: Any) -> dict[str, Any]:
    return {"pk": _rows(side)["venue"].pk}


ADDRESSES: dict[str, Any] = {
    **{f"venues:{name}": _venue for name in ("venue", "change", "calendar", "slots", "day_off", "invite_host")},
    "venues:withdraw_slot": lambda side: {**_venue(side), "slot": _rows(side)["free"].pk},
    "venues:day_off_back": lambda side: {**_venue(side), "day": _rows(side)["off"].pk},
    "venues:confirm": lambda side: {**_venue(side), "hold": _rows(side)["hold"].pk},
    "venues:decline": lambda side: {**_venue(side), "hold": _rows(side)["hold"].pk},
    "allocation:draft": lambda side: {"year": side.year.pk},
    "allocation:book": lambda side: {"year": side.year.pk},
    "allocation:change": lambda side: {"year": side.year.pk, "verb": "share"},
    "allocation:link": lambda side: {"link": side.standing.pk},
    "allocation:wish": lambda side: {"link": side.standing.pk},
    "allocation:days_of": lambda side: {"school": side.schools[0].pk, "year": side.year.pk},
}
SHARED: dict[str, str] = {}
DESKS = ("headteacher", "deputy", "school_office")


def plant(side: Any) -> None:
    """A venue with a canary in every text; who runs the programme reads it, so do its host and network staff."""
    from tests.guards.world import Persona, runs

    def keeps(who: Persona) -> bool:
        return (who.side == side.key and who.role in ("facilitator", "venue_host")) or who.role == "network_staff"

    def comes(who: Persona) -> bool:
        """Who keeps the venue, and who plans or prints the meeting that is held there."""
        ours = who.side == side.key and (who.role == "teacher" or (who.role in DESKS and who.school in (0, 1)))
        return ours or keeps(who)

    texts = (
        "name",
        "about",
        "address",
        "rooms",
        "access",
        "lunch",
        "prayer",
        "toilets",
        "coach_parking",
        "cost",
        "contact_name",
    )
    venue = Venue.objects.create(**{text: side.canary(f"venue{text.replace('_', '')}", comes) for text in texts})
    venue.programmes.add(side.programme)
    morning = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    held, free = (
        VenueSlot.objects.create(
            venue=venue, starts=morning + dt.timedelta(days=days), ends=morning + dt.timedelta(days=days, hours=4),
            classes=2, children=64,
        )
        for days in (1, 2)
    )  # fmt: skip
    off = VenueDayOff.objects.create(
        venue=venue,
        first=morning.date() + dt.timedelta(days=5),
        last=morning.date() + dt.timedelta(days=6),
        reason=side.canary("venueoff", keeps),
    )
    hold = SlotHold.objects.create(slot=held, programme=side.programme, key=f"guard:{side.key}", classes=2, children=56)
    side.people["venue_host"] = factories.person(f"Host {side.key}")
    Membership.objects.create(person=side.people["venue_host"], role="venue_host", venue=venue.pk)
    step = side.canary("allocationstep", runs(side.key))
    draft = Allocation.objects.create(linking_year=side.year, version=1)
    AllocationStep.objects.create(allocation=draft, number=1, words=step)
    Meeting.objects.create(link=side.standing, number=11, kind="neutral")
    plans = side.canary("venuewish", lambda who: who.side == side.key and who.role in ("teacher", "facilitator"))
    LinkWish.objects.create(link=side.standing, themes=["art"], venues=[venue.pk], needs=["quiet"], note=plans)
    SchoolDays.objects.create(linking_year=side.year, school=side.schools[0], weekdays_not=[4])
    side.rows["venues"] = {"venue": venue, "free": free, "off": off, "hold": hold}

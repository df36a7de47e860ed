"""What hosts read of a visit, and what happens to a meeting whose host declines."""

from __future__ import annotations

from collections.abc import Collection

from footbridge.access import Viewer
from footbridge.brokering.models import Link, LinkClass
from footbridge.venues.actions import give_back
from footbridge.venues.guests import Guest
from footbridge.visits.allocation.pool import key_of
from footbridge.visits.meetings.actions import free_meeting_of_slot
from footbridge.visits.models import Meeting, MeetingSide
from footbridge.visits.models.meetings import NEEDS


def meetings_of(keys: Collection[str]) -> list[int]:
    """Meeting numbers of the keys that are meetings."""
    return [int(key.removeprefix("meeting:")) for key in keys if key.startswith("meeting:") and key[8:].isdecimal()]


def guests_of(keys: Collection[str]) -> dict[str, Guest]:
    """Schools, classes, year groups, counts and needs of the meetings behind keys. Three queries, no child's name."""
    rows = Meeting.objects.unscoped("a host reads who comes to a hold that the host may see").filter(
        pk__in=meetings_of(keys)
    )
    found = list(rows)
    classes: dict[int, list[LinkClass]] = {}
    taken = LinkClass.objects.unscoped("a host reads which classes come").filter(
        link__in={one.link_id for one in found}, live=True
    )
    for one in taken.select_related("offered_class", "school").order_by("side", "pk"):
        classes.setdefault(one.link_id, []).append(one)
    sides: dict[int, list[MeetingSide]] = {}
    for side in MeetingSide.objects.unscoped("a host reads counts and needs").filter(meeting__in=found):
        sides.setdefault(side.meeting_id, []).append(side)
    return {
        key_of(one.pk): _guest(one, classes.get(one.link_id, []), sides.get(one.pk, [])) for one in found
    }  # fmt: skip


def _guest(meeting: Meeting, classes: list[LinkClass], sides: list[MeetingSide]) -> Guest:
    needs: dict[str, int] = {}
    for side in sides:
        for what, count in side.needs.items():
            if isinstance(count, int) and count > 0:
                needs[what] = needs.get(what, 0) + count
    counted = [side.children_expected for side in sides]
    adults = [side.adults_expected for side in sides if side.adults_expected is not None]
    return Guest(
        key_of(meeting.pk),
        " and ".join(dict.fromkeys(one.school.name for one in classes)),
        ", ".join(_class(one.offered_class.name, one.offered_class.years) for one in classes),
        sum(n for n in counted if n is not None) if counted and None not in counted else None,
        sum(adults) if adults else None,
        tuple(f"{NEEDS.get(what, what)}: {count}" for what, count in needs.items()),
    )


def _class(name: str, years: list[int]) -> str:
    """A class with its year groups, unless its name says them."""
    said = " and ".join("Reception" if year == 0 else str(year) for year in years)
    if not years or "year" in name.lower() or "reception" in name.lower():
        return name
    return f"{name} ({said if said == 'Reception' else f'Year {said}'})"


def host_declined(by: Viewer, key: str) -> None:
    """The meeting loses its date, so that it is shared again."""
    for meeting in Meeting.objects.visible_to(by).filter(pk__in=meetings_of([key])):
        free_meeting_of_slot(by=by, meeting=meeting)


def link_ended(by: Viewer, link: Link) -> None:
    """A link that ends gives back the slots of meetings that are still to come; the platform does it, whoever ended it."""
    platform = Viewer.for_system("venues")
    for pk in Meeting.objects.visible_to(platform).ahead().filter(link=link).values_list("pk", flat=True):
        give_back(by=platform, key=key_of(pk))

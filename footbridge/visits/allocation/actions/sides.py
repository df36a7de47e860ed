"""Small verbs beside the draft: days of a school, wishes of a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from footbridge.visits import rules
from footbridge.visits.models import LinkWish, SchoolDays


@dataclass(frozen=True)
class Wish:
    """Themes that are wished; what the venue must have, and how many miles away it may be at most."""

    themes: Collection[str] = ()
    needs: Collection[str] = ()
    farthest: int | None = None
    note: str = ""


@action
def say_school_days(
    *, by: Viewer, school: School, year: LinkingYear, weekdays: Collection[int], dates: Collection[dt.date]
) -> SchoolDays:
    """Keep the days of a year that do not suit a school: its head, deputy, office and teachers say so."""
    may = by.may(Permission.SEE_OWN_VISITS) or by.may(Permission.PLAN_VISITS)
    rules.insist(by.system or (may and school.pk in by.schools))
    made, _ = SchoolDays.objects.unscoped("the school was checked above").update_or_create(
        linking_year=year, school=school, defaults={"weekdays_not": sorted(weekdays), "dates_not": sorted(dates)}
    )
    record("said school days", made, by=by, programme=year.programme_id, school=school.pk)
    return made


@action
def wish_for_venue(*, by: Viewer, link: Link, wish: Wish, venues: Collection[int] | None = None) -> LinkWish:
    """Keep what a link wishes of its venue and what must be: its teachers say so, or the facilitator for them.

    `venues` are those they like best, None to leave them as they are.
    """
    rules.insist(rules.may_share_slots(by, link.linking_year.programme_id) or rules.may_plan(by, link.pk))
    said: dict[str, object] = {
        "themes": sorted(wish.themes), "needs": sorted(wish.needs), "farthest": wish.farthest, "note": wish.note,
    }  # fmt: skip
    if venues is not None:
        said["venues"] = sorted(venues)
    made, _ = LinkWish.objects.unscoped("the link was checked above").update_or_create(link=link, defaults=said)
    record("noted venue wish", made, by=by, programme=link.linking_year.programme_id, link=link.pk)
    return made

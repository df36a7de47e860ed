"""Small verbs beside the draft: days of a school, wishes of a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from footbridge.visits import rules
from footbridge.visits.models import LinkWish, SchoolDays


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
def wish_for_venue(*, by: Viewer, link: Link, themes: Collection[str], venues: Collection[int]) -> LinkWish:
    """Keep what a link wishes of its venue; facilitators note it."""
    rules.insist(rules.may_share_slots(by, link.linking_year.programme_id))
    made, _ = LinkWish.objects.unscoped("the link was checked above").update_or_create(
        link=link, defaults={"themes": sorted(themes), "venues": sorted(venues)}
    )
    record("noted venue wish", made, by=by, programme=link.linking_year.programme_id, link=link.pk)
    return made

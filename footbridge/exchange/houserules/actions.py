"""Setting what a school allows, and noting when it is away."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.exchange import rules
from footbridge.exchange.gate import ALLOWED_UNSAID
from footbridge.exchange.models import Away, HouseRule

WHY = "a school's own rule is set by its teacher"


@action
def set_rule(*, by: Viewer, link: int, enhanced: bool, **allowed: bool) -> HouseRule:
    """Say what the viewer's school allows in a link. Enhanced protection allows work alone."""
    school = rules.schools_led(by).get(link)
    rules.insist(school is not None)
    assert school is not None
    said = {aspect: bool(allowed.get(aspect)) and not enhanced for aspect in ALLOWED_UNSAID}
    made, _ = HouseRule.objects.unscoped(WHY).update_or_create(
        link_id=link, school_id=school,
        defaults={**said, "enhanced": enhanced, "changed": timezone.now(), "by_id": by.person_id},
    )  # fmt: skip
    record("set a house rule", made, by=by, enhanced=enhanced, **said)
    return made


@action
def note_away(*, by: Viewer, link: int, first: date, last: date) -> Away:
    """The viewer's school will be quiet from one day to another. Posted twice it is noted once."""
    school = rules.schools_led(by).get(link)
    rules.insist(school is not None)
    assert school is not None
    made, fresh = Away.objects.unscoped(WHY).get_or_create(
        link_id=link, school_id=school, first=first, last=last, defaults={"by_id": by.person_id}
    )
    if fresh:
        record("noted an absence", made, by=by, days=(last - first).days + 1)
    return made

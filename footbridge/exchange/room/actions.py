"""Asking kindly when a room is quiet."""

from __future__ import annotations

from datetime import date

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.exchange import letters, rules
from footbridge.exchange.room.queries import QUIET_AFTER, silence_of
from footbridge.programmes.schooldays import holidays_of, is_school_day

TELL_AFTER = 15  # school days


@action
def nudge_quiet(*, by: Viewer, link: Link, today: date) -> bool:
    """Write to the teachers of a link that has been quiet for ten school days, and after fifteen to the facilitators too.

    Once a month each; never on a day without school, and never while a school has said that it is away. True when it is quiet.
    """
    rules.insist(by.system)
    year = link.linking_year
    days, away = silence_of(link, today)
    if days is None or days < QUIET_AFTER or away or not is_school_day(today, holidays_of(year.start, year.dates)):
        return False
    letters.quiet(link, days)
    if days >= TELL_AFTER:
        letters.quiet_facilitator(link, days)
    record("asked a quiet link", f"brokering.link:{link.pk}", by=by, days=days)
    return True

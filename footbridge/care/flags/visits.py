"""Meetings: how many were held of how many, which near without a date, which are over without a headcount."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.care.flags.flag import Flag, Found, Standing
from footbridge.programmes import calendar
from footbridge.visits.models import Meeting

NEAR = timedelta(days=42)
"""A meeting without a date is flagged this long before visits begin, and late once they have begun."""


def visits(viewer: Viewer, links: Sequence[Link], today: date) -> Found:
    """Standing links by their meetings. One query."""
    standing = {link.pk: link for link in links if link.state == Link.State.STANDING}
    by_link: dict[int, list[Meeting]] = {}
    rows = Meeting.objects.visible_to(viewer).filter(link__in=standing).only("link", "kind", "state", "day")
    for meeting in rows.order_by("link", "number"):
        by_link.setdefault(meeting.link_id, []).append(meeting)
    return {pk: _standing(standing[pk], meetings, today) for pk, meetings in by_link.items()}


def _standing(link: Link, meetings: Sequence[Meeting], today: date) -> Standing:
    counted = [one for one in meetings if one.state != Meeting.State.CALLED_OFF]
    held = sum(one.state == Meeting.State.HELD for one in counted)
    found = Standing(f"{held} of {len(counted)} held", "good" if counted and held == len(counted) else "info")
    over = [one for one in counted if one.state == Meeting.State.DATED and one.day is not None and one.day < today]
    for one in over:
        sentence = f"{one.get_kind_display()}: the day has passed, and nobody has said how many children came."
        found.flags.append(Flag("headcount", "visits", sentence, late=True))
    begin = calendar.date_of(link.linking_year, "visits_from")
    undated = [one for one in counted if one.state == Meeting.State.PLANNED]
    if undated and today >= begin - NEAR:
        late = today >= begin
        names = ", ".join(one.get_kind_display().lower() for one in undated)
        found.flags.append(Flag("visit", "visits", f"No date yet for: {names}.", late=late))
    if any(flag.late for flag in found.flags):
        found.tone = "warning"
    return found

"""What people read of meetings; what is missing and by when; meetings held per class."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from footbridge.access import Viewer
from footbridge.brokering.links.queries import title_of
from footbridge.brokering.models import Link, LinkClass, LinkSide
from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear
from footbridge.ui.parts import Tone
from footbridge.visits.calls.checks import CHECKS
from footbridge.visits.models import CallSide, Meeting, MeetingSide, RiskAssessment, TimetableRow
from footbridge.visits.models.meetings import NEEDS
from footbridge.visits.plans.checks import AT_SCHOOL, PLACE, SCHOOL

TONES: dict[str, Tone] = {
    "planned": "plain",
    "dated": "info",
    "held": "good",
    "not_held": "warning",
    "called_off": "warning",
}
NUMBERS_BEFORE = dt.timedelta(days=14)
"""Numbers are due this long before the day: lunch and coach are ordered by then."""
WHY = "meetings were fetched for their viewer"
CHECKS_BEFORE = dt.timedelta(days=7)
"""Risk checks are due this long before the day."""


def meetings_for(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings the viewer may see with link, year, host and the link's sides. Two queries, whatever the number."""
    sides = LinkSide.objects.visible_to(viewer).select_related("school").order_by("pk")
    rows = Meeting.objects.visible_to(viewer).select_related("link__linking_year__programme", "host_school")
    return rows.prefetch_related(Prefetch("link__sides", sides)).order_by(
        "-link__linking_year__start", "link", "number"
    )


def meeting_for(viewer: Viewer, meeting_id: int) -> Meeting:
    """A meeting the viewer may see, or 404."""
    return get_object_or_404(meetings_for(viewer), pk=meeting_id)


def sides_for(viewer: Viewer, meeting: Meeting) -> list[MeetingSide]:
    """What each school brings, in the order of the link. One query."""
    rows = MeetingSide.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("side__school").order_by("side"))


def needs_said(side: MeetingSide) -> list[str]:
    """Needs as counts in words."""
    return [f"{NEEDS[key]}: {count}" for key, count in side.needs.items() if key in NEEDS]


def when_said(meeting: Meeting) -> str:
    """The day and hours, or the month alone once they are forgotten."""
    if meeting.day and meeting.starts and meeting.ends:
        return f"{meeting.day:%A %-d %B %Y}, {meeting.starts:%-H:%M} to {meeting.ends:%-H:%M}"
    return f"{meeting.month:%B %Y}" if meeting.month else "No date yet"


def where_said(meeting: Meeting) -> str:
    """Who hosts and where, as far as it is known."""
    if meeting.how == Meeting.How.ONLINE:
        return "On line"
    host = meeting.host_school.name if meeting.host_school else ""
    return ", ".join(dict.fromkeys(part for part in (host, meeting.place) if part))


@dataclass(frozen=True)
class Missing:
    """Something a meeting still lacks: in words, by when, and whether that day has passed."""

    words: str
    by: dt.date
    late: bool

    @property
    def sentence(self) -> str:
        """As the page says it: “A date, by 3 March 2027”."""
        return f"{self.words}, by {calendar.say(self.by)}"


def missing_of(meetings: Iterable[Meeting], today: dt.date) -> dict[int, list[Missing]]:
    """What each meeting still lacks, soonest first, by its id. Three queries, however many.

    The meetings come with `link.linking_year`. Schools are named, places are not.
    """
    found: dict[int, list[Missing]] = {}
    known = list(meetings)
    rows = MeetingSide.objects.unscoped("meetings were fetched for their viewer").filter(meeting__in=known)
    by_meeting: dict[int, list[MeetingSide]] = {}
    for row in rows.select_related("side__school").order_by("side"):
        by_meeting.setdefault(row.meeting_id, []).append(row)
    written = _written([one for one in known if one.state == Meeting.State.DATED])
    for meeting in known:
        needed = [
            *_missing(meeting, by_meeting.get(meeting.pk, []), today),
            *_unplanned(meeting, by_meeting.get(meeting.pk, []), today, written),
        ]
        lines = [Missing(words, by, by < today) for words, by in needed]
        found[meeting.pk] = sorted(lines, key=lambda one: one.by)
    return found


def _missing(meeting: Meeting, sides: Sequence[MeetingSide], today: dt.date) -> Iterable[tuple[str, dt.date]]:
    if meeting.state == Meeting.State.PLANNED:
        yield "A date", calendar.date_of(meeting.link.linking_year, "visits_from")
    if meeting.state == Meeting.State.DATED and meeting.day and meeting.day >= today:
        for side in sides:
            if side.children_expected is None:
                yield f"Numbers and needs of {side.side.school.name}", meeting.day - NUMBERS_BEFORE
    over = meeting.state == Meeting.State.DATED and meeting.day and meeting.day < today
    if meeting.day and (over or meeting.state == Meeting.State.HELD):
        for side in sides:
            if side.counted is None:
                yield f"Headcount of {side.side.school.name}", meeting.day + dt.timedelta(days=7)


def _written(dated: Sequence[Meeting]) -> set[tuple[int, object]]:
    """What of the plans is written: (meeting, "timetable"), and (meeting, side) of whole check lists, None for the place."""
    if not dated:
        return set()
    days = TimetableRow.objects.unscoped(WHY).filter(meeting__in=dated).values_list("meeting", flat=True).distinct()
    found: set[tuple[int, object]] = {(pk, "timetable") for pk in days}
    checks = {one.pk: len(AT_SCHOOL if one.host_school_id else PLACE) for one in dated}
    for row in RiskAssessment.objects.unscoped(WHY).filter(meeting__in=dated):
        if len(row.done) >= (len(SCHOOL) if row.side_id else checks[row.meeting_id]):
            found.add((row.meeting_id, row.side_id))
    calls = [one for one in dated if one.how == Meeting.How.ONLINE]
    for call in CallSide.objects.unscoped(WHY).filter(meeting__in=calls) if calls else ():
        found |= {(call.meeting_id, "link")} if call.sealed else set()
        found |= {(call.meeting_id, call.side_id)} if len(call.done) >= len(CHECKS) else set()
    return found


def _unplanned(
    meeting: Meeting, sides: Sequence[MeetingSide], today: dt.date, written: set[tuple[int, object]]
) -> Iterable[tuple[str, dt.date]]:
    if meeting.state != Meeting.State.DATED or meeting.day is None or meeting.day < today:
        return
    if (meeting.pk, "timetable") not in written:
        yield "A timetable", meeting.day - NUMBERS_BEFORE
    if meeting.how == Meeting.How.ONLINE:
        if (meeting.pk, "link") not in written:
            yield "A meeting link for the call", meeting.day - CHECKS_BEFORE
        for side in sides:
            if (meeting.pk, side.side_id) not in written:
                yield f"Call checks of {side.side.school.name}", meeting.day - CHECKS_BEFORE
        return
    if not meeting.place and not meeting.host_school_id:
        yield "Where you meet", meeting.day - NUMBERS_BEFORE
    for side in sides:
        if (meeting.pk, side.side_id) not in written:
            yield f"Risk checks of {side.side.school.name}", meeting.day - CHECKS_BEFORE
    if (meeting.pk, None) not in written:
        yield "Risk checks at the place", meeting.day - CHECKS_BEFORE


@dataclass(frozen=True)
class Held:
    """The core measure: classes in links that stood, and how often one of them met its partners."""

    classes: int
    times: int

    @property
    def per_class(self) -> float:
        """Meetings held per class; 0 where there is no class."""
        return self.times / self.classes if self.classes else 0.0


def meetings_held_per_class(year: LinkingYear) -> Held:
    """Meetings held per class of a linking year, counted from headcounts alone: a class met when children of its school came.

    Two queries. Figures only, so that it needs no viewer; a class is one of a link that stands or ended well.
    """
    links = (Link.State.STANDING, Link.State.ENDED)
    classes = LinkClass.objects.unscoped("figures of a year name nobody").filter(
        link__linking_year=year, link__state__in=links
    )
    of_side: Counter[int] = Counter(dict(classes.values_list("side").annotate(n=Count("pk"))))
    rows = MeetingSide.objects.unscoped("figures of a year name nobody").filter(
        meeting__link__linking_year=year, meeting__state=Meeting.State.HELD, children_present__gt=0
    )
    times = sum(of_side[side] * n for side, n in rows.values_list("side").annotate(n=Count("pk")).order_by())
    return Held(sum(of_side.values()), times)


def by_link(meetings: Iterable[Meeting]) -> list[dict[str, Any]]:
    """Meetings under their links, in the order they come."""
    found: dict[int, dict[str, Any]] = {}
    for meeting in meetings:
        link = meeting.link
        here = found.setdefault(
            link.pk, {"link": link, "title": title_of(link), "year": link.linking_year.label, "rows": []}
        )
        here["rows"].append(meeting)
        here["waits"] = here.get("waits") or (meeting.kind == "neutral" and meeting.state == Meeting.State.PLANNED)
    return list(found.values())

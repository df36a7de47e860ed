"""What people read of a meeting's plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from footbridge.access import Viewer
from footbridge.brokering.models import LinkSide
from footbridge.venues.queries import venue_of
from footbridge.visits.models import Meeting, MeetingSide, Plan, Quote, RiskAssessment, TimetableRow
from footbridge.visits.models.meetings import NEEDS
from footbridge.visits.plans.checks import AT_SCHOOL, PLACE, SCHOOL
from footbridge.visits.plans.money import say_pounds, share


def timetable_of(viewer: Viewer, meeting: Meeting) -> list[TimetableRow]:
    """The lines of the day in order. One query."""
    return list(TimetableRow.objects.visible_to(viewer).filter(meeting=meeting))


def plan_of(viewer: Viewer, meeting: Meeting) -> Plan:
    """The plan as far as it was written; an empty one, not stored, before. One query."""
    return Plan.objects.visible_to(viewer).filter(meeting=meeting).first() or Plan(meeting=meeting)


def quotes_of(viewer: Viewer, meeting: Meeting) -> list[Quote]:
    """Quotes for the coach, the cheapest first. One query."""
    return list(Quote.objects.visible_to(viewer).filter(meeting=meeting))


def quote_for(viewer: Viewer, meeting: Meeting, quote_id: int) -> Quote:
    """A quote of the meeting, or 404."""
    return get_object_or_404(Quote.objects.visible_to(viewer).filter(meeting=meeting), pk=quote_id)


def assessments_of(viewer: Viewer, meeting: Meeting) -> dict[int | None, RiskAssessment]:
    """What was ticked, by side; None is the place. One query."""
    rows = RiskAssessment.objects.visible_to(viewer).filter(meeting=meeting)
    return {row.side_id: row for row in rows}


def place_checks(meeting: Meeting) -> Mapping[str, str]:
    """What is made sure of at the place: a school knows who else is in its building."""
    return AT_SCHOOL if meeting.host_school_id else PLACE


def venue_facts(meeting: Meeting) -> list[tuple[str, str]]:
    """What the teachers of a meeting must know of the venue where a slot is held for it; empty without one. One query.

    Fetch the meeting through its viewer first: whoever may see where classes meet may read this.
    """
    where = venue_of(f"meeting:{meeting.pk}")
    return [(row.label, row.value) for row in where.profile] if where else []


@dataclass(frozen=True)
class SideOfRisk:
    """One column of the check list: whose it is, what is done, and what was said."""

    name: str
    done: frozenset[str]
    reference: str
    notes: str


@dataclass(frozen=True)
class Risk:
    """The assessments side by side. `rows` are words and, for each school, whether it is done."""

    sides: list[SideOfRisk]
    rows: list[tuple[str, list[bool]]]
    place: SideOfRisk
    place_rows: list[tuple[str, bool]]

    @property
    def open(self) -> int:
        """How many checks are still to be done."""
        schools = sum(not done for _, marks in self.rows for done in marks)
        return schools + sum(not done for _, done in self.place_rows)


def risk_of(viewer: Viewer, meeting: Meeting, sides: Sequence[LinkSide]) -> Risk:
    """Both schools and the place side by side. One query."""
    found = assessments_of(viewer, meeting)

    def column(key: int | None, name: str) -> SideOfRisk:
        row = found.get(key)
        return (
            SideOfRisk(name, frozenset(row.done), row.reference, row.notes)
            if row
            else SideOfRisk(name, frozenset(), "", "")
        )

    columns = [column(side.pk, side.school.name) for side in sides]
    place = column(None, "The place where you meet")
    checks = place_checks(meeting)
    return Risk(
        columns,
        [(words, [key in one.done for one in columns]) for key, words in SCHOOL.items()],
        place,
        [(words, key in place.done) for key, words in checks.items()],
    )


@dataclass(frozen=True)
class Part:
    """What one school pays of the coach."""

    school: str
    side: int
    pence: int

    @property
    def said(self) -> str:
        return say_pounds(self.pence)


def parts_of(meeting: Meeting, plan: Plan, quotes: Sequence[Quote], sides: Sequence[MeetingSide]) -> list[Part]:
    """How the taken quote is shared over the schools; empty before one is taken."""
    taken = next((one for one in quotes if one.chosen), None)
    if taken is None or not sides:
        return []
    weights = [1] * len(sides)
    if plan.split == Plan.Split.CHILDREN:
        weights = [side.children_expected or 0 for side in sides]
    elif plan.split == Plan.Split.VISITORS:
        weights = [int(side.side.school_id != meeting.host_school_id) for side in sides]
    parts = share(taken.pence, weights)
    return [Part(side.side.school.name, side.side_id, pence) for side, pence in zip(sides, parts, strict=True)]


def totals_of(sides: Sequence[MeetingSide]) -> tuple[int, int, dict[str, int]]:
    """Children, adults and needs of all schools together, as far as they are given."""
    needs: dict[str, int] = {}
    for side in sides:
        for key, count in side.needs.items():
            needs[key] = needs.get(key, 0) + count
    return sum(s.children_expected or 0 for s in sides), sum(s.adults_expected or 0 for s in sides), needs


def needs_in_words(needs: Mapping[str, int]) -> list[str]:
    """Needs as counts in words, in the order in which they are asked."""
    return [f"{words}: {needs[key]}" for key, words in NEEDS.items() if needs.get(key)]

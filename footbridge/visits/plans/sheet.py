"""The sheet that a school pastes into its own visit-approval system: plain text, for the people of that school alone."""

from __future__ import annotations

from collections.abc import Sequence

from footbridge.brokering.models import LinkSide
from footbridge.visits.meetings.queries import when_said, where_said
from footbridge.visits.models import Meeting, MeetingSide, Plan, TimetableRow
from footbridge.visits.models.meetings import NEEDS
from footbridge.visits.plans.lines import hours
from footbridge.visits.plans.queries import Part, Risk

PURPOSE = (
    "Two classes that would not otherwise meet learn together in mixed groups. They have worked on who we are and how we live "
    "together, and have been in touch since the autumn."
)


def sheet(
    meeting: Meeting,
    plan: Plan,
    rows: Sequence[TimetableRow],
    sides: Sequence[MeetingSide],
    own: LinkSide | None,
    parts: Sequence[Part],
    risk: Risk,
) -> str:
    """The plan as one text. Counts alone, no child is named."""
    partners = ", ".join(side.side.school.name for side in sides if own is None or side.side_id != own.pk)
    found = [
        ("Title", f"School linking: {meeting.said} with {partners}"),
        ("Purpose", PURPOSE),
        ("When", when_said(meeting)),
        ("Where", where_said(meeting) or "Not said yet"),
        *((f"Group of {side.side.school.name}", _group(side)) for side in sides),
        ("Ratio of our group", _ratio(next((s for s in sides if own and s.side_id == own.pk), None))),
        ("Timetable", _timetable(meeting, rows)),
        ("Transport", plan.stops or "Not planned yet"),
        ("Cost of the coach", "; ".join(f"{part.school} {part.said}" for part in parts) or "Not known yet"),
        *((f"Checks of {one.name}", _checks(len(one.done), one.reference, one.notes)) for one in risk.sides),
        ("Checks at the place", _checks(len(risk.place.done), risk.place.reference, risk.place.notes)),
        ("Plan B", plan.plan_b or "Not written yet"),
        ("Other", plan.note),
    ]
    return "\n\n".join(f"{label}\n{words}" for label, words in found if words)


def _group(side: MeetingSide) -> str:
    if side.children_expected is None:
        return "Numbers not given yet"
    needs = "; ".join(f"{NEEDS[key]}: {count}" for key, count in side.needs.items() if key in NEEDS)
    return f"{side.children_expected} children, {side.adults_expected} adults" + (f"; {needs}" if needs else "")


def _ratio(side: MeetingSide | None) -> str:
    if side is None or not side.children_expected or not side.adults_expected:
        return ""
    return f"One adult to {side.children_expected / side.adults_expected:.1f} children"


def _timetable(meeting: Meeting, rows: Sequence[TimetableRow]) -> str:
    said = [f"{row['begins']} {row['what']} ({row['minutes']} min)".strip() for row in hours(meeting, rows)]
    return "\n".join(said) or "Not written yet"


def _checks(done: int, reference: str, notes: str) -> str:
    where = f", full assessment: {reference}" if reference else ""
    return f"{done} checks done{where}" + (f"\n{notes}" if notes else "")

"""Sign-up sheets and their rows, as their facilitator sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from footbridge.access import Viewer
from footbridge.interest.models import Interest, SheetRow, SignUpSheet
from footbridge.interest.rules import LIVE
from footbridge.interest.sheets.gathering import partner_wishes
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School

State = SheetRow.State
UNSETTLED = (State.CONFIRM, State.WRONG)


def sheets_of(viewer: Viewer, year: LinkingYear) -> QuerySet[SignUpSheet]:
    """The sheets of a year, newest first, with how many rows wait."""
    return (
        SignUpSheet.objects.visible_to(viewer)
        .filter(linking_year=year)
        .select_related("by")
        .defer("content")
        .annotate(
            waiting=Count("rows", filter=Q(rows__state__in=UNSETTLED)),
            ready=Count("rows", filter=Q(rows__state=State.READY)),
            brought_in=Count("rows", filter=Q(rows__state=State.BROUGHT_IN)),
            total=Count("rows"),
        )
    )


def one_sheet(viewer: Viewer, pk: int) -> SignUpSheet:
    """A sheet of the viewer's programme; Http404 when it is not theirs."""
    found = SignUpSheet.objects.visible_to(viewer).select_related("linking_year__programme", "by").defer("content")
    return get_object_or_404(found, pk=pk)


def one_row(viewer: Viewer, sheet: int, line: int) -> SheetRow:
    """A row by its sheet and line; Http404 when it is not theirs."""
    found = SheetRow.objects.visible_to(viewer).select_related("sheet__linking_year__programme", "school", "interest")
    return get_object_or_404(found, sheet=sheet, line=line)


def rows_of_sheet(viewer: Viewer, sheet: SignUpSheet) -> QuerySet[SheetRow]:
    """The rows of a sheet by line."""
    return SheetRow.objects.visible_to(viewer).filter(sheet=sheet).select_related("school", "interest").order_by("line")


def states_of(viewer: Viewer, sheet: SignUpSheet) -> dict[str, int]:
    """How many rows stand in each state. One query."""
    found = SheetRow.objects.visible_to(viewer).filter(sheet=sheet).values("state").annotate(n=Count("pk")).order_by()
    return {row["state"]: row["n"] for row in found}


def next_unsettled(viewer: Viewer, sheet: int, after: int) -> SheetRow | None:
    """The next row that waits, below a line, else from the top."""
    waiting = SheetRow.objects.visible_to(viewer).filter(sheet=sheet, state__in=UNSETTLED).order_by("line")
    return waiting.filter(line__gt=after).first() or waiting.first()


def candidates_of(row: SheetRow) -> list[School]:
    """The schools a row could mean, best first."""
    held = School.objects.select_related("authority").in_bulk(row.candidates)
    return [held[pk] for pk in row.candidates if pk in held]


@dataclass(frozen=True)
class Clash:
    """Rows of one school that do not fit together, or not with what the school answered before."""

    school: str
    words: str
    lines: Sequence[int]


def clashes_of(viewer: Viewer, sheet: SignUpSheet) -> list[Clash]:
    """Schools whose rows contradict each other, or an answer already there. Two queries."""
    rows = SheetRow.objects.visible_to(viewer).filter(sheet=sheet).exclude(school=None)
    by_school: dict[int, list[SheetRow]] = {}
    for row in rows.exclude(state__in=[State.LEFT_OUT, State.NOT_OURS]).select_related("school").order_by("line"):
        by_school.setdefault(row.school_id or 0, []).append(row)
    live = Interest.objects.visible_to(viewer).filter(
        linking_year=sheet.linking_year_id, school__in=by_school, state__in=LIVE
    )
    own = {row.interest_id for group in by_school.values() for row in group}
    there = {
        school: (answer, reference)
        for pk, school, answer, reference in live.values_list("pk", "school", "answer", "reference")
        if pk not in own
    }
    return [clash for pk, group in by_school.items() for clash in _clashes(group, there.get(pk))]


def _clashes(group: list[SheetRow], there: tuple[str, str] | None) -> list[Clash]:
    school = group[0].school
    name = school.name if school else ""
    lines = [row.line for row in group]
    answers = Counter(row.understood.get("answer") for row in group if row.understood.get("answer"))
    found = []
    if len(answers) > 1:
        said = " and ".join({"no": "not this year"}.get(str(a), str(a)) for a in answers)
        found.append(Clash(name, f"says {said}. Both are brought in, and the inbox asks you to settle them.", lines))
    if len(partner_wishes(row.understood for row in group) - {"any"}) > 1:
        found.append(
            Clash(
                name,
                "wishes for the same partner in one row and for another in the next. "
                "It is brought in as no preference, with the words kept.",
                lines,
            )
        )
    if there:
        found.append(
            Clash(name, f"has answered already ({there[1]}). The inbox will show both answers together.", lines)
        )
    return found

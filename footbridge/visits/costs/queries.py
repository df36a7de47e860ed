"""What people read of costs: a school's own, and a programme's by link with its claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from footbridge.access import Viewer
from footbridge.brokering.links.queries import links_for, own_side, title_of
from footbridge.brokering.models import Link, LinkSide
from footbridge.paper.spreadsheets import Cells
from footbridge.training.queries.covering import cover_of
from footbridge.visits.costs.contributions import Left, left_of
from footbridge.visits.models import CostLine, Meeting, MeetingSide, Plan, Quote
from footbridge.visits.plans.money import say_pounds
from footbridge.visits.plans.queries import parts_of


def costs_for(viewer: Viewer) -> QuerySet[CostLine]:
    """The costs a viewer may see, with school, link and programme. One query."""
    rows = CostLine.objects.visible_to(viewer).select_related("side__school", "side__link__linking_year__programme")
    return rows.order_by("side__link__linking_year__programme__name", "side__link__reference", "side", "pk")


def cost_for(viewer: Viewer, cost_id: int) -> CostLine:
    """A cost the viewer may see, or 404."""
    return get_object_or_404(costs_for(viewer), pk=cost_id)


@dataclass(frozen=True)
class Sums:
    """Pence: what is expected in all (what was paid counts where it is known), what was paid, claimed and paid back."""

    expected: int
    paid: int
    claimed: int
    back: int

    @property
    def left(self) -> int:
        """What stays with the school of what was paid."""
        return self.paid - self.back


def sums_of(rows: Iterable[CostLine]) -> Sums:
    """Costs added up."""
    known = list(rows)
    return Sums(
        sum((one.actual if one.actual is not None else one.planned) or 0 for one in known),
        sum(one.actual or 0 for one in known),
        sum(one.claimed or 0 for one in known if one.claim == CostLine.Claim.CLAIMED),
        sum(one.settled or 0 for one in known),
    )


@dataclass(frozen=True)
class LinkLine:
    """A link's costs over all its schools: what each kind cost (paid, else expected), what came back, what stays with schools."""

    reference: str
    coach: str
    cover: str
    venue: str
    other: str
    back: str
    left: str


def by_link(rows: Iterable[CostLine]) -> list[LinkLine]:
    """Costs added up link by link, in the order they come; amounts in words."""
    found: dict[str, list[CostLine]] = {}
    for row in rows:
        found.setdefault(row.side.link.reference, []).append(row)
    return [_link_line(reference, lines) for reference, lines in found.items()]


def _link_line(reference: str, rows: list[CostLine]) -> LinkLine:
    cost = dict.fromkeys(CostLine.What.values, 0)
    for row in rows:
        cost[row.kind] += (row.actual if row.actual is not None else row.planned) or 0
    sums = sums_of(rows)
    said = {kind: say_pounds(pence or None) for kind, pence in cost.items()}
    return LinkLine(reference, **said, back=say_pounds(sums.back or None), left=say_pounds(sums.left))


@dataclass(frozen=True)
class Suggestion:
    """A cost that is known from the plan or the training but not noted: kind, words, pence where known."""

    kind: str
    words: str
    pence: int | None

    @property
    def pounds(self) -> str:
        """The amount as it stands in the form, or nothing."""
        return f"{self.pence / 100:.2f}" if self.pence else ""

    @property
    def said(self) -> str:
        amount = f", {say_pounds(self.pence)}" if self.pence else ""
        return f"{CostLine.What(self.kind).label}: {self.words}{amount}"


@dataclass(frozen=True)
class LinkCosts:
    """What a link costs the own school."""

    link: Link
    side: LinkSide
    title: str
    rows: list[CostLine]
    sums: Sums
    suggestions: list[Suggestion]
    paid: list[Left]


def own_costs(viewer: Viewer) -> list[LinkCosts]:
    """The own school's links that stand or ended, each with its costs and what could be noted. A few queries a link."""
    by_side: dict[int, list[CostLine]] = {}
    for row in costs_for(viewer):
        by_side.setdefault(row.side_id, []).append(row)
    found = []
    links = list(links_for(viewer).filter(state__in=["standing", "ended"]))
    paid = left_of(viewer, {link.pk: link.linking_year_id for link in links})
    for link in links:
        side = own_side(viewer, link)
        if side is not None:
            rows = by_side.get(side.pk, [])
            suggestions = _suggested(viewer, link, side, rows) if link.state == Link.State.STANDING else []
            found.append(LinkCosts(link, side, title_of(link), rows, sums_of(rows), suggestions, paid[link.pk]))
    return found


def _suggested(viewer: Viewer, link: Link, side: LinkSide, rows: Sequence[CostLine]) -> list[Suggestion]:
    noted = {(row.kind, row.words) for row in rows}
    found: list[Suggestion] = []
    quotes: dict[int, list[Quote]] = {}
    for quote in Quote.objects.visible_to(viewer).filter(meeting__link=link, chosen=True):
        quotes.setdefault(quote.meeting_id, []).append(quote)
    plans = {one.meeting_id: one for one in Plan.objects.visible_to(viewer).filter(meeting__in=list(quotes))}
    sides: dict[int, list[MeetingSide]] = {}
    brought = MeetingSide.objects.visible_to(viewer).filter(meeting__in=list(quotes)).select_related("side__school")
    for one in brought:
        sides.setdefault(one.meeting_id, []).append(one)
    for meeting in Meeting.objects.visible_to(viewer).filter(pk__in=list(quotes)).select_related("host_school"):
        parts = parts_of(meeting, plans.get(meeting.pk) or Plan(), quotes[meeting.pk], sides.get(meeting.pk, []))
        own = next((part.pence for part in parts if part.side == side.pk), 0)
        if own:
            found.append(Suggestion("coach", f"Meeting {meeting.number}, {meeting.said}", own))
    for cover in cover_of(link):
        if cover.school == side.school_id and cover.days:
            found.append(Suggestion("cover", f"{cover.title}, {cover.days} day", None))
    return [one for one in found if (one.kind, one.words) not in noted]


def costs_sheet(rows: Iterable[CostLine]) -> Iterable[Cells]:
    """One row a cost, amounts in pounds. No day and no place."""
    yield (
        "Programme", "Year", "Link", "School", "Cost", "What for", "Expected (£)", "Paid (£)", "Who pays", "Claim",
        "Claimed (£)", "Evidence", "Paid back (£)", "Reply",
    )  # fmt: skip
    for row in rows:
        year = row.side.link.linking_year
        yield (
            year.programme.name, year.label, row.side.link.reference, row.side.school.name, row.get_kind_display(), row.words,
            _pounds(row.planned), _pounds(row.actual), row.get_payer_display(), row.get_claim_display(),
            _pounds(row.claimed), row.evidence, _pounds(row.settled), row.reply,
        )  # fmt: skip


def _pounds(pence: int | None) -> float | None:
    return None if pence is None else pence / 100

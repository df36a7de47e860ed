"""The draft as its page shows it: each link with its slot and why, the links without one, and what the last sharing changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from footbridge.access import Viewer
from footbridge.programmes.models import LinkingYear
from footbridge.venues.models import THEMES, SlotHold
from footbridge.visits.allocation.guests import meetings_of
from footbridge.visits.allocation.pool import Pool, pool_of
from footbridge.visits.allocation.problem import Link, Slot, Venue
from footbridge.visits.allocation.state import State, open_draft
from footbridge.visits.allocation.words import reasons, why_none
from footbridge.visits.models import Allocation, AllocationStep, Meeting


@dataclass(frozen=True)
class Line:
    """A link of the draft. Without a slot `why` says what would have to change; `moved` what the last sharing changed."""

    link: Link
    schools: str
    slot: Slot | None = None
    venue: str = ""
    fixed: bool = False
    reasons: tuple[str, ...] = ()
    why: str = ""
    moved: str = ""


@dataclass(frozen=True)
class Booked:
    """A meeting that was booked, and what its host said."""

    hold: SlotHold
    name: str

    @property
    def tone(self) -> str:
        return {"held": "warning", "confirmed": "good"}.get(self.hold.state, "plain")


@dataclass(frozen=True)
class Page:
    """Everything the page shows."""

    draft: Allocation | None
    version: int
    pool: Pool
    placed: list[Line]
    waiting: list[Line]
    months: list[tuple[str, list[Line]]]
    ruled_out: list[tuple[int, int, str, str]]
    booked: list[Booked]
    changed: int
    steps: list[AllocationStep]

    @property
    def by_venue(self) -> list[tuple[str, int]]:
        """How many visits each venue gets, by name."""
        return sorted(Counter(line.venue for line in self.placed).items())


def page_of(viewer: Viewer, year: LinkingYear) -> Page:
    """The year's draft against the record as it is now."""
    pool = pool_of(viewer, year)
    problem, draft = pool.problem, open_draft(viewer, year)
    state = State.from_json(draft.state if draft else {}).kept_to(problem)
    asked = state.asked(problem)
    before = State.from_json(draft.before if draft else {})
    compared = bool(draft and draft.before.get("slots"))
    themes, placed, waiting = dict(THEMES), [], []
    for link in problem.links:
        schools = " and ".join(problem.school_by_id[one].name for one in link.schools)
        if link.id not in state.slots:
            waiting.append(Line(link, schools, why=why_none(asked, link, state.slots)))
            continue
        slot = problem.slot_by_id[state.slots[link.id]]
        placed.append(
            Line(
                link,
                schools,
                slot,
                problem.venue_by_id[slot.venue].name,
                link.id in state.fixed,
                tuple(reasons(asked, link, slot, themes)),
                moved=_moved(problem.slot_by_id, before.slots.get(link.id), slot, compared, problem.venue_by_id),
            )
        )
    placed.sort(key=lambda line: (line.slot.day, line.slot.id) if line.slot else ())
    months: dict[str, list[Line]] = {}
    for line in placed:
        if line.slot:
            months.setdefault(f"{line.slot.day:%B %Y}", []).append(line)
    ruled_out = [
        (link, venue, problem.link_by_id[link].name, problem.venue_by_id[venue].name)
        for link, venue in sorted(state.forbidden)
        if link in problem.link_by_id and venue in problem.venue_by_id
    ]
    steps = (
        list(AllocationStep.objects.visible_to(viewer).filter(allocation=draft).select_related("by")[:8])
        if draft
        else []
    )
    return Page(
        draft, draft.version if draft else 0, pool, placed, waiting, list(months.items()), ruled_out, _booked(viewer, year),
        sum(bool(line.moved) for line in placed), steps,
    )  # fmt: skip


def _moved(slots: dict[int, Slot], old: int | None, now: Slot, compared: bool, venues: dict[int, Venue]) -> str:
    if not compared or old == now.id:
        return ""
    if old is None:
        return "New: had no slot before"
    if old not in slots:
        return "Its slot before is gone"
    was = slots[old]
    return f"Was {venues[was.venue].name}, {was.day:%-d %B}"


def _booked(viewer: Viewer, year: LinkingYear) -> list[Booked]:
    holds = list(
        SlotHold.objects.visible_to(viewer)
        .filter(programme=year.programme_id, state__in=["held", "confirmed", "declined"])
        .select_related("slot__venue")
        .order_by("slot__starts", "pk")
    )
    ours = Meeting.objects.visible_to(viewer).filter(
        pk__in=meetings_of([hold.key for hold in holds]), link__linking_year=year
    )
    names = {f"meeting:{pk}": name for pk, name in ours.values_list("pk", "link__reference")}
    return [Booked(hold, names[hold.key]) for hold in holds if hold.key in names]

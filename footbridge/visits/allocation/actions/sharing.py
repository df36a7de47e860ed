"""The verbs of the draft: share, fix, let go, rule out, allow, book. Each is a step; whoever knows an older one is told first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.programmes.models import LinkingYear
from footbridge.venues import letters
from footbridge.venues.actions import hold_slot
from footbridge.venues.models import Venue, VenueSlot
from footbridge.venues.rules import CannotDo as CannotHold
from footbridge.visits import rules
from footbridge.visits.allocation.pool import Pool, key_of, pool_of
from footbridge.visits.allocation.solving import CannotShare, Shared, share
from footbridge.visits.allocation.state import CannotDo, Moved, State
from footbridge.visits.meetings.actions import date_meeting_at_slot
from footbridge.visits.meetings.steps import CannotDo as CannotDate
from footbridge.visits.models import Allocation

DIRECT = 12_000  # links times slots that a page may share while somebody waits; more is left to the worker
GIVEN_UP = timedelta(minutes=5)


@action
def ask_to_share(*, by: Viewer, year: LinkingYear, version: int) -> Allocation:
    """Share the slots around what is fixed and ruled out: at once where that is quick, else by the worker."""
    pool = pool_of(by, year)
    if len(pool.problem.links) * len(pool.problem.slots) <= DIRECT or by.person_id is None:
        return share_slots(by=by, year=year, version=version)
    from footbridge.visits.allocation.tasks import share_in_background

    draft = _lock(by, year, version)
    if draft.searching is None or draft.searching < timezone.now() - GIVEN_UP:
        draft.searching, draft.progress, draft.trouble = timezone.now(), 0, ""
        draft.save(update_fields=["searching", "progress", "trouble"])
        standing = by.current.id if by.current else None
        share_in_background.defer(year_id=year.pk, version=version, person_id=by.person_id, standing_id=standing)
    return draft


@action
def share_slots(*, by: Viewer, year: LinkingYear, version: int) -> Allocation:
    """Share the slots now."""

    def change(state: State, pool: Pool) -> tuple[State, str]:
        try:
            found = share(state.asked(pool.problem))
        except CannotShare as problem:
            raise CannotDo(str(problem)) from None
        return replace(state, slots=found.slots), _shared_said(found, pool)

    return _step(by, year, version, change, compare=True)


@action
def keep_shared(*, by: Viewer, year: LinkingYear, version: int, found: Shared) -> Allocation:
    """Put into the draft what a task of the worker found."""

    def change(state: State, pool: Pool) -> tuple[State, str]:
        return replace(state, slots=found.slots).kept_to(pool.problem), _shared_said(found, pool)

    return _step(by, year, version, change, compare=True)


@action
def note_progress(*, by: Viewer, year: LinkingYear, part: int) -> None:
    """The worker says how far it is, in hundredths."""
    Allocation.objects.visible_to(by).filter(linking_year=year).update(progress=part)


@action
def end_search(*, by: Viewer, year: LinkingYear, trouble: str) -> None:
    """The worker has shared: say so, with what was in the way if anything."""
    Allocation.objects.visible_to(by).filter(linking_year=year).update(searching=None, trouble=trouble[:300])


@action
def fix(*, by: Viewer, year: LinkingYear, version: int, link: int, slot: int) -> Allocation:
    """Give a link this slot and keep it there when slots are shared again."""

    def change(state: State, pool: Pool) -> tuple[State, str]:
        problem = pool.problem
        if link not in problem.link_by_id or slot not in problem.slot_by_id:
            raise CannotDo("This link or slot is not free any more. Look at the draft as it is now.")
        new = replace(state, slots={**state.slots, link: slot}, fixed=state.fixed | {link}).kept_to(problem)
        if new.slots.get(link) != slot:
            raise CannotDo("This slot has no room for the link beside what is fixed there.")
        return new, f"Fixed {problem.link_by_id[link].name}"

    return _step(by, year, version, change)


@action
def let_go(*, by: Viewer, year: LinkingYear, version: int, link: int) -> Allocation:
    """Let a fixed link go free: it may move when slots are shared again."""

    def change(state: State, pool: Pool) -> tuple[State, str]:
        return replace(state, fixed=state.fixed - {link}), f"Let {_name(pool, link)} go free"

    return _step(by, year, version, change)


@action
def rule_out(*, by: Viewer, year: LinkingYear, version: int, link: int, venue: int) -> Allocation:
    """Rule a venue out for a link; where it stands there, it loses the slot."""

    def change(state: State, pool: Pool) -> tuple[State, str]:
        problem = pool.problem
        if link not in problem.link_by_id or venue not in problem.venue_by_id:
            raise CannotDo("This link or venue is not there any more.")
        there = link in state.slots and problem.slot_by_id[state.slots[link]].venue == venue
        slots = {one: slot for one, slot in state.slots.items() if not (there and one == link)}
        fixed = state.fixed - {link} if there else state.fixed
        said = f"Ruled {problem.venue_by_id[venue].name} out for {_name(pool, link)}"
        return State(slots, fixed, state.forbidden | {(link, venue)}), said

    return _step(by, year, version, change)


@action
def allow(*, by: Viewer, year: LinkingYear, version: int, link: int, venue: int) -> Allocation:
    """Allow a venue for a link again."""

    def change(state: State, pool: Pool) -> tuple[State, str]:
        return replace(state, forbidden=state.forbidden - {(link, venue)}), f"Allowed a venue for {_name(pool, link)}"

    return _step(by, year, version, change)


@action
def book(*, by: Viewer, year: LinkingYear, version: int) -> list[str]:
    """Book what the draft says: hold each slot, date each meeting, ask each host once. Returns what could not be booked.

    A link whose slot was lost meanwhile stays in the draft; the others are booked all the same.
    """
    draft = _lock(by, year, version)
    pool = pool_of(by, year)
    state = State.from_json(draft.state).kept_to(pool.problem)
    rows = VenueSlot.objects.visible_to(by).select_related("venue").in_bulk(list(set(state.slots.values())))
    lost: list[str] = []
    asked: dict[Venue, tuple[int, int]] = {}
    for link_id, slot_id in sorted(state.slots.items()):
        link, meeting = pool.problem.link_by_id[link_id], pool.meetings[link_id]
        try:
            with transaction.atomic():
                hold = hold_slot(
                    by=by, slot=rows[slot_id], key=key_of(meeting.pk), programme=year.programme_id,
                    classes=link.classes, children=link.children, tell=False,
                )  # fmt: skip
                date_meeting_at_slot(by=by, meeting=meeting, slot=rows[slot_id])
        except (CannotHold, CannotDate) as problem:
            lost.append(f"{link.name}: {problem}")
            continue
        first, count = asked.get(rows[slot_id].venue, (hold.pk, 0))
        asked[rows[slot_id].venue] = (first, count + 1)
        state = replace(
            state, slots={k: v for k, v in state.slots.items() if k != link_id}, fixed=state.fixed - {link_id}
        )
    for venue, (first, count) in asked.items():
        letters.asked(venue, first, how_many=count)
    booked = sum(count for _, count in asked.values())
    draft.take_step(
        by=by.person_id, words=f"Booked {booked} meeting{'' if booked == 1 else 's'}", state=state.to_json()
    )
    record("booked slots", draft, by=by, programme=year.programme_id, meetings=booked)
    return lost


def _step(
    by: Viewer, year: LinkingYear, version: int, change: Callable[[State, Pool], tuple[State, str]], *, compare: bool = False
) -> Allocation:  # fmt: skip
    draft = _lock(by, year, version)
    pool = pool_of(by, year)
    old = State.from_json(draft.state).kept_to(pool.problem)
    new, words = change(old, pool)
    if compare:
        draft.before = old.to_json()
        draft.searching, draft.trouble = None, ""
    draft.take_step(by=by.person_id, words=words, state=new.to_json())
    record("changed sharing of slots", draft, by=by, programme=year.programme_id, step=draft.version)
    return draft


def _lock(by: Viewer, year: LinkingYear, version: int) -> Allocation:
    """The year's draft, begun if there is none, locked. Raises Moved when it is not as the form knew it."""
    rules.insist(rules.may_share_slots(by, year.programme_id))
    Allocation.objects.unscoped("the year was fetched for its viewer").get_or_create(linking_year=year)
    draft = Allocation.objects.visible_to(by).select_for_update(of=("self",)).get(linking_year=year)
    if draft.version != version:
        raise Moved
    return draft


def _shared_said(found: Shared, pool: Pool) -> str:
    said = f"Shared slots: {len(found.slots)} of {len(pool.problem.links)} links have one"
    return said if found.proven else f"{said}. The search ended at its time, so there may be a better sharing"


def _name(pool: Pool, link: int) -> str:
    return pool.problem.link_by_id[link].name if link in pool.problem.link_by_id else "a link"

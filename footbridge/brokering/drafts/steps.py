"""One step of a draft: lock it, see that nobody changed it unseen, write the new state into its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from footbridge.access import Viewer
from footbridge.audit.action import record
from footbridge.brokering import rules
from footbridge.brokering.drafts.state import DraftState, Group, group_of
from footbridge.brokering.models import Draft, Revision
from footbridge.brokering.models.drafts import LONGEST_WORDS, RevisionQuerySet
from footbridge.brokering.problem.building import problem_of
from footbridge.brokering.problem.facts import Pool
from footbridge.brokering.problem.pool import pool_of
from footbridge.brokering.problem.solving import solved
from footbridge.programmes.models import LinkingYear

Change = Callable[[DraftState, Pool], tuple[DraftState, str]]


class DraftMoved(Exception):
    """Somebody changed the draft since the form was made. `wanted` says in words what was asked for."""

    def __init__(self, draft: Draft, since: int, wanted: str) -> None:
        super().__init__(f"The draft {draft.name} was changed since step {since}.")
        self.draft, self.since, self.wanted = draft, since, wanted


class CannotDo(Exception):
    """The change makes no sense in this draft; the message is for people."""


def revisions(draft: Draft) -> RevisionQuerySet:
    """Every step of a draft that was fetched for its viewer."""
    return Revision.objects.unscoped("the draft was fetched for its viewer").filter(draft=draft)


def state_of(draft: Draft, pool: Pool | None = None) -> DraftState:
    """What is in a draft now; with a pool, without the classes that are no longer free."""
    state = DraftState.from_json(revisions(draft).get(number=draft.version).state)
    return state if pool is None else state.kept_to(free_classes(pool))


def free_classes(pool: Pool) -> frozenset[int]:
    """Classes that a draft may link: not in a live link, not taken back, their school able to link."""
    free = (one.id for one in pool.classes.values() if not one.taken_back and one.id not in pool.away)
    return frozenset(free) - pool.taken


def schools_said(pool: Pool, group: Iterable[int]) -> str:
    """The schools of some classes: "Ash Primary and Beech Primary"."""
    names = list(dict.fromkeys(pool.school_of(one).name for one in group if one in pool.classes))
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 2 else " and ".join(names)


def proposed(pool: Pool, state: DraftState) -> tuple[Group, ...]:
    """The engine's links for the free classes, those that are fixed among them."""
    best = solved(problem_of(pool, state.kept_to(free_classes(pool))))
    return tuple(group_of(map(int, link.classes)) for link in best.links if link.kept != "standing")


def new_draft(by: Viewer, year: LinkingYear, name: str, state: DraftState, words: str) -> Draft:
    """A draft with its first step."""
    draft = Draft(linking_year=year, name=name, created_by_id=by.person_id)
    draft.take_step(by=by.person_id, words=words, state=state.to_json())
    record("began draft", draft, by=by, programme=year.programme_id, links=len(state.groups))
    return draft


def step(by: Viewer, draft: Draft, version: int, change: Change) -> Draft:
    """Apply a change to the draft as the viewer knows it (`version`). The same form sent twice acts once.

    Raises `DraftMoved` where somebody else was quicker, and `CannotDo` where the change makes no sense.
    """
    locked = lock(by, draft)
    pool = pool_of(by, locked.linking_year)
    if locked.version != version:
        known = revisions(locked).filter(number=version).first()
        wanted = change(DraftState.from_json(known.state).kept_to(free_classes(pool)), pool)[1] if known else ""
        if _is_done(by, locked, version, wanted):
            return locked
        raise DraftMoved(locked, version, wanted)
    now = revisions(locked).get(number=version)
    state, words = change(DraftState.from_json(now.state).kept_to(free_classes(pool)), pool)
    return write(by, locked, state, words, Revision.Step.CHANGE, version + 1, now.place)


def move(
    by: Viewer, draft: Draft, version: int, kind: Revision.Step, word: str, target: Callable[[Revision], int | None]
) -> Draft:
    """Show another state of the history, found by `target` from the change that is shown now."""
    locked = lock(by, draft)
    if locked.version != version:
        raise DraftMoved(locked, version, word)
    now = revisions(locked).get(number=version)
    shown = now if now.place == now.number else revisions(locked).get(number=now.place)
    number = target(shown)
    if number is None:
        raise CannotDo("There is nothing to undo." if kind == Revision.Step.UNDO else "There is nothing to do again.")
    wanted = revisions(locked).get(number=number)
    what = shown.words if kind == Revision.Step.UNDO else wanted.words
    return write(by, locked, DraftState.from_json(wanted.state), f"{word}: {what}", kind, number, None)


def lock(by: Viewer, draft: Draft) -> Draft:
    """The draft as it is, locked until the end of the transaction."""
    rules.insist(rules.may_broker(by, draft.linking_year.programme_id))
    rows = Draft.objects.visible_to(by).select_related("linking_year__programme")
    return rows.select_for_update(of=("self",)).get(pk=draft.pk)


def _is_done(by: Viewer, draft: Draft, version: int, words: str) -> bool:
    """Whether the only step since `version` is this very change by this very person: a button pressed twice."""
    since = list(revisions(draft).filter(number__gt=version)[:2])
    return len(since) == 1 and since[0].by_id == by.person_id and since[0].words == words[:LONGEST_WORDS]


def write(
    by: Viewer, draft: Draft, state: DraftState, words: str, kind: Revision.Step, place: int, before: int | None
) -> Draft:
    """Write a step of a locked draft."""
    draft.take_step(by=by.person_id, words=words, state=state.to_json(), kind=kind, place=place, before=before)
    programme = draft.linking_year.programme_id
    record("changed draft", draft, by=by, programme=programme, step=draft.version, links=len(state.groups))
    return draft

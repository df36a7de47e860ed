"""The verbs that change a draft. Each makes one step of its history; whoever knows an older version is told first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering import rules
from footbridge.brokering.drafts.state import Ban, DraftState, Group, group_of
from footbridge.brokering.drafts.steps import (
    CannotDo,
    DraftMoved,
    free_classes,
    lock,
    move,
    new_draft,
    proposed,
    schools_said,
    state_of,
    step,
)
from footbridge.brokering.models import Draft, Revision
from footbridge.brokering.problem.building import rules_of, shape_of
from footbridge.brokering.problem.facts import Pool
from footbridge.brokering.problem.pool import pool_of
from footbridge.programmes.models import LinkingYear
from footbridge.programmes.queries import weights as programme_weights

GIVEN_UP = timedelta(minutes=5)  # a search that takes longer was lost with its worker
DIRECT = 150  # classes that a page may pair while somebody waits; more are left to the worker

# --- beginning, copying, putting away -----------------------------------------------------------------------------


@action
def start_draft(*, by: Viewer, year: LinkingYear, name: str, propose: bool = True) -> Draft:
    """Begin a draft of a linking year with the programme's weights and rules, with a first proposal in it if wished."""
    rules.insist(rules.may_broker(by, year.programme_id))
    programme = year.programme
    state = DraftState(
        weights={"fairness": 0.0, **programme_weights(programme)},
        rules=rules_of(programme),
    )
    words = "Began the draft"
    if propose:
        pool = pool_of(by, year)
        state = state.with_links(proposed(pool, state))
        words = f"Began the draft with a proposal of {_links_said(len(state.groups))}"
    return new_draft(by, year, name, state, words)


@action
def copy_draft(*, by: Viewer, draft: Draft, name: str) -> Draft:
    """A second draft that begins as this one is now."""
    rules.insist(rules.may_broker(by, draft.linking_year.programme_id))
    return new_draft(by, draft.linking_year, name, state_of(draft), f"Copied from {draft.name}")


@action
def rename_draft(*, by: Viewer, draft: Draft, name: str) -> Draft:
    """Call the draft something else."""
    rules.insist(rules.may_broker(by, draft.linking_year.programme_id))
    draft.name = name
    draft.save(update_fields=["name"])
    record("renamed draft", draft, by=by, programme=draft.linking_year.programme_id)
    return draft


@action
def put_draft_aside(*, by: Viewer, draft: Draft) -> None:
    """Put a draft away; it can be fetched back."""
    rules.insist(rules.may_broker(by, draft.linking_year.programme_id))
    Draft.objects.visible_to(by).filter(pk=draft.pk).update(put_aside=timezone.now())
    record("put draft aside", draft, by=by, programme=draft.linking_year.programme_id)


@action
def fetch_draft_back(*, by: Viewer, draft: Draft) -> None:
    """Open a draft again that was put away, under its name or, where that is taken, its name and number."""
    rules.insist(rules.may_broker(by, draft.linking_year.programme_id))
    others = Draft.objects.visible_to(by).open().filter(linking_year=draft.linking_year_id, name__iexact=draft.name)
    if others.exists():
        draft.name = f"{draft.name[:70]} ({draft.pk})"
    draft.put_aside = None
    draft.save(update_fields=["name", "put_aside"])
    record("fetched draft back", draft, by=by, programme=draft.linking_year.programme_id)


# --- steps --------------------------------------------------------------------------------------------------------


@action
def propose_links(*, by: Viewer, draft: Draft, version: int) -> Draft:
    """Put the best links there are into the draft, around what is fixed, ruled out and held back."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        new = state.with_links(proposed(pool, state))
        return new, f"Proposed {_links_said(len(new.groups))}" + (
            f" around {len(new.fixed)} fixed" if new.fixed else ""
        )

    return step(by, draft, version, change)


@action
def ask_for_proposal(*, by: Viewer, draft: Draft, version: int) -> Draft:
    """Propose at once where that is quick, else leave it to the worker; the board shows that it is being looked for."""
    if len(free_classes(pool_of(by, draft.linking_year))) <= DIRECT or by.person_id is None:
        return propose_links(by=by, draft=draft, version=version)
    from footbridge.brokering.tasks import propose_in_background

    locked = lock(by, draft)
    if locked.version != version:
        raise DraftMoved(locked, version, "Propose again")
    if locked.searching is None or locked.searching < timezone.now() - GIVEN_UP:
        locked.searching, locked.search_trouble = timezone.now(), ""
        locked.save(update_fields=["searching", "search_trouble"])
        standing = by.current.id if by.current else None
        propose_in_background.defer(draft_id=locked.pk, version=version, person_id=by.person_id, standing_id=standing)
        record("asked for proposal", locked, by=by, programme=locked.linking_year.programme_id)
    return locked


@action
def end_search(*, by: Viewer, draft: Draft, trouble: str) -> None:
    """The worker has looked: say so, with what was in the way if anything."""
    locked = lock(by, draft)
    locked.searching, locked.search_trouble = None, trouble[:300]
    locked.save(update_fields=["searching", "search_trouble"])


@action
def keep_proposal(*, by: Viewer, draft: Draft, version: int, groups: tuple[Group, ...]) -> Draft:
    """Put links that a task of the worker has found into the draft."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        return state.with_links(groups).kept_to(free_classes(pool)), f"Proposed {_links_said(len(groups))}"

    return step(by, draft, version, change)


@action
def link_classes(*, by: Viewer, draft: Draft, version: int, classes: Iterable[int], again: bool = False) -> Draft:
    """Link these classes and fix that; with `again`, propose the rest anew around it."""
    group = group_of(classes)

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        _insist_possible(pool, group)
        new = state.with_group(group)
        new = replace(new, bans=tuple(ban for ban in new.bans if not ban.pair <= _schools(pool, group)))
        words = f"Linked {schools_said(pool, group)}"
        if again:
            new, words = new.with_links(proposed(pool, new)), f"{words} and proposed the rest again"
        return new, words

    return step(by, draft, version, change)


@action
def part_link(*, by: Viewer, draft: Draft, version: int, group: Group) -> Draft:
    """Take a link out of the draft; its classes wait."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        return state.without(_in(state, group)), f"Parted {schools_said(pool, group)}"

    return step(by, draft, version, change)


@action
def fix_link(*, by: Viewer, draft: Draft, version: int, group: Group, fixed: bool = True) -> Draft:
    """Fix a link so that it stays when links are proposed again, or let it go free."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        word = "Fixed" if fixed else "No longer fixed:"
        return state.with_fixed(_in(state, group), fixed), f"{word} {schools_said(pool, group)}"

    return step(by, draft, version, change)


@action
def rule_out(*, by: Viewer, draft: Draft, version: int, one: int, two: int, reason: str, again: bool = False) -> Draft:
    """Rule two schools out for each other, with a reason; their link is parted, and the rest proposed anew if wished."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        if one == two or one not in pool.schools or two not in pool.schools:
            raise CannotDo("Choose two different schools that have offered classes.")
        new = state.with_ban(Ban.between(one, two, reason), {c.id: c.school for c in pool.classes.values()})
        words = f"Ruled out {pool.schools[one].name} with {pool.schools[two].name}"
        if again:
            new, words = new.with_links(proposed(pool, new)), f"{words} and proposed again"
        return new, words

    return step(by, draft, version, change)


@action
def allow_again(*, by: Viewer, draft: Draft, version: int, one: int, two: int) -> Draft:
    """Allow two schools for each other again."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        names = " with ".join(pool.schools[n].name if n in pool.schools else "a school" for n in (one, two))
        return state.without_ban(frozenset((one, two))), f"Allowed {names} again"

    return step(by, draft, version, change)


@action
def hold_back(*, by: Viewer, draft: Draft, version: int, class_id: int, reason: str) -> Draft:
    """Leave a class out of proposals until it is released."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        if class_id not in free_classes(pool):
            raise CannotDo("This class is not free: it stands in a link or was taken back.")
        return state.with_held(class_id, reason), f"Held back {_class_said(pool, class_id)}"

    return step(by, draft, version, change)


@action
def release(*, by: Viewer, draft: Draft, version: int, class_id: int) -> Draft:
    """Let a class that was held back take part again."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        return state.released(class_id), f"Released {_class_said(pool, class_id)}"

    return step(by, draft, version, change)


@action
def weigh(
    *, by: Viewer, draft: Draft, version: int, weights: Mapping[str, float], own_rules: Mapping[str, Any], again: bool
) -> Draft:
    """Keep other weights and rules in this draft, and propose with them if wished."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        new = replace(state, weights={**state.weights, **weights}, rules={**state.rules, **own_rules})
        changed = [k for k in new.weights if new.weights[k] != state.weights.get(k)]
        changed += [k for k in new.rules if new.rules[k] != state.rules.get(k)]
        words = "Changed the weights" if changed else "Kept the weights"
        if again:
            new, words = new.with_links(proposed(pool, new)), f"{words} and proposed again"
        return new, words

    return step(by, draft, version, change)


# --- back and forth -----------------------------------------------------------------------------------------------


@action
def undo(*, by: Viewer, draft: Draft, version: int) -> Draft:
    """Show the state before the change that is shown now."""
    return move(by, draft, version, Revision.Step.UNDO, "Undone", lambda now: now.before)


@action
def redo(*, by: Viewer, draft: Draft, version: int) -> Draft:
    """Do again what was undone last from here."""

    def newest_after(now: Revision) -> int | None:
        after = Revision.objects.unscoped("the draft was fetched for its viewer").filter(
            draft=draft, kind=Revision.Step.CHANGE, before=now.number
        )
        return after.aggregate(newest=models.Max("number"))["newest"]  # type: ignore[no-any-return]

    return move(by, draft, version, Revision.Step.REDO, "Done again", newest_after)


@action
def go_back_to(*, by: Viewer, draft: Draft, version: int, number: int) -> Draft:
    """Show the draft as it was after step `number`; the steps since stay in its history."""

    def change(state: DraftState, pool: Pool) -> tuple[DraftState, str]:
        old = Revision.objects.visible_to(by).filter(draft=draft, number=number).first()
        if old is None:
            raise CannotDo("There is no such step in this draft.")
        return DraftState.from_json(old.state).kept_to(free_classes(pool)), f"Went back to step {number}: {old.words}"

    return step(by, draft, version, change)


# --- small things -------------------------------------------------------------------------------------------------


def _insist_possible(pool: Pool, group: Group) -> None:
    if not set(group) <= free_classes(pool):
        raise CannotDo("One of these classes is not free any more. Look at the board as it is now.")
    if not shape_of(pool, group):
        raise CannotDo(
            "A link joins as many classes of one school as of another, or one class of each of three schools."
        )


def _in(state: DraftState, group: Group) -> Group:
    if group not in state.groups:
        raise CannotDo("This link is not in the draft any more.")
    return group


def _schools(pool: Pool, group: Group) -> frozenset[int]:
    return frozenset(pool.classes[one].school for one in group)


def _links_said(count: int) -> str:
    return f"{count} link{'' if count == 1 else 's'}"


def _class_said(pool: Pool, class_id: int) -> str:
    return (
        f"{pool.classes[class_id].name} of {pool.school_of(class_id).name}" if class_id in pool.classes else "a class"
    )

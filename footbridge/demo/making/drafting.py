"""Drafts where links are being made now, proposed by the engine itself and changed by hand as facilitators do."""

from __future__ import annotations

from datetime import timedelta

from footbridge.access import Viewer
from footbridge.brokering.drafts.actions import (
    copy_draft,
    fix_link,
    propose_links,
    rule_out,
    start_draft,
    weigh,
)  # fmt: skip
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Draft, Revision
from footbridge.brokering.problem.pool import pool_of
from footbridge.demo.making.offering import offer
from footbridge.demo.making.world import Local, World
from footbridge.people.viewers import viewer_for

WHY = "the demonstration is made"


def make(world: World) -> str:
    """Drafts of the programmes that pair classes now; returns what was counted."""
    drafts: list[tuple[Draft, int]] = []
    for local in world.locals.values():
        if world.small or local.place.stage in ("worked", "brokering"):
            drafts += _drafts(world, local)
    return f"{len(drafts)} drafts, {sum(waiting for _, waiting in drafts)} classes without a partner in them"


def _drafts(world: World, local: Local) -> list[tuple[Draft, int]]:
    """A first draft with a fixed link and two schools ruled out, and a second that weighs journeys more."""
    by = viewer_for(local.facilitators[0])
    year = local.years[world.year]
    first = start_draft(by=by, year=year, name="First draft")
    if local.place.stage == "worked":
        first = offer(world, local, by, first)
        first = propose_links(by=by, draft=first, version=first.version)
    links = state_of(first).groups
    if len(links) > 2:
        first = fix_link(by=by, draft=first, version=first.version, group=links[0])
        first = _ruled_out(by, first, links[1])
        first = propose_links(by=by, draft=first, version=first.version)
    _days(world, local, first, begun=19)
    other = viewer_for(local.facilitators[-1])
    second = copy_draft(by=other, draft=first, name="Shorter journeys")
    second = weigh(by=other, draft=second, version=second.version, weights={"travel": 0.9}, own_rules={}, again=True)
    _days(world, local, second, begun=3)
    return [(draft, len(_waiting(by, draft))) for draft in (first, second)]


def _ruled_out(by: Viewer, draft: Draft, group: tuple[int, ...]) -> Draft:
    pool = pool_of(by, draft.linking_year)
    one, two = list(dict.fromkeys(pool.classes[class_id].school for class_id in group))[:2]
    return rule_out(
        by=by, draft=draft, version=draft.version, one=one, two=two, reason="They run a swimming gala together already."
    )


def _waiting(by: Viewer, draft: Draft) -> list[str]:
    """Names of the classes that the draft leaves without a partner."""
    pool = pool_of(by, draft.linking_year)
    linked = state_of(draft).classes | pool.taken
    return [one.name for one in pool.classes.values() if one.id not in linked and not one.taken_back]


def _days(world: World, local: Local, draft: Draft, *, begun: int) -> None:
    """Spread the steps of a draft over the days since it was begun."""
    rng = world.rng("drafts", local.place.slug, draft.name)
    steps = list(Revision.objects.unscoped(WHY).filter(draft=draft).order_by("number"))
    start = world.moment(begun, rng)
    for n, step in enumerate(steps):
        step.at = start + timedelta(minutes=7 * n)
    Revision.objects.unscoped(WHY).bulk_update(steps, ["at"])
    Draft.objects.unscoped(WHY).filter(pk=draft.pk).update(created=start, changed=steps[-1].at)

"""What the worker does for the sharing of slots: large programmes, with progress."""

from __future__ import annotations

from procrastinate.contrib.django import app

from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.models import LinkingYear
from footbridge.visits.allocation.actions import sharing
from footbridge.visits.allocation.pool import pool_of
from footbridge.visits.allocation.solving import CannotShare, share
from footbridge.visits.allocation.state import CannotDo, Moved, State, open_draft


@app.task(queue="visits")
def share_in_background(year_id: int, version: int, person_id: int, standing_id: int | None) -> None:
    """Share the slots of a large programme, then keep that unless the draft was changed meanwhile. Locks nothing meanwhile."""
    viewer = viewer_for(Person.objects.get(pk=person_id), role_in_use=standing_id)
    year = LinkingYear.objects.visible_to(viewer).filter(pk=year_id).first()
    draft = open_draft(viewer, year) if year is not None else None
    if year is None or draft is None:
        return

    def say(part: int, words: str) -> None:
        sharing.note_progress(by=viewer, year=year, part=part)

    trouble = ""
    try:
        pool = pool_of(viewer, year)
        found = share(State.from_json(draft.state).kept_to(pool.problem).asked(pool.problem), say=say)
        sharing.keep_shared(by=viewer, year=year, version=version, found=found)
    except Moved:
        trouble = "The draft was changed while slots were being shared, so that was not kept. Share again."
    except (CannotShare, CannotDo) as problem:
        trouble = str(problem)
    sharing.end_search(by=viewer, year=year, trouble=trouble)

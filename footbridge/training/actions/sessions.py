"""Setting up a session, saying what it gives and to whom, and its materials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking.actions import open_occasion
from footbridge.booking.actions.organising import Asked
from footbridge.booking.models import Occasion
from footbridge.programmes.models import LinkingYear
from footbridge.training.models import Material, TrainingSession
from footbridge.training.rules import NAME, insist, insist_on_parts, may_run


@action
def open_session(
    *,
    by: Viewer,
    year: LinkingYear,
    parts: Sequence[int],
    audience: str,
    length: str,
    facts: Mapping[str, Any],
    questions: Sequence[Asked] = (),
    sent_key: str = "",
) -> TrainingSession:
    """A new session, open for booking. `facts` are fields of the occasion. The same form sent twice makes one."""
    insist(may_run(by, year.programme_id))
    insist_on_parts(year, parts)
    release = length != TrainingSession.Length.AFTER and facts.get("needs_release", True)
    occasion = open_occasion(
        by=by,
        year=year,
        kind=Occasion.Kind.TRAINING,
        facts={**facts, "rule": NAME, "needs_release": release},
        questions=questions,
        sent_key=sent_key,
    )
    rows = TrainingSession.objects.unscoped("the same form must act once")
    made, fresh = rows.get_or_create(
        occasion=occasion, defaults={"parts": sorted(parts), "audience": audience, "length": length}
    )
    if fresh:
        record("training.opened", made, by=by, programme=year.programme_id, parts=sorted(parts), audience=audience)
    return made


@action
def change_session(
    *, by: Viewer, session: TrainingSession, parts: Sequence[int], audience: str, length: str
) -> TrainingSession:
    """Change what a session gives and to whom. Who is booked stays booked."""
    occasion = session.occasion
    insist(may_run(by, occasion.programme_id))
    insist_on_parts(occasion.linking_year, parts)
    session.parts, session.audience, session.length = sorted(parts), audience, length
    session.save(update_fields=["parts", "audience", "length"])
    record("training.changed", session, by=by, programme=occasion.programme_id, parts=session.parts, audience=audience)
    return session


@action
def add_material(
    *, by: Viewer, session: TrainingSession, title: str, address: str = "", words: str = "", sent_key: str = ""
) -> Material:
    """Something to read or to take home. The same form sent twice adds it once."""
    insist(may_run(by, session.occasion.programme_id))
    rows = Material.objects.unscoped("the same form must act once")
    if sent_key and (same := rows.filter(sent_key=sent_key, session=session).first()):
        return same
    made = Material.objects.create(
        session=session, title=title, address=address, words=words, sent_key=sent_key or None
    )
    record("training.material_added", made, by=by, programme=session.occasion.programme_id, session=session.pk)
    return made


@action
def take_away_material(*, by: Viewer, material: Material) -> None:
    """It is no longer shown. Taken away twice, it is gone once."""
    programme = material.session.occasion.programme_id
    insist(may_run(by, programme))
    record("training.material_gone", material, by=by, programme=programme, session=material.session_id)
    Material.objects.unscoped("the row was fetched for its viewer").filter(pk=material.pk).delete()

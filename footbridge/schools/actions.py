"""Verbs that change the register of schools."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.schools.importing import Given, Outcome, Progress, bring_in


class _Undo(Exception):
    """Ends a preview so that nothing of it stays."""


def preview_register(
    *, files: Sequence[Given], tell: Callable[[Progress], None] = lambda progress: None
) -> list[Outcome]:
    """What bringing these files in would change. Changes nothing itself: it does the work and undoes it.

    Raises CannotRead with a sentence where a file is none that is known.
    """
    outcomes: list[Outcome] = []
    try:
        with transaction.atomic():
            outcomes = bring_in(files, tell)
            raise _Undo
    except _Undo:
        return outcomes


@action
def import_register(
    *, files: Sequence[Given], by: Viewer, tell: Callable[[Progress], None] = lambda progress: None
) -> list[Outcome]:
    """Bring national files in: all of them or, where one cannot be read, none. Raises CannotRead with a sentence."""
    outcomes = bring_in(files, tell)
    for outcome in outcomes:
        figures = {key: value for key, value in outcome.counts().items() if key not in ("file", "kind")}
        record("register brought in", "schools.register", by=by, kind=outcome.kind, **figures)
    return outcomes

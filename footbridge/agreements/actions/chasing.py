"""Chasing signatures: reminders one by one or many at once, and the word to the facilitator when none comes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.agreements import letters, rules
from footbridge.agreements.actions.signing import _locked, _note
from footbridge.agreements.models import Agreement, AgreementEvent, AgreementSide
from footbridge.agreements.queries import waiting_sides
from footbridge.audit.action import action

What = AgreementEvent.What


@action
def remind(*, by: Viewer, side: AgreementSide, today: date, words: str = "") -> bool:
    """Remind the heads of a school, once a day at most; False where there is nothing to remind of any more.

    `words` are the facilitator's own, put above the letter.
    """
    locked, sides = _locked(side.agreement)
    rules.insist(rules.may_chase(by, locked.link.linking_year.programme_id))
    row = next(one for one in sides if one.pk == side.pk)
    if locked.state != Agreement.State.OPEN or row.signature_id is not None or row.reminded == today:
        return False
    row.reminders, row.reminded = row.reminders + 1, today
    row.save(update_fields=["reminders", "reminded"])
    _note(locked, What.REMINDED, by=by, school=row.school_id)
    letters.reminder(locked, row, words)
    return True


@action
def remind_many(*, by: Viewer, sides: Collection[int], words: str) -> int:
    """Remind the chosen sides of those that wait; how many letters went. Pressed twice, no head gets two on one day."""
    chosen = [side for side in waiting_sides(by) if side.pk in set(sides)]
    return sum(remind(by=by, side=side, today=timezone.localdate(), words=words) for side in chosen)


@action
def tell_of_silence(*, by: Viewer, side: AgreementSide) -> bool:
    """Tell the facilitators that no signature came, once for each version of the words."""
    locked, sides = _locked(side.agreement)
    rules.insist(rules.may_chase(by, locked.link.linking_year.programme_id))
    row = next(one for one in sides if one.pk == side.pk)
    if locked.state != Agreement.State.OPEN or row.signature_id is not None or row.told is not None:
        return False
    row.told = timezone.now()
    row.save(update_fields=["told"])
    _note(locked, What.SILENT, by=by, school=row.school_id)
    letters.silent(locked, row)
    return True

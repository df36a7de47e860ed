"""Making the codes of letters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import LinkClass
from footbridge.exchange import rules
from footbridge.exchange.families import codes
from footbridge.exchange.families.queries import end_of
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import FamilyCode, Label
from footbridge.vault import walls
from footbridge.vault.locks import Lock

WHY = "the codes of a class are made by its teacher"


class YearIsOver(ValueError):
    """The code would open nothing any more; the message is for the teacher."""


@action
def make_codes(
    *, by: Viewer, link_class: int, children: Collection[UUID], again: bool = False
) -> Mapping[UUID | None, str]:
    """The codes of these children of a class that the viewer leads, and of the class itself under None: made where there is none.

    With `again` new ones take the place of the children's, and the old letters open nothing from then on. Raises YearIsOver.
    """
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None)
    assert link is not None
    LinkClass.objects.unscoped(WHY).select_for_update().get(pk=link_class)
    lock, until = lock_of(link), end_of(link)
    if until <= timezone.now():
        raise YearIsOver("The year of this link is over: letters for families are not made any more.")
    with walls.inside(link):
        known = Label.objects.visible_to(by).filter(link_class=link_class, pk__in=children)
        wanted: list[UUID | None] = [*known.values_list("pk", flat=True), None]
        live = FamilyCode.objects.visible_to(by).filter(link_class=link_class, ended=None)
        if again:
            live.filter(label__in=children).update(ended=timezone.now())
        live.filter(expires__lte=timezone.now()).update(ended=timezone.now())
        there = {row.label_id: row for row in live.all()}
        fresh = {label: codes.new_code() for label in wanted if label not in there}
        FamilyCode.objects.bulk_create(
            _row(by, link, link_class, label, code, lock, until) for label, code in fresh.items()
        )
        found = {
            one: codes.unsealed(bytes(row.sealed), lock=lock, row=row.pk) for one, row in there.items() if one in wanted
        }
    if fresh:
        record("made codes for families", f"brokering.linkclass:{link_class}", by=by, count=len(fresh), again=again)
    return {**found, **fresh}


def _row(
    by: Viewer, link: int, link_class: int, label: UUID | None, code: str, lock: Lock, until: datetime
) -> FamilyCode:
    row = FamilyCode(link_id=link, link_class_id=link_class, label_id=label, made_by_id=by.person_id)
    row.expires = until
    row.hashed, row.sealed = codes.hash_of(code), codes.sealed(code, lock=lock, row=row.pk)
    return row

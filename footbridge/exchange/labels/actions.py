"""Adding, renaming and removing the children of a class."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import LinkClass
from footbridge.exchange import rules
from footbridge.exchange.labels import removal
from footbridge.exchange.labels.queries import KIND, lock_of, own_labels
from footbridge.exchange.models import LARGEST_CLASS, Label
from footbridge.vault import ledger, sealing, walls


class CannotAdd(ValueError):
    """The list does not fit; the message is for the teacher."""


@action
def add_labels(*, by: Viewer, link_class: int, texts: Iterable[str]) -> int:
    """Add children to a class that the viewer leads; those who are there already are not added again. How many were new.

    So a form that is posted twice acts once. Raises CannotAdd when the class would have more than 40.
    """
    link_id = rules.classes_led(by).get(link_class)
    rules.insist(link_id is not None)
    assert link_id is not None
    _hold(link_class)
    there = own_labels(by, link_class)
    known = {label.text.casefold() for label in there}
    fresh = [text for text in dict.fromkeys(texts) if text.casefold() not in known]
    if len(there) + len(fresh) > LARGEST_CLASS:
        raise CannotAdd(
            f"A class has {LARGEST_CLASS} children at most. You have {len(there)}, and typed {len(fresh)} more."
        )
    free = [place for place in range(1, LARGEST_CLASS + 1) if place not in {label.position for label in there}]
    after = [place for place in free if not there or place > there[-1].position]
    places = (after if len(after) >= len(fresh) else free)[: len(fresh)]
    lock = lock_of(link_id)
    with walls.inside(link_id):
        for place, text in zip(places, fresh, strict=True):
            row = Label(link_id=link_id, link_class_id=link_class, position=place, added_by_id=by.person_id)
            row.sealed = sealing.seal(text.encode(), lock=lock, kind=KIND, row=row.pk)
            row.save(force_insert=True)
    if fresh:
        record("added children", f"brokering.linkclass:{link_class}", by=by, count=len(fresh))
    return len(fresh)


@action
def rename_label(*, by: Viewer, label: Label, text: str) -> None:
    """Call a child something else. Raises CannotAdd when another child of the class is called that."""
    rules.insist(rules.leads_class(by, label.link_class_id))
    _hold(label.link_class_id)
    others = [one.text.casefold() for one in own_labels(by, label.link_class_id) if one.id != label.pk]
    if text.casefold() in others:
        raise CannotAdd(f"Another child of this class is called {text}. Write them so that you can tell them apart.")
    with walls.inside(label.link_id):
        label.sealed = sealing.seal(text.encode(), lock=lock_of(label.link_id), kind=KIND, row=label.pk)
        label.save(update_fields=["sealed"])
    record("renamed a child", f"exchange.label:{label.pk}", by=by)


@action
def remove_label(*, by: Viewer, label: Label) -> None:
    """Remove a child with everything that names it here. The ledger keeps a restored backup from bringing it back."""
    rules.insist(rules.leads_class(by, label.link_class_id))
    record("removed a child", f"exchange.label:{label.pk}", by=by)
    with walls.inside(label.link_id):
        for forget in removal.listeners:
            forget(label.pk)
        ledger.note_rows(KIND, [label.pk])
        label.delete()


def _hold(link_class: int) -> None:
    """Let no second writer change the list of a class meanwhile."""
    LinkClass.objects.unscoped("the list of a class is changed by one at a time").select_for_update().get(pk=link_class)


def _forget_again(ids: list[str]) -> int:
    """After a restore: remove labels that had been removed."""
    with walls.door("a restored backup brought back what was deleted"):
        rows = Label.objects.unscoped("a restored backup brought back what was deleted")
        found = rows.filter(pk__in=[UUID(one) for one in ids])
        count = found.count()
        for label in found:
            for forget in removal.listeners:
                forget(label.pk)
        found.delete()
    return count


ledger.register_forgetter(KIND, _forget_again)

"""Reading labels: opened for the teachers who need them, and given out as plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.http import Http404

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.exchange import rules
from footbridge.exchange.classes import OwnClass, own_class
from footbridge.exchange.models import Label
from footbridge.vault import sealing, walls
from footbridge.vault.locks import Lock

KIND = "label"
HIDDEN = "(hidden: a concern)"


@dataclass(frozen=True)
class ChildLabel:
    """A child as its teacher calls it here."""

    id: UUID
    text: str
    link_class: int
    position: int

    def __str__(self) -> str:
        return self.text


def lock_of(link_id: int) -> Lock:
    """The key of a link and its year. One query."""
    year = Link.objects.unscoped("the vault names a key by link and year").filter(pk=link_id)
    return Lock(link=link_id, year=year.values_list("linking_year__start", flat=True).get())


def own_labels(viewer: Viewer, link_class_id: int) -> list[ChildLabel]:
    """The children of a class that the viewer leads, in order."""
    link_id = rules.classes_led(viewer).get(link_class_id)
    if link_id is None:
        return []
    with walls.inside(link_id):
        return _opened(Label.objects.visible_to(viewer).filter(link_class=link_class_id), link_id)


def own_child(viewer: Viewer, child_id: UUID) -> tuple[Label, ChildLabel, OwnClass]:
    """One child of a class that the viewer leads: the row, its opened label, and the class; or 404."""
    led = rules.classes_led(viewer)
    with walls.inside(*set(led.values())):
        row = Label.objects.visible_to(viewer).filter(pk=child_id).first()
        if row is None:
            raise Http404
        return row, _opened([row], row.link_id)[0], own_class(viewer, row.link_class_id)


def labels_for_groups(viewer: Viewer, link_id: int) -> dict[int, list[ChildLabel]]:
    """The children of all classes of a link, for the mixed groups of a meeting: for the teachers of that link alone."""
    if not rules.may_run(viewer, link_id):
        return {}
    found: dict[int, list[ChildLabel]] = {}
    with walls.inside(link_id):
        rows = Label.objects.unscoped("a meeting's groups mix the classes of one link").filter(link=link_id)
        for label in _opened(rows.order_by("link_class", "position"), link_id):
            found.setdefault(label.link_class, []).append(label)
    return found


def counts_of(links: Collection[int]) -> dict[int, int]:
    """How many children each class of these links has, by class; classes without any are left out."""
    with walls.door("classes are counted, no child is looked at"):
        rows = Label.objects.unscoped("classes are counted, no child is looked at").filter(link__in=list(links))
        return dict(rows.order_by().values_list("link_class").annotate(n=Count("pk")))


def _opened(rows: Iterable[Label], link_id: int) -> list[ChildLabel]:
    lock = lock_of(link_id)
    return [
        ChildLabel(
            row.pk,
            HIDDEN if row.hidden else sealing.open_(row.sealed, lock=lock, kind=KIND, row=row.pk).decode(),
            row.link_class_id,
            row.position,
        )
        for row in rows
    ]


def text_of(row: Label) -> str:
    """What a child is called here, for whoever has come to its row by another right (a family by its code). Inside the wall."""
    return _opened([row], row.link_id)[0].text

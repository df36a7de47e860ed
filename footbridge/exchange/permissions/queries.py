"""Reading the ledger: the newest line about a child and a use holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from footbridge.access import Viewer
from footbridge.exchange import rules
from footbridge.exchange.models import Decision, Label
from footbridge.exchange.permissions.uses import Said, Use
from footbridge.vault import walls

Cell = tuple[UUID, str]
WHY = "a gate counts what is missing, and names no child"


def newest(rows: QuerySet[Decision]) -> dict[Cell, str]:
    """What holds by the given lines: (child, use) → what was said."""
    last = rows.order_by("label_id", "use", "-pk").distinct("label_id", "use")
    return {(label, use): said for label, use, said in last.values_list("label_id", "use", "said")}


def ledger_of(viewer: Viewer, link_class: int, *, upto: int | None = None) -> tuple[dict[Cell, str], int]:
    """What holds for the viewer's own class, and the number of the last line; as it was at line `upto` if that is given."""
    link = rules.classes_led(viewer).get(link_class)
    if link is None:
        return {}, 0
    with walls.inside(link):
        rows = Decision.objects.visible_to(viewer).filter(link_class=link_class)
        if upto is not None:
            rows = rows.filter(pk__lte=upto)
        last = rows.order_by("-pk").values_list("pk", flat=True).first()
        return newest(rows), last or 0


def not_permitted(link_class: int, uses: Iterable[str], children: Collection[UUID] | None = None) -> int:
    """How many children of a class (of those given, or all) lack a permission for any of these uses. Inside the wall. Two queries."""
    asked = [Use(use).value for use in uses]
    if not asked:
        return 0
    labels = Label.objects.unscoped(WHY).filter(link_class=link_class)
    if children is not None:
        labels = labels.filter(pk__in=children)
    ids = set(labels.values_list("pk", flat=True))
    held = newest(Decision.objects.unscoped(WHY).filter(label__in=ids, use__in=asked))
    return sum(any(held.get((one, use)) != Said.PERMITTED for use in asked) for one in ids)


def unknown_of(viewer: Viewer, link_class: int) -> int:
    """How many answers of the viewer's own class are still unknown, over all children and uses."""
    link = rules.classes_led(viewer).get(link_class)
    if link is None:
        return 0
    with walls.inside(link):
        children = Label.objects.visible_to(viewer).filter(link_class=link_class).count()
        held = newest(Decision.objects.visible_to(viewer).filter(link_class=link_class))
    return children * len(Use) - sum(said != Said.UNKNOWN for said in held.values())

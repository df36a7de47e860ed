"""The classes of standing links, told to booking for celebrations: which there are, and who leads them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from footbridge.booking.eligibility import ClassToInvite
from footbridge.brokering.models import LinkClass, LinkTeacher


def linked_classes(year: int) -> list[ClassToInvite]:
    """Every class of a standing link of a linking year, school by school. One query."""
    rows = LinkClass.objects.unscoped("every linked class is invited").filter(
        linking_year=year, live=True, link__state="standing"
    )
    return [
        ClassToInvite(one.link_id, one.pk, one.school_id, one.offered_class.name, one.offered_class.size)
        for one in rows.select_related("offered_class").order_by("school__name", "pk")
    ]


def leaders(classes: Collection[int]) -> Mapping[int, list[tuple[str, str]]]:
    """Name and address of those who lead these classes now, by the number of the class. One query."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = LinkTeacher.objects.unscoped("the platform writes to who leads a class").filter(
        link_class__in=list(classes), until=None, person__is_active=True
    )
    for one, name, email in rows.order_by("since", "pk").values_list("link_class_id", "person__name", "person__email"):
        found.setdefault(one, []).append((name, email))
    return found

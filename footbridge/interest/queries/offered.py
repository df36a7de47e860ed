"""What brokering works with: the classes that are on offer, each with its school's wishes."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.access import Viewer
from footbridge.interest.models import Interest, OfferedClass
from footbridge.interest.rules import LIVE
from footbridge.programmes.models import LinkingYear


@dataclass(frozen=True)
class Offer:
    """A class on offer, its answer (wishes and red lines are fields of it) and its school, all fetched.

    `sure` is false when the school has only said maybe. `refused` holds ids of schools it cannot be linked with.
    """

    offered: OfferedClass
    interest: Interest
    sure: bool
    refused: frozenset[int]


def offered_classes(viewer: Viewer, linking_year: LinkingYear) -> list[Offer]:
    """Classes of live answers that say yes or maybe, by school and class. Two queries, whatever the number."""
    found = (
        OfferedClass.objects.visible_to(viewer)
        .filter(
            linking_year=linking_year,
            withdrawn=None,
            interest__state__in=LIVE,
            interest__answer__in=[Interest.Answer.YES, Interest.Answer.MAYBE],
        )
        .select_related("interest", "school", "interest__last_partner")
        .order_by("school__name", "school_id", "pk")
    )
    rows = list(found)
    through = Interest.refused_schools.through.objects.filter(interest_id__in={row.interest_id for row in rows})
    refused: dict[int, set[int]] = {}
    for interest_id, school_id in through.values_list("interest_id", "school_id"):
        refused.setdefault(interest_id, set()).add(school_id)
    return [
        Offer(
            row,
            row.interest,
            row.interest.answer == Interest.Answer.YES,
            frozenset(refused.get(row.interest_id, ())),
        )
        for row in rows
    ]

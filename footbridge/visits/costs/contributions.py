"""What programme or grant pays: said once a year by the facilitator, counted down as schools of a link claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from footbridge.access import Viewer
from footbridge.visits.models import Contribution, CostLine
from footbridge.visits.plans.money import say_pounds

WHY = "the link was fetched for its viewer"
Claim = CostLine.Claim


@dataclass(frozen=True)
class Left:
    """What is paid of one kind of cost for a link, in pence: the most, and what of it is claimed or paid already."""

    kind: str
    payer: str
    most: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def said(self) -> str:
        """In words, for schools and facilitators."""
        who = CostLine.Payer(self.payer).label
        what = CostLine.What(self.kind).label
        rest = f", {say_pounds(self.left) or '£0.00'} of it are left" if self.used else ""
        return f"{what}: {who[0].lower()}{who[1:]} pays up to {say_pounds(self.most)} for the link{rest}."


def left_of(viewer: Viewer, links: Mapping[int, int], but: int | None = None) -> dict[int, list[Left]]:
    """What is paid of links, by kind. `links` is link → linking year; `but` is a cost that is not counted. Two queries."""
    said: dict[int, list[Contribution]] = {}
    for one in Contribution.objects.visible_to(viewer).filter(linking_year__in=set(links.values())):
        said.setdefault(one.linking_year_id, []).append(one)
    used = _used(links, but)
    return {
        link: [Left(one.kind, one.payer, one.most, used.get((link, one.kind), 0)) for one in said.get(year, [])]
        for link, year in links.items()
    }


def _used(links: Collection[int], but: int | None) -> dict[tuple[int, str], int]:
    """Pence that are claimed or paid of each link's kinds of cost, over all its schools."""
    found: dict[tuple[int, str], int] = {}
    rows = CostLine.objects.unscoped(WHY).filter(side__link__in=links, claim__in=[Claim.CLAIMED, Claim.SETTLED])
    for link, kind, claim, claimed, settled in rows.exclude(pk=but or 0).values_list(
        "side__link", "kind", "claim", "claimed", "settled"
    ):
        pence = (settled if claim == Claim.SETTLED else claimed) or 0
        found[link, kind] = found.get((link, kind), 0) + pence
    return found

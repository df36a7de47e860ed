"""The links of the demonstration's history and of this year: the engine proposes them, as it does for a facilitator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from footbridge.access import Viewer
from footbridge.brokering.drafts.board import card_of
from footbridge.brokering.drafts.state import DraftState, Group, group_of
from footbridge.brokering.offers.reading import letters_of, shared_reasons
from footbridge.brokering.problem.building import problem_of, rules_of, shape_of
from footbridge.brokering.problem.facts import Pool
from footbridge.brokering.problem.pool import pool_of
from footbridge.brokering.problem.solving import valued
from footbridge.demo.making.world import Member
from footbridge.interest.models import OfferedClass
from footbridge.programmes.models import LinkingYear
from footbridge.programmes.queries import weights as programme_weights
from matching import solve


@dataclass(frozen=True)
class Offer:
    """The classes of a link to be, with figures, reasons and costs as an offer keeps them."""

    classes: list[OfferedClass]
    figures: dict[str, Any]
    reasons: list[str]
    own: dict[int, list[str]]  # school → reasons that its head alone reads
    costs: dict[int, int | None]  # school → pounds of coaches in the year


class Broker:
    """Brokers the classes of one linking year that are given to it."""

    def __init__(self, by: Viewer, year: LinkingYear, classes: Iterable[OfferedClass]) -> None:
        self.programme, self.classes = year.programme, {one.pk: one for one in classes}
        whole = pool_of(by, year)
        self.pool: Pool = replace(
            whole, classes={n: one for n, one in whole.classes.items() if n in self.classes}, away={}
        )
        weights = {"fairness": 0.0, **programme_weights(self.programme)}
        self.state = DraftState(weights=weights, rules=rules_of(self.programme))

    def proposed(self) -> list[Offer]:
        """The best pairs there are, by the engine; then pairs of the same two schools become one link of two or three
        classes each, and a class that is left joins a pair of other schools, each where no rule or wish speaks against it.

        The engine could weigh the shapes too, as it does for the drafts; for 55 linking years that would take minutes.
        """
        best = solve(problem_of(self.pool, self.state, shapes=False))
        groups = self._blocks([group_of(map(int, link.classes)) for link in best.links])
        left = self.pool.classes.keys() - {one for group in groups for one in group}
        for one in sorted(left):
            for n, group in enumerate(groups):
                if len(group) == 2 and self._may((*group, one)):
                    groups[n] = group_of((*group, one))
                    break
        return self.offers(sorted(groups))

    def _blocks(self, pairs: list[Group]) -> list[Group]:
        """Pairs of the same two schools as one link where that may be."""
        by_schools: dict[frozenset[int], list[Group]] = {}
        for pair in pairs:
            by_schools.setdefault(frozenset(self.pool.classes[one].school for one in pair), []).append(pair)
        groups: list[Group] = []
        for same in by_schools.values():
            block = group_of(one for pair in same[:3] for one in pair)
            groups += [block, *same[3:]] if len(same) > 1 and self._may(block) else same
        return groups

    def _may(self, classes: Iterable[int]) -> bool:
        """Whether these classes make a link that goes against no rule and no wish."""
        group = group_of(classes)
        only = replace(self.pool, classes={one: self.pool.classes[one] for one in group})
        return bool(shape_of(only, group)) and not valued(problem_of(only, self.state), [group]).links[0].against

    def offers(self, groups: list[Group]) -> list[Offer]:
        """What an offer says of each of these links."""
        found = {
            group_of(map(int, link.classes)): link for link in valued(problem_of(self.pool, self.state), groups).links
        }
        return [self._offer(group, found[group]) for group in groups]

    def _offer(self, group: Group, found: Any) -> Offer:
        card = card_of(self.pool, self.programme, group, found)
        letters = letters_of(self.pool, self.programme, card)
        contact = {line.characteristic: [line.before, line.after] for line in card.contact}
        return Offer(
            classes=[self.classes[one] for side in card.sides for one in (c.id for c in side.classes)],
            figures={"distance": card.found.distance, "contact": contact},
            reasons=shared_reasons(card),
            own={letter.school.id: list(letter.reasons) for letter in letters},
            costs={letter.school.id: letter.cost for letter in letters},
        )


def contact(a: Member, b: Member) -> float | None:
    """Contact gained over the 18 ethnic groups, half the sum of squared differences of shares; None where unknown."""
    if a.shares is None or b.shares is None:
        return None
    return float(np.square(a.shares.ethnicity - b.shares.ethnicity).sum() / 2)

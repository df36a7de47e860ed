"""Whom an offer reaches: the head of a school, else the contact of its answer, who is invited as head; else nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from footbridge.brokering.drafts.board import Card
from footbridge.interest.models import Interest
from footbridge.people.queries import heads_of


@dataclass(frozen=True)
class Unreached:
    """A school that nobody can be written to at, and the answer that lacks an address."""

    school: int
    name: str
    reference: str


@dataclass(frozen=True)
class Reach:
    """For the schools of some links: who has no head yet, and where there is nobody to write to at all."""

    without_head: frozenset[int]
    unreached: dict[int, Unreached]

    def missing(self, card: Card) -> list[Unreached]:
        """The schools of a link that cannot be written to."""
        return [self.unreached[school.id] for school in card.schools if school.id in self.unreached]

    def to_invite(self, card: Card) -> list[str]:
        """The schools of a link whose contact is invited as head."""
        return [s.name for s in card.schools if s.id in self.without_head and s.id not in self.unreached]


def reach_of(cards: Iterable[Card]) -> Reach:
    """Who is reached by offering these links. Two queries, whatever the number."""
    cards = list(cards)
    schools = {school.id: school for card in cards for school in card.schools}
    without = {school for school, heads in heads_of(list(schools)).items() if not heads}
    answers = {one.interest for card in cards for side in card.sides for one in side.classes}
    silent = (
        Interest.objects.unscoped("an offer needs an address to go to")
        .filter(pk__in=answers, contact_email="", school__in=without)
        .values_list("school_id", "reference")
    )
    return Reach(
        frozenset(without), {school: Unreached(school, schools[school].name, reference) for school, reference in silent}
    )

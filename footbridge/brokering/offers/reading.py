"""What a head reads of an offer: partner, reasons, meetings, likely cost. One school's words never hold another's wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footbridge.brokering.contact import kinds_said
from footbridge.brokering.drafts.board import Card, SideOfCard
from footbridge.brokering.problem.facts import KIND_WORDS, Pool, PoolSchool, class_said
from footbridge.programmes.models import MEETINGS, Programme
from footbridge.ui.miles import about_miles

MEETING_WORDS = {
    "neutral": "A day together at a neutral venue",
    "host_a": "One school hosts the other",
    "host_b": "The other school hosts in return",
    "online": "A meeting on line",
    "celebration": "A celebration",
    "goodbye": "A goodbye",
}


@dataclass(frozen=True)
class Letter:
    """One school's side of an offer, as its head will read it."""

    school: PoolSchool
    classes: str
    partners: tuple[PoolSchool, ...]
    partner_classes: str
    reasons: tuple[str, ...]
    meetings: tuple[str, ...]
    cost: int | None


def letters_of(pool: Pool, programme: Programme, card: Card) -> tuple[Letter, ...]:
    """What each head of a link will read."""
    return tuple(_letter(pool, programme, card, side) for side in card.sides)


def meetings_said(programme: Programme) -> tuple[str, ...]:
    """The meetings of the programme's year in order, in words for schools."""
    return tuple(MEETING_WORDS.get(key, dict(MEETINGS).get(key, key)) for key in programme.meetings)


def classes_said(sides: Sequence[SideOfCard]) -> str:
    """Classes in words: "Class 1 (Year 4, 28 children) and Class 2 (Year 5)"."""
    words = []
    for side in sides:
        for one in side.classes:
            words.append(class_said(one.name, one.years, one.size))
    return " and ".join(words)


def shared_reasons(card: Card) -> list[str]:
    """What may be said to everybody of a link: kinds of school and the way between them."""
    return [*kinds_said(card.schools), f"The schools are {about_miles(card.found.distance)} apart in a straight line."]


def _letter(pool: Pool, programme: Programme, card: Card, side: SideOfCard) -> Letter:
    others = tuple(other for other in card.sides if other.school.id != side.school.id)
    place = [other.school.id for other in card.sides].index(side.school.id)
    contact = [line.sentences[place] for line in card.contact if line.known and line.rises[place]]
    return Letter(
        school=side.school,
        classes=classes_said([side]),
        partners=tuple(other.school for other in others),
        partner_classes=classes_said(others),
        reasons=(*contact, *shared_reasons(card), *_own_wishes(pool, card, side)),
        meetings=meetings_said(programme),
        cost=side.year_cost,
    )


def _own_wishes(pool: Pool, card: Card, side: SideOfCard) -> list[str]:
    """Which of its own wishes the partner meets, said to the school itself."""
    partners = [school for school in card.schools if school.id != side.school.id]
    said = []
    for one in side.classes:
        met = [KIND_WORDS[kind] for kind in sorted(one.wanted) if any(kind in school.kinds for school in partners)]
        said += [f"You wished for {kind}." for kind in met]
        pairs = [frozenset((side.school.id, school.id)) in pool.last_year for school in partners]
        if one.partner_wish == "same" and any(pairs):
            said.append("You wished for the same partner as last year.")
        if one.partner_wish == "another" and not any(pairs):
            said.append("You wished for another partner than last year.")
        if one.together == "together" and len(side.classes) > 1:
            said.append("You wished your classes to go together.")
    return list(dict.fromkeys(said))

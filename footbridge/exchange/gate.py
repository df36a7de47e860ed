"""The gate: a piece is shown only if every child in it is permitted for what it shows, both schools' rules allow it, and nothing stops it.

Asked anew for every page and every picture, so that a withdrawal holds from the next request. It says how many permissions are missing
and which school's rule stops it, and never names a child.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from footbridge.brokering.models import LinkClass, LinkSide
from footbridge.exchange.models import Decision, HouseRule, Label, Piece, PieceChild
from footbridge.exchange.permissions.queries import newest
from footbridge.exchange.permissions.uses import Said

WHY = "the gate looks at permissions, and says how many are missing"
ALLOWED_UNSAID = {"faces": False, "names": True, "voice": False, "film": False, "call": False}
ASPECTS = {
    "faces": "Faces in pictures",
    "names": "First names",
    "voice": "Voices in recordings",
    "film": "Film",
    "call": "Live calls",
}
LIST_IS_WHOLE = 0.75  # a list of fewer of the class's children than this cannot speak for the whole class


@dataclass(frozen=True)
class Tightest:
    """One aspect of what two schools allow together: whether, and which schools say no and why."""

    aspect: str
    words: str
    allowed: bool
    by: tuple[str, ...] = ()


@dataclass
class Held:
    """Why a piece is held. Empty, it is open."""

    missing: int = 0
    reasons: list[str] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return not self.missing and not self.reasons

    @property
    def words(self) -> list[str]:
        """What to say to anybody: how many, never who."""
        said = list(self.reasons)
        if self.missing:
            several = "1 permission is missing" if self.missing == 1 else f"{self.missing} permissions are missing"
            said.append(f"{several}.")
        return said


def tightest(link: int) -> list[Tightest]:
    """What the schools of a link allow together, aspect by aspect. Two queries."""
    schools = dict(
        LinkSide.objects.unscoped(WHY).filter(link=link).order_by("pk").values_list("school", "school__name")
    )
    said = {rule.school_id: rule for rule in HouseRule.objects.unscoped(WHY).filter(link=link)}
    found = []
    for aspect, words in ASPECTS.items():
        against = []
        for school, name in schools.items():
            rule = said.get(school)
            if not (getattr(rule, aspect) if rule else ALLOWED_UNSAID[aspect]):
                unsaid = "has not opened it" if rule is None else "does not allow it"
                against.append(f"{name} {'has enhanced protection' if rule and rule.enhanced else unsaid}")
        found.append(Tightest(aspect, words, not against, tuple(against)))
    return found


def closed_by(link: int, aspect: str) -> tuple[str, ...]:
    """Which schools of a link say no to an aspect, and why; empty where both allow it. Two queries."""
    return next(one.by for one in tightest(link) if one.aspect == aspect)


def held(link: int, pieces: Sequence[Piece]) -> dict[UUID, Held]:
    """Why each of these pieces of one link is held. Inside the wall. Six queries, whatever their number."""
    found = {piece.pk: Held() for piece in pieces}
    if not pieces:
        return found
    closed = {one.aspect: one for one in tightest(link) if not one.allowed}
    classes = _children_by_class({piece.link_class_id for piece in pieces})
    sizes = _sizes(classes)
    tagged = _tagged(pieces)
    said = newest(Decision.objects.unscoped(WHY).filter(link=link))
    for piece in pieces:
        one = found[piece.pk]
        heard = piece.is_voice and piece.who != Piece.Who.NOBODY
        shows = {"faces": piece.faces, "names": piece.names, "voice": heard, "film": piece.is_film}
        for aspect, shown in shows.items():
            if shown and aspect in closed:
                one.reasons.append(f"{closed[aspect].words}: {' and '.join(closed[aspect].by)}.")
        if piece.who == Piece.Who.NOBODY:
            continue
        of_class = classes.get(piece.link_class_id, set())
        children = tagged.get(piece.pk, set()) if piece.who == Piece.Who.SOME else of_class
        if piece.who == Piece.Who.CLASS and len(of_class) < max(
            1, LIST_IS_WHOLE * (sizes.get(piece.link_class_id) or 0)
        ):
            one.reasons.append("The list of the class is not complete.")
        elif not children:
            one.reasons.append("Nobody has said which children are in it.")
        one.missing = sum(any(said.get((child, use)) != Said.PERMITTED for use in piece.uses) for child in children)
    return found


def held_one(piece: Piece) -> Held:
    """Why one piece is held. Inside the wall."""
    return held(piece.link_id, [piece])[piece.pk]


def _children_by_class(classes: Iterable[int]) -> dict[int, set[UUID]]:
    found: dict[int, set[UUID]] = {one: set() for one in classes}
    for link_class, label in Label.objects.unscoped(WHY).filter(link_class__in=found).values_list("link_class", "pk"):
        found[link_class].add(label)
    return found


def _sizes(classes: Iterable[int]) -> dict[int, int | None]:
    rows = LinkClass.objects.unscoped(WHY).filter(pk__in=list(classes))
    return dict(rows.values_list("pk", "offered_class__size"))


def _tagged(pieces: Sequence[Piece]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    rows = PieceChild.objects.unscoped(WHY).filter(piece__in=[piece.pk for piece in pieces])
    for piece, label in rows.values_list("piece", "label"):
        found.setdefault(piece, set()).add(label)
    return found

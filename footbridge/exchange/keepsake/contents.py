"""What goes into a class's book: asked of the gate, piece by piece, each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange.gate import held
from footbridge.exchange.models import Goodbye, Piece
from footbridge.exchange.pieces.words import Words, opened

WHY = "a class's book is put together for its own teachers"
OUT = (Piece.State.HIDDEN, Piece.State.SECOND)

# A later room says in which months the classes of a link met: (first day of the month, which meeting), never a day or a place.
MonthsOf = Callable[[Link], Sequence[tuple[date, str]]]
_months: list[MonthsOf] = []


def register_months(months: MonthsOf) -> None:
    """Called by the room of meetings in `ready`."""
    _months.append(months)


def months_of(link: Link) -> list[tuple[date, str]]:
    """When the classes met, as months, in order."""
    return sorted(found for ask in _months for found in ask(link))


@dataclass(frozen=True)
class Contents:
    """The pieces of a book with their words, in the order in which they were made, and how many the gate left out."""

    own: Sequence[Piece]
    partner: Sequence[Piece]
    words: dict[UUID, Words]
    left_out: int

    @property
    def pieces(self) -> list[Piece]:
        return [*self.own, *self.partner]

    @property
    def ids(self) -> list[str]:
        return [str(piece.pk) for piece in self.pieces]


def contents_of(link_class: LinkClass) -> Contents:
    """What may go into the book of a class now. Inside the wall of its link. About ten queries, whatever the number."""
    pieces = Piece.objects.unscoped(WHY).order_by("made", "pk")
    own = list(pieces.filter(link_class=link_class).exclude(state__in=OUT))
    kept = pieces.filter(
        link=link_class.link_id, state=Piece.State.SENT, may_keep=True, releases__school=link_class.school_id
    ).exclude(school=link_class.school_id)
    rows = [*own, *kept]
    why = held(link_class.link_id, rows)
    shown = [piece for piece in rows if why[piece.pk].open]
    mine = [piece for piece in shown if piece.link_class_id == link_class.pk]
    theirs = [piece for piece in shown if piece.link_class_id != link_class.pk]
    return Contents(mine, theirs, opened(shown), len(rows) - len(shown))


def all_said_goodbye(link: int, schools: Sequence[int]) -> bool:
    """Whether every school of a link has said goodbye. One query."""
    said = Goodbye.objects.unscoped(WHY).filter(link=link).values_list("school", flat=True)
    return set(said) >= set(schools)

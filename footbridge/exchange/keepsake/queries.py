"""Reading the end of a room: the book of a class, what the partner may keep, and who has said goodbye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.brokering.models import Link, LinkClass, LinkSide
from footbridge.exchange import rules
from footbridge.exchange.classes import OwnClass, own_class
from footbridge.exchange.keepsake.contents import contents_of
from footbridge.exchange.models import Book, Goodbye, Piece
from footbridge.exchange.pieces.queries import Card, cards_of
from footbridge.vault import walls

WHY = "the end of a room is shown to its teachers"
KEPT = timedelta(days=30)  # after the last goodbye


@dataclass(frozen=True)
class Preview:
    """A class's book as it stands: the row if one was asked for, and what would go into one made now."""

    own: OwnClass
    book: Book | None
    ours: int
    theirs: int
    left_out: int
    whole: bool


def preview_of(viewer: Viewer, link_class: int) -> Preview:
    """For a class that the viewer leads, or 404."""
    own = own_class(viewer, link_class)
    row = LinkClass.objects.visible_to(viewer).get(pk=own.id)
    with walls.inside(own.link):
        book = Book.objects.visible_to(viewer).filter(link_class=own.id).first()
        now = contents_of(row)
    whole = all(side.said for side in goodbyes_of(own.link).sides)
    return Preview(own, book, len(now.own), len(now.partner), now.left_out, whole)


def book_for(viewer: Viewer, link_class: int) -> Book:
    """The book of a class that the viewer leads, or 404."""
    led = rules.classes_led(viewer)
    if link_class in led:
        with walls.inside(led[link_class]):
            found = Book.objects.visible_to(viewer).filter(link_class=link_class).first()
            if found is not None:
                return found
    raise Http404


def keepable(viewer: Viewer, link: int) -> list[Card]:
    """The viewer's own pieces that the partner has been sent."""
    return [card for card in cards_of(viewer, link) if card.mine and card.piece.state == Piece.State.SENT]


@dataclass(frozen=True)
class Side:
    """A school of a link, and when it said goodbye."""

    school: int
    name: str
    said: date | None


@dataclass(frozen=True)
class Goodbyes:
    """Who has said goodbye, and on which day the room goes: 30 days after the last goodbye, at the latest on 31 August."""

    sides: Sequence[Side]
    latest: date

    @property
    def day(self) -> date:
        said = [side.said for side in self.sides]
        last = max((one for one in said if one), default=None)
        return min(last + KEPT, self.latest) if last and all(said) else self.latest

    @property
    def everybody(self) -> bool:
        return all(side.said for side in self.sides)

    def of(self, school: int) -> date | None:
        """When a school said it."""
        return next((side.said for side in self.sides if side.school == school), None)


def goodbyes_of(link: int) -> Goodbyes:
    """Three queries."""
    said = dict(Goodbye.objects.unscoped(WHY).filter(link=link).values_list("school", "at"))
    sides = LinkSide.objects.unscoped(WHY).filter(link=link).order_by("pk").values_list("school", "school__name")
    start = Link.objects.unscoped(WHY).filter(pk=link).values_list("linking_year__start", flat=True).get()
    rows = [Side(pk, name, timezone.localdate(said[pk]) if pk in said else None) for pk, name in sides]
    return Goodbyes(rows, date(start + 1, 8, 31))

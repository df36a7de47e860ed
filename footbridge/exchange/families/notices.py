"""Reading class news and invitations, for the teacher who makes them and for the family behind a code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum
from django.http import Http404
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.booking.models import Occasion, Place
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import rules
from footbridge.exchange.classes import OwnClass
from footbridge.exchange.families.opening import Opened
from footbridge.exchange.gate import held
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.letters import schools_of
from footbridge.exchange.models import FamilyComing, FamilyInvitation, News, NewsPiece, Piece, Release
from footbridge.exchange.pieces.queries import Card, cards_of
from footbridge.exchange.pieces.words import Words, opened
from footbridge.schools.models import School
from footbridge.vault import sealing, walls
from footbridge.vault.locks import Lock
from footbridge.venues.models import Venue

KIND = "family-news"
WHY = "class news is read by the families of the class"


def sealed(news: News, title: str, words: str, lock: Lock) -> bytes:
    """Heading and words sealed for their row."""
    plain = json.dumps({"title": title, "words": words}, ensure_ascii=False)
    return sealing.seal(plain.encode(), lock=lock, kind=KIND, row=news.pk)


def words_of(news: News, lock: Lock) -> Words:
    """Heading and words of some news."""
    plain = json.loads(sealing.open_(news.sealed, lock=lock, kind=KIND, row=news.pk))
    return Words(plain["title"], plain["words"])


@dataclass(frozen=True)
class Shown:
    """A piece in the news: what it is, and whether it is the partner's."""

    piece: Piece
    words: Words
    partner: bool


@dataclass(frozen=True)
class Told:
    """Some news with what of it may be shown now."""

    news: News
    words: Words
    shown: Sequence[Shown]
    chosen: int

    @property
    def stopped(self) -> int:
        """How many chosen pieces are not shown now."""
        return self.chosen - len(self.shown)


def may_go_home(link: int, link_class: int, pieces: Sequence[Piece]) -> list[Piece]:
    """Which of these pieces families of a class may see now. Inside the wall.

    Own ones that were sent, while the gate is open. Of the partner's only what was released to the own school and the partner gave
    to keep, and never one in which a child is seen, named or heard, whatever was permitted to the class.
    """
    school = LinkClass.objects.unscoped(WHY).values_list("school", flat=True).get(pk=link_class)
    released = set(Release.objects.unscoped(WHY).filter(link=link, school=school).values_list("piece", flat=True))
    why = held(link, pieces)
    return [
        piece
        for piece in pieces
        if piece.state == Piece.State.SENT
        and why[piece.pk].open
        and (
            piece.link_class_id == link_class or (piece.pk in released and piece.may_keep and not _knows_a_child(piece))
        )
    ]


def _knows_a_child(piece: Piece) -> bool:
    """Whether a child could be known by it: a face, a name, a voice, a film; but not where it is said that no child is in it."""
    return piece.shows_children and piece.who != Piece.Who.NOBODY


def choosable(viewer: Viewer, own: OwnClass) -> list[Card]:
    """The pieces that a teacher may choose for the news of a class now."""
    cards = cards_of(viewer, own.link)
    with walls.inside(own.link):
        fit = {piece.pk for piece in may_go_home(own.link, own.id, [card.piece for card in cards])}
    return [card for card in cards if card.piece.pk in fit]


def news_of(viewer: Viewer, own: OwnClass) -> list[Told]:
    """All news of a class that the viewer leads, newest first."""
    with walls.inside(own.link):
        return _told(own.link, own.id, list(News.objects.visible_to(viewer).filter(link_class=own.id)))


def own_news(viewer: Viewer, news_id: UUID) -> News:
    """News of a class that the viewer leads, or 404."""
    with walls.inside(*set(rules.classes_led(viewer).values())):
        row = News.objects.visible_to(viewer).filter(pk=news_id).first()
    if row is None:
        raise Http404
    return row


def chosen_in(viewer: Viewer, news: News) -> list[UUID]:
    """The pieces chosen for some news."""
    with walls.inside(news.link_id):
        return list(NewsPiece.objects.visible_to(viewer).filter(news=news).values_list("piece", flat=True))


def words_for(viewer: Viewer, news: News) -> Words:
    """Heading and words of the viewer's own news."""
    return words_of(news, lock_of(news.link_id))


def published_for(behind: Opened) -> list[Told]:
    """What the family behind a code can read now."""
    with walls.inside(behind.link):
        rows = News.objects.unscoped(WHY).filter(link_class=behind.link_class, state=News.State.PUBLISHED)
        return _told(behind.link, behind.link_class, list(rows.order_by("-published")))


def piece_for(behind: Opened, piece_id: UUID, kinds: Sequence[str]) -> Piece | None:
    """A piece of these kinds that stands in published news and may be shown now, or None."""
    with walls.inside(behind.link):
        chosen = NewsPiece.objects.unscoped(WHY).filter(
            link_class=behind.link_class, news__state=News.State.PUBLISHED, piece=piece_id, piece__kind__in=kinds
        )
        row = chosen.select_related("piece").first()
        return row.piece if row and may_go_home(behind.link, behind.link_class, [row.piece]) else None


def _told(link: int, link_class: int, rows: Sequence[News]) -> list[Told]:
    chosen = list(NewsPiece.objects.unscoped(WHY).filter(news__in=rows).select_related("piece"))
    fit = may_go_home(link, link_class, list({row.piece.pk: row.piece for row in chosen}.values()))
    words = opened(fit)
    may, lock = {piece.pk for piece in fit}, lock_of(link)
    found = []
    for news in rows:
        of = [row.piece for row in chosen if row.news_id == news.pk]
        shown = [Shown(one, words[one.pk], one.link_class_id != link_class) for one in of if one.pk in may]
        found.append(Told(news, words_of(news, lock), shown, len(of)))
    return found


def names_not_said(link: int) -> list[str]:
    """Names that class news must not hold: the schools of the link, and the venues of its programme."""
    programme = Link.objects.unscoped(WHY).values_list("linking_year__programme", flat=True).get(pk=link)
    schools = School.objects.filter(pk__in=schools_of(link)).values_list("name", flat=True)
    venues = Venue.objects.unscoped(WHY).filter(programmes=programme).values_list("name", flat=True)
    return [*schools, *venues]


@dataclass(frozen=True)
class Celebration:
    """A celebration that a class is invited to, whether its families are, and how many say that they come."""

    place: Place
    invited: bool
    families: int
    adults: int
    children: int


def celebrations_of(viewer: Viewer, own: OwnClass) -> list[Celebration]:
    """The celebrations to come of a class that the viewer leads."""
    places = Place.objects.visible_to(viewer).filter(
        link_class=own.id, occasion__kind=Occasion.Kind.CELEBRATION, state__in=("invited", "booked", "waiting"),
        ends__gt=timezone.now(),
    ).select_related("occasion").order_by("starts", "pk")  # fmt: skip
    with walls.inside(own.link):
        invitations = {
            row.occasion_id: row
            for row in FamilyInvitation.objects.visible_to(viewer).filter(link_class=own.id, ended=None)
        }
        said = FamilyComing.objects.visible_to(viewer).filter(link_class=own.id, adults__gt=0)
        sums = {
            occasion: (n, adults, children)
            for occasion, n, adults, children in said.values_list("invitation__occasion").annotate(
                n=Count("pk"), a=Sum("adults"), c=Sum("children")
            )
        }
    return [
        Celebration(one, one.occasion_id in invitations, *sums.get(one.occasion_id, (0, 0, 0)))
        for one in places
        if one.occasion.state != Occasion.State.CANCELLED
    ]


@dataclass(frozen=True)
class Invited:
    """An invitation as a family reads it, with what it said so far. No place and no time."""

    id: UUID
    adults: int | None
    children: int | None


def invitation_for(behind: Opened) -> Invited | None:
    """The next celebration that the family behind a child's code is invited to."""
    if behind.label is None:
        return None
    with walls.inside(behind.link):
        rows = FamilyInvitation.objects.unscoped(WHY).filter(
            link_class=behind.link_class, ended=None, occasion__ends__gt=timezone.now()
        ).exclude(occasion__state=Occasion.State.CANCELLED)  # fmt: skip
        row = rows.order_by("occasion__starts").first()
        if row is None:
            return None
        said = FamilyComing.objects.unscoped(WHY).filter(invitation=row, label=behind.label).first()
    return Invited(row.pk, said.adults if said else None, said.children if said else None)

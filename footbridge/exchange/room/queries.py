"""Reading a room: its classes, pieces by key question, balance and quiet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.exchange import rules
from footbridge.exchange.classes import OwnClass, own_classes
from footbridge.exchange.models import Away, Game, Piece, Question, Release, TeacherMessage
from footbridge.exchange.pieces.queries import Card
from footbridge.exchange.questions.queries import Asked
from footbridge.exchange.words import DRAWINGS, KeyQuestion
from footbridge.programmes.schooldays import holidays_of, school_days_between
from footbridge.vault import walls

WHY = "the last sign of life of a link is looked for, and no child"
QUIET_AFTER = 10  # school days


@dataclass(frozen=True)
class Room:
    """A room as its teachers know it: the link, the own school and classes, the partner in words."""

    link: Link
    school: int
    classes: Sequence[OwnClass]
    partners: str

    @property
    def id(self) -> int:
        return int(self.link.pk)


def room_for(viewer: Viewer, link_id: int) -> Room:
    """A room that the viewer runs, or 404."""
    school = rules.schools_led(viewer).get(link_id)
    classes = [one for one in own_classes(viewer) if one.link == link_id]
    if school is None or not classes:
        raise Http404
    link = Link.objects.visible_to(viewer).select_related("linking_year__programme").get(pk=link_id)
    return Room(link, school, classes, classes[0].partners)


@dataclass(frozen=True)
class Shelf:
    """The pieces of one key question."""

    key: str
    title: str
    drawing: str
    ours: Sequence[Card]
    theirs: Sequence[Card]


def shelves(cards: Sequence[Card]) -> list[Shelf]:
    """Pieces that are on their way or shown, by key question, in the order of the year; tray and newcomers stand above."""
    found = []
    for key, title in KeyQuestion.choices:
        of = [card for card in cards if card.piece.question == key]
        ours = [card for card in of if card.mine and not card.piece.may_change]
        theirs = [card for card in of if not card.mine and card.released]
        found.append(Shelf(key, title, DRAWINGS[key], ours, theirs))
    return found


@dataclass(frozen=True)
class Balance:
    """How much went each way, and how long it has been quiet. `days` are school days since the last sign of life; None before the first.

    `asked` are the own class's questions that went out, `answered` those of them with an answer; `…_us` the partner's.
    """

    sent: int
    received: int
    days: int | None
    away: bool
    asked: int = 0
    answered: int = 0
    asked_us: int = 0
    answered_us: int = 0

    @property
    def quiet(self) -> bool:
        return self.days is not None and self.days >= QUIET_AFTER and not self.away

    @property
    def words(self) -> str:
        if self.sent == self.received:
            return "As much has gone as has come."
        more = self.sent - self.received
        if more > 0:
            return f"You have sent {more} more than you have received."
        return f"Your partner has sent {-more} more than you."


def balance_of(viewer: Viewer, room: Room, cards: Sequence[Card], asked: Sequence[Asked] = ()) -> Balance:
    """The balance of a room for its teacher, from its cards and questions."""
    sent = [card for card in cards if card.piece.state == Piece.State.SENT]
    days, away = silence_of(room.link, timezone.localdate())
    mine = sum(card.mine for card in sent)
    gone = [one for one in asked if one.state in ("sent", "answered")]
    ours, theirs = [one for one in gone if one.mine], [one for one in gone if not one.mine]
    return Balance(
        mine, len(sent) - mine, days, away,
        len(ours), sum(bool(one.answers) for one in ours), len(theirs), sum(bool(one.answers) for one in theirs),
    )  # fmt: skip


def silence_of(link: Link, today: date) -> tuple[int | None, bool]:
    """School days since the last piece, release, question, answer, game or message of a link, and whether a school is away today.

    Counts from the day the link stood where nothing has happened yet. For the platform: it looks at times alone.
    """
    with walls.inside(link.pk):
        times: list[datetime | None] = [
            Piece.objects.unscoped(WHY).filter(link=link).aggregate(at=Max("approved"))["at"],
            Release.objects.unscoped(WHY).filter(link=link).aggregate(at=Max("at"))["at"],
            TeacherMessage.objects.unscoped(WHY).filter(link=link).aggregate(at=Max("at"))["at"],
            Game.objects.unscoped(WHY).filter(link=link).aggregate(at=Max("began"))["at"],
            *Question.objects.unscoped(WHY).filter(link=link).aggregate(a=Max("sent"), b=Max("answered")).values(),
        ]
    last = max((at for at in times if at), default=link.settled)
    away = Away.objects.unscoped(WHY).filter(link=link, first__lte=today, last__gte=today).exists()
    if last is None:
        return None, away
    year = link.linking_year
    return school_days_between(timezone.localdate(last), today, holidays_of(year.start, year.dates)), away


def waiting_in(viewer: Viewer, link: int) -> tuple[int, int]:
    """How many pieces of the partner wait to be released, and how many of its questions to be answered. Two queries."""
    school = rules.schools_led(viewer).get(link)
    if school is None:
        return 0, 0
    with walls.inside(link):
        shown = Release.objects.visible_to(viewer).filter(school=school).values("piece")
        pieces = Piece.objects.visible_to(viewer).filter(link=link, state=Piece.State.SENT).exclude(school=school)
        asked = Question.objects.visible_to(viewer).filter(link=link, state=Question.State.SENT).exclude(school=school)
        return pieces.exclude(pk__in=shown).count(), asked.count()

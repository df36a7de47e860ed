"""Reading questions and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from footbridge.access import Viewer
from footbridge.exchange import rules
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Answer, Piece, Question
from footbridge.exchange.pieces.queries import Card, cards_of
from footbridge.exchange.questions.actions import ANSWER, KIND
from footbridge.vault import sealing, walls
from footbridge.vault.locks import Lock


@dataclass(frozen=True)
class Given:
    """An answer, opened. `card` is its piece, as far as the viewer may see it; `mine` says whether an own class gave it."""

    row: Answer
    words: str
    card: Card | None
    mine: bool

    @property
    def on_wall(self) -> bool:
        """Whether it may be shown to a class: words always, a piece when it is released or the class's own."""
        return bool(self.words) or bool(self.card and self.card.show)


@dataclass(frozen=True)
class Asked:
    """A question, opened, with its answers. `mine` says whether an own class asked it."""

    row: Question
    text: str
    answers: Sequence[Given]
    mine: bool
    merged: int = 0

    @property
    def state(self) -> str:
        return str(self.row.state)

    @property
    def on_wall(self) -> list[Given]:
        """The answers that may be shown to a class."""
        return [one for one in self.answers if one.on_wall]


def questions_of(viewer: Viewer, link: int) -> list[Asked]:
    """Every question of a link that the viewer may read, oldest first; merged ones are inside the one they went into.

    Four queries, and those of the cards where a piece answers.
    """
    led, lock = rules.classes_led(viewer), lock_of(link)
    with walls.inside(link):
        rows = list(Question.objects.visible_to(viewer).filter(link=link))
        answers = list(Answer.objects.visible_to(viewer).filter(link=link))
    cards = {card.piece.pk: card for card in cards_of(viewer, link)} if any(one.piece_id for one in answers) else {}
    given: dict[UUID, list[Given]] = {}
    for one in answers:
        words = sealing.open_(one.sealed, lock=lock, kind=ANSWER, row=one.pk).decode() if one.sealed else ""
        card = cards.get(one.piece_id) if one.piece_id else None
        given.setdefault(one.question_id, []).append(Given(one, words, card, one.link_class_id in led))
    merged: dict[UUID, int] = {}
    for row in rows:
        if row.into_id:
            merged[row.into_id] = merged.get(row.into_id, 0) + 1
    return [
        Asked(row, _text(row, lock), given.get(row.pk, []), row.link_class_id in led, merged.get(row.pk, 0))
        for row in rows
        if row.state != Question.State.MERGED
    ]


def _text(row: Question, lock: Lock) -> str:
    return sealing.open_(row.sealed, lock=lock, kind=KIND, row=row.pk).decode()


def question_for(viewer: Viewer, question_id: UUID) -> Asked:
    """A question that the partner class sent and the viewer may answer, or 404."""
    led = set(rules.classes_led(viewer).values())
    with walls.inside(*led):
        row = Question.objects.visible_to(viewer).filter(pk=question_id).first()
    for asked in questions_of(viewer, row.link_id) if row else ():
        if asked.row.pk == question_id and not asked.mine:
            return asked
    raise Http404


def answer_for(viewer: Viewer, answer_id: UUID) -> Answer:
    """An answer that an own class of the viewer gave, or 404."""
    led = rules.classes_led(viewer)
    with walls.inside(*set(led.values())):
        row = Answer.objects.visible_to(viewer).filter(pk=answer_id, link_class__in=led).first()
    if row is None:
        raise Http404
    return row


def pieces_to_answer_with(viewer: Viewer, link: int) -> list[Card]:
    """Pieces of the viewer's own classes that have been sent and are not held."""
    return [
        card for card in cards_of(viewer, link) if card.mine and card.piece.state == Piece.State.SENT and card.held.open
    ]

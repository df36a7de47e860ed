"""Curiosity questions and messages of the demonstration's link: noted, sent, answered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from footbridge.brokering.models import LinkClass
from footbridge.demo.making.world import World
from footbridge.exchange.models import Answer, Piece, Question, TeacherMessage
from footbridge.people.models import Person
from footbridge.vault import sealing
from footbridge.vault.locks import Lock

# whose class asks, the question, the answer (none: still open; noted: not sent yet; hidden: sent, and a concern was reported)
QUESTIONS: Sequence[tuple[int, str, str]] = (
    (0, "What do you eat on the last day before the holidays?", "Everybody brings one thing. Last time there were nineteen dishes."),
    (0, "Which game do you play that we do not know?", ""),
    (0, "What is the quietest place in your school?", "noted"),
    (0, "Where is it quiet at your school?", "noted"),
    (1, "How many languages do you speak in your class?", "Six that we know of. One of us counts to ten in four of them."),
    (1, "What do you do when somebody is left out?", ""),
    (1, "Does your playground have a tree?", ""),
    (1, "Why does one of you wear such odd glasses?", "hidden"),
)  # fmt: skip
MESSAGES = (
    (0, "Hello! I am so glad we are linked. Shall we begin with portraits without faces?"),
    (1, "Hello Sophie, yes please. November is slow here, but the boxes are nearly done."),
    (0, "No hurry. I have sent two pictures; release them whenever it suits."),
)


def make(world: World, classes: Sequence[LinkClass], teachers: Sequence[Person]) -> None:
    """Questions and messages of one link, inside its wall."""
    rng = world.rng("talk")
    lock = Lock(link=classes[0].link_id, year=world.year)
    rows, answers = [], []
    for n, (side, text, answer) in enumerate(QUESTIONS):
        made = world.moment(20 - n, rng)
        one, noted, hidden = classes[side], answer == "noted", answer == "hidden"
        answer = "" if noted or hidden else answer
        row = Question(
            id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=one.link_id, link_class=one, school_id=one.school_id, made=made,
            by=teachers[side], state="noted" if noted else "answered" if answer else "sent",
            sent=None if noted else made + timedelta(hours=2), round=None if noted else 1, hidden=hidden,
        )  # fmt: skip
        row.sealed = sealing.seal(text.encode(), lock=lock, kind="question", row=row.pk)
        if answer:
            row.answered = answered = made + timedelta(days=3)
            other = classes[1 - side]
            given = Answer(
                id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=one.link_id, link_class=other, school_id=other.school_id,
                question=row, kind="words", at=answered, by=teachers[1 - side],
            )  # fmt: skip
            given.sealed = sealing.seal(answer.encode(), lock=lock, kind="answer", row=given.pk)
            answers.append(given)
            answers += _piece_beside(row, other, teachers[1 - side], rng)
        rows.append(row)
    Question.objects.bulk_create(rows)
    Answer.objects.bulk_create(answers)
    lines = []
    for n, (side, text) in enumerate(MESSAGES):
        line = TeacherMessage(
            id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=classes[side].link_id, school_id=classes[side].school_id,
            at=world.moment(28 - 8 * n, rng), by=teachers[side],
        )  # fmt: skip
        line.sealed = sealing.seal(text.encode(), lock=lock, kind="message", row=line.pk)
        lines.append(line)
    TeacherMessage.objects.bulk_create(lines)


def _piece_beside(row: Question, other: LinkClass, by: Person, rng: np.random.Generator) -> list[Answer]:
    """A piece that the answering class had sent before, beside its words."""
    sent = Piece.objects.unscoped("the demonstration is made").filter(link_class=other, state="sent", kind="picture")
    return [
        Answer(
            id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=row.link_id, link_class=other, school_id=other.school_id,
            question=row, kind="piece", piece=piece, at=row.answered or row.made, by=by,
        )
        for piece in sent.order_by("made", "pk")[:1]
    ]  # fmt: skip

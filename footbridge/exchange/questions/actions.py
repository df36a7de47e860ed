"""Noting, merging, sending, throwing away and answering questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import letters, rules
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.lesson.holding import lesson_for
from footbridge.exchange.models import Answer, Piece, Question
from footbridge.vault import ledger, sealing, walls

WHY = "a teacher sorts the questions of the own class"
KIND, ANSWER = "question", "answer"
State = Question.State
MOST = 60  # noted questions of a class at once


class CannotAsk(ValueError):
    """The message is for the teacher."""


@action
def note_questions(*, by: Viewer, link_class: int, texts: Iterable[str]) -> int:
    """Note questions of a class that the viewer leads or whose lesson it holds; those noted already are left out. How many were new."""
    lesson = lesson_for(by, lock=True)
    led = {lesson.link_class_id: lesson.link_id} if lesson else rules.classes_led(by)
    link = led.get(link_class)
    rules.insist(link is not None)
    assert link is not None
    school = LinkClass.objects.unscoped(WHY).select_for_update().get(pk=link_class).school_id
    lock = lock_of(link)
    with walls.inside(link):
        there = Question.objects.unscoped(WHY).filter(link_class=link_class)
        known = {sealing.open_(one.sealed, lock=lock, kind=KIND, row=one.pk).decode().casefold() for one in there}
        fresh = [text for text in dict.fromkeys(texts) if text.casefold() not in known]
        if there.filter(state=State.NOTED).count() + len(fresh) > MOST:
            raise CannotAsk(f"A class notes {MOST} questions at once. Send a round first, or merge some.")
        for text in fresh:
            row = Question(link_id=link, link_class_id=link_class, school_id=school, by_id=by.person_id, lesson=lesson)
            row.sealed = sealing.seal(text.encode(), lock=lock, kind=KIND, row=row.pk)
            row.save(force_insert=True)
    if fresh:
        record("noted questions", f"brokering.linkclass:{link_class}", by=by, count=len(fresh))
    return len(fresh)


@action
def merge_questions(*, by: Viewer, link: int, into: UUID, others: Collection[UUID]) -> int:
    """Merge noted questions of an own class into one that asks the same. How many went."""
    led = rules.classes_led(by)
    with walls.inside(link):
        noted = Question.objects.unscoped(WHY).select_for_update().filter(link_class__in=led, state=State.NOTED)
        kept = noted.filter(pk=into).first()
        rules.insist(kept is not None)
        assert kept is not None
        rows = list(noted.filter(pk__in=list(others), link_class=kept.link_class_id).exclude(pk=into))
        for row in rows:
            Question.objects.unscoped(WHY).filter(into=row).update(into=kept)
            row.state, row.into = State.MERGED, kept
            row.save(update_fields=["state", "into"])
    if rows:
        record("merged questions", f"exchange.question:{into}", by=by, count=len(rows))
    return len(rows)


@action
def send_round(*, by: Viewer, link: int, questions: Collection[UUID]) -> int:
    """Send chosen questions of an own class to the partner as one round. Posted twice it sends once. How many went."""
    led = rules.classes_led(by)
    rules.insist(link in led.values())
    with walls.inside(link):
        mine = Question.objects.unscoped(WHY).select_for_update()
        rows = list(mine.filter(link_class__in=led, state=State.NOTED, pk__in=list(questions)))
        last = Question.objects.unscoped(WHY).filter(link_class__in=led, link=link).aggregate(n=Max("round"))["n"] or 0
        for row in rows:
            row.state, row.sent, row.round = State.SENT, timezone.now(), last + 1
            row.save(update_fields=["state", "sent", "round"])
    if rows:
        found = Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=link)
        others = [school for school in letters.schools_of(link) if school != rows[0].school_id]
        letters.arrived(found, others, "Your partner class asks you something.")
        record("sent a round of questions", f"brokering.link:{link}", by=by, count=len(rows), round=last + 1)
    return len(rows)


@action
def throw_away(*, by: Viewer, link: int, questions: Collection[UUID]) -> int:
    """Delete noted questions of an own class for good, with those merged into them. How many went."""
    led = rules.classes_led(by)
    rules.insist(link in led.values())
    with walls.inside(link):
        noted = Question.objects.unscoped(WHY).select_for_update()
        ids = [row.pk for row in noted.filter(link_class__in=led, state=State.NOTED, pk__in=list(questions))]
        if ids:
            ledger.note_rows(
                KIND, [*ids, *Question.objects.unscoped(WHY).filter(into__in=ids).values_list("pk", flat=True)]
            )
            Question.objects.unscoped(WHY).filter(pk__in=ids).delete()
            record("threw questions away", f"brokering.link:{link}", by=by, count=len(ids))
    return len(ids)


@action
def answer_question(*, by: Viewer, question: Question, words: str = "", pieces: Collection[UUID] = ()) -> int:
    """Answer a question that the partner class sent, with words, with own pieces that were sent, or with both.

    More answers may come later; the same one twice is kept once. How many are new.
    """
    school = rules.schools_led(by).get(question.link_id)
    rules.insist(school is not None and school != question.school_id)
    assert school is not None
    own = [one for one, link in rules.classes_led(by).items() if link == question.link_id]
    with walls.inside(question.link_id):
        row = Question.objects.unscoped(WHY).select_for_update().get(pk=question.pk)
        rules.insist(row.state in (State.SENT, State.ANSWERED))
        fresh = [*_new_words(row, own[0], school, words), *_new_pieces(row, own, pieces)]
        for one in fresh:
            one.by_id = by.person_id
            one.save(force_insert=True)
        if fresh:
            row.state, row.answered = State.ANSWERED, timezone.now()
            row.save(update_fields=["state", "answered"])
    if fresh:
        link = Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=row.link_id)
        letters.arrived(link, [row.school_id], "Your partner class has answered a question.")
        record("answered a question", f"exchange.question:{row.pk}", by=by, count=len(fresh))
    return len(fresh)


def _new_words(row: Question, link_class: int, school: int, words: str) -> list[Answer]:
    lock = lock_of(row.link_id)
    there = Answer.objects.unscoped(WHY).filter(question=row, school=school, kind=Answer.Of.WORDS)
    known = {sealing.open_(one.sealed or b"", lock=lock, kind=ANSWER, row=one.pk).decode() for one in there}
    if not words or words in known:
        return []
    made = Answer(link_id=row.link_id, link_class_id=link_class, school_id=school, question=row, kind=Answer.Of.WORDS)
    made.sealed = sealing.seal(words.encode(), lock=lock, kind=ANSWER, row=made.pk)
    return [made]


def _new_pieces(row: Question, own: list[int], pieces: Collection[UUID]) -> list[Answer]:
    known = Answer.objects.unscoped(WHY).filter(question=row, piece__isnull=False).values("piece")
    sent = Piece.objects.unscoped(WHY).filter(link_class__in=own, state=Piece.State.SENT, pk__in=list(pieces))
    return [
        Answer(
            link_id=row.link_id, link_class_id=one.link_class_id, school_id=one.school_id, question=row,
            kind=Answer.Of.PIECE, piece=one,
        )
        for one in sent.exclude(pk__in=known)
    ]  # fmt: skip


@action
def take_answer_back(*, by: Viewer, answer: Answer) -> None:
    """Take back an answer of an own class; without any other the question is open again."""
    rules.insist(rules.leads_class(by, answer.link_class_id))
    with walls.inside(answer.link_id):
        row = Question.objects.unscoped(WHY).select_for_update().get(pk=answer.question_id)
        gone, _ = Answer.objects.unscoped(WHY).filter(pk=answer.pk).delete()
        if gone and not Answer.objects.unscoped(WHY).filter(question=row).exists():
            row.state, row.answered = State.SENT, None
            row.save(update_fields=["state", "answered"])
    if gone:
        ledger.note_rows(ANSWER, [answer.pk])
        record("took an answer back", f"exchange.question:{row.pk}", by=by)


def _forget(model: type[Question] | type[Answer]) -> ledger.Forgetter:
    """How rows that were thrown away are deleted again after a restore."""

    def forget(ids: list[str]) -> int:
        with walls.door("a restored backup brought back what was deleted"):
            rows = model.objects.unscoped(WHY).filter(pk__in=[UUID(one) for one in ids])
            count = rows.count()
            rows.delete()
        return count

    return forget


ledger.register_forgetter(KIND, _forget(Question))
ledger.register_forgetter(ANSWER, _forget(Answer))

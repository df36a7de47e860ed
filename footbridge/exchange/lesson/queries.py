"""Reading lessons for the teacher who opened them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.exchange import rules
from footbridge.exchange.lesson.codes import code_of, spaced
from footbridge.exchange.models import Lesson, Piece, Question
from footbridge.vault import walls


@dataclass(frozen=True)
class Opened:
    """An open lesson as its teacher sees it: the code, until when, and how much has come in."""

    lesson: Lesson
    code: str
    pieces: int
    questions: int


def open_lesson_of(viewer: Viewer, link_class: int) -> Opened | None:
    """The open lesson of a class that the viewer leads, or None."""
    row = Lesson.objects.visible_to(viewer).open_at(timezone.now()).filter(link_class=link_class).first()
    if row is None:
        return None
    with walls.inside(row.link_id):
        pieces = Piece.objects.visible_to(viewer).filter(lesson=row).count()
        questions = Question.objects.visible_to(viewer).filter(lesson=row).count()
    return Opened(row, spaced(code_of(row.pk)), pieces, questions)


def handed_in(viewer: Viewer) -> dict[int, int]:
    """How many pieces from lessons lie in the tray of each class that the viewer leads. Two queries."""
    led = rules.classes_led(viewer)
    found: dict[int, int] = {}
    with walls.inside(*set(led.values())):
        rows = Piece.objects.visible_to(viewer).filter(link_class__in=led, lesson__isnull=False, state=Piece.State.TRAY)
        for link_class in rows.order_by().values_list("link_class", flat=True):
            found[link_class] = found.get(link_class, 0) + 1
    return found

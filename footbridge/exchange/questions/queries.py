"""Reading questions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from footbridge.access import Viewer
from footbridge.exchange import rules
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Question
from footbridge.exchange.questions.actions import ANSWER, KIND
from footbridge.vault import sealing, walls


@dataclass(frozen=True)
class Asked:
    """A question, opened. `mine` says whether an own class asked it."""

    row: Question
    text: str
    answer: str
    mine: bool

    @property
    def state(self) -> str:
        return str(self.row.state)


def questions_of(viewer: Viewer, link: int) -> list[Asked]:
    """Every question of a link that the viewer may read, oldest first; merged ones are inside the one they went into."""
    led, lock = rules.classes_led(viewer), lock_of(link)
    with walls.inside(link):
        rows = list(Question.objects.visible_to(viewer).filter(link=link).exclude(state=Question.State.MERGED))
    found = []
    for row in rows:
        text = sealing.open_(row.sealed, lock=lock, kind=KIND, row=row.pk).decode()
        answer = sealing.open_(row.answer, lock=lock, kind=ANSWER, row=row.pk).decode() if row.answer else ""
        found.append(Asked(row, text, answer, row.link_class_id in led))
    return found


def question_for(viewer: Viewer, question_id: UUID) -> Asked:
    """A question that the partner class sent and the viewer may answer, or 404."""
    led = set(rules.classes_led(viewer).values())
    with walls.inside(*led):
        row = Question.objects.visible_to(viewer).filter(pk=question_id).first()
    for asked in questions_of(viewer, row.link_id) if row else ():
        if asked.row.pk == question_id and not asked.mine:
            return asked
    raise Http404

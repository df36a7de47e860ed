"""Concerns: what a teacher may report, and what safeguarding leads read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import LinkSide
from footbridge.exchange import rules
from footbridge.exchange.concerns.actions import KIND, KINDS, Words
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Answer, Concern, ConcernSide, Label, Piece, Question, TeacherMessage
from footbridge.exchange.pieces.words import opened
from footbridge.vault import sealing, walls

WHY = "safeguarding leads read the concerns of their schools' links"
TITLES = {
    "question": "A question of a class",
    "answer": "An answer of a class",
    "message": "A message between the teachers",
    "label": "The name of a child",
}
ROWS: dict[str, type[Words]] = {"question": Question, "answer": Answer, "message": TeacherMessage, "label": Label}


@dataclass(frozen=True)
class Row:
    """A concern, opened: what was said, about what, and which schools have settled it."""

    concern: Concern
    words: str
    title: str
    text: str
    sides: list[tuple[str, bool, bool]]  # school, whether settled, whether the viewer's own

    @property
    def piece(self) -> Piece | None:
        """The piece it is about, if it is about one."""
        return self.concern.piece

    @property
    def waits_for_me(self) -> bool:
        return any(mine and not settled for _, settled, mine in self.sides)


def concerns_for(viewer: Viewer) -> list[Row]:
    """Every concern of the links of the viewer's schools, newest first."""
    if not viewer.may(Permission.HANDLE_CONCERNS):
        return []
    links = LinkSide.objects.unscoped(WHY).filter(school__in=viewer.schools).values_list("link", flat=True)
    found: list[Row] = []
    with walls.inside(*set(links)):
        for one in Concern.objects.visible_to(viewer).select_related(*Concern.ABOUT).order_by("-at"):
            plain = sealing.open_(one.sealed, lock=lock_of(one.link_id), kind=KIND, row=one.pk).decode()
            sides = [
                (side.school.name, side.settled is not None, side.school_id in viewer.schools)
                for side in one.sides.unscoped(WHY).select_related("school").order_by("pk")  # type: ignore[attr-defined]
            ]
            found.append(Row(one, plain, *_read(one), sides))
    return found


def _read(concern: Concern) -> tuple[str, str]:
    """Title and words of what was reported. Inside the wall."""
    target = concern.target
    if isinstance(target, Piece):
        said = opened([target])[target.pk]
        return said.title, said.words
    return TITLES[concern.about], text_of(target)


def text_of(target: Words) -> str:
    """What was written, opened; an answer by a piece has no words. Inside the wall."""
    if not target.sealed:
        return ""
    kind = KINDS[type(target)][1]
    return sealing.open_(target.sealed, lock=lock_of(target.link_id), kind=kind, row=target.pk).decode()


def reportable(viewer: Viewer, about: str, target: UUID) -> tuple[Words, str]:
    """A question, answer, message or name of the viewer's links that may be reported, with its words; or 404.

    A teacher reads the names of the partner class in the mixed groups of a meeting, so those are found too.
    """
    model: Any = ROWS.get(about)
    if model is None:
        raise Http404
    led = set(rules.classes_led(viewer).values())
    with walls.inside(*led):
        if model is Label:
            rows = Label.objects.unscoped("a name that a teacher of the link has read in the groups").filter(
                link__in=led
            )
        else:
            rows = model.objects.visible_to(viewer)
        row = rows.filter(pk=target, hidden=False).first()
        if row is None:
            raise Http404
        return row, text_of(row)


def waiting_for(viewer: Viewer) -> tuple[int, int]:
    """How many concerns wait for a lead's or head's school, and how many first pieces of colleagues. Two queries inside the door."""
    if not (viewer.may(Permission.HANDLE_CONCERNS) and viewer.schools):
        return 0, 0
    with walls.door(WHY):
        sides = ConcernSide.objects.unscoped(WHY).filter(school__in=viewer.schools, settled=None)
        firsts = Piece.objects.unscoped(WHY).filter(
            school__in=viewer.schools, state=Piece.State.SECOND, link__state="standing"
        )
        return sides.count(), firsts.exclude(approved_by=viewer.person_id).count()


def concern_for(viewer: Viewer, concern_id: UUID) -> Row:
    """One of them, or 404."""
    for row in concerns_for(viewer):
        if row.concern.pk == concern_id:
            return row
    raise Http404

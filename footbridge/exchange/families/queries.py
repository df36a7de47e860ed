"""Reading for a teacher: how far each family is, what waits, and what is still unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.brokering.models import Link
from footbridge.exchange import rules
from footbridge.exchange.classes import OwnClass
from footbridge.exchange.families.opening import Opened
from footbridge.exchange.labels import ChildLabel, own_labels
from footbridge.exchange.models import Decision, FamilyAnswer, FamilyCode, Label
from footbridge.exchange.permissions.queries import Cell, ledger_of, newest
from footbridge.exchange.permissions.uses import Said, Use
from footbridge.vault import walls

WHY = "a family reads back what it said by its code"
SHORT = {"unknown": "?", "permitted": "yes", "refused": "no", "withdrawn": "no"}
State = FamilyAnswer.State


@dataclass(frozen=True)
class Mark:
    """One use of a child: what holds, and whether a yes by code still waits."""

    use: str
    title: str
    said: str
    waits: bool

    @property
    def short(self) -> str:
        return "waits" if self.waits else SHORT[self.said]

    @property
    def open(self) -> bool:
        return self.said == Said.UNKNOWN and not self.waits


@dataclass(frozen=True)
class Batch:
    """What came together by a code: who, when, and what waits of it."""

    id: UUID
    relation: str
    at: datetime
    yes: Sequence[str]
    no: Sequence[str]


@dataclass
class Family:
    """One child's family as the teacher sees it."""

    child: ChildLabel
    letter: bool
    marks: Sequence[Mark]
    waiting: list[Batch] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Every use has an answer, be it one that still waits."""
        return not any(mark.open for mark in self.marks)

    @property
    def silent(self) -> bool:
        """Nothing has come back at all."""
        return all(mark.open for mark in self.marks)

    @property
    def state(self) -> tuple[str, str]:
        if self.waiting:
            return "Confirm who answered", "info"
        if self.answered:
            return "Answered", "good"
        if self.silent:
            return ("No answer yet", "warning") if self.letter else ("No letter yet", "plain")
        return "Part of it answered", "warning"


def families_of(viewer: Viewer, own: OwnClass) -> list[Family]:
    """Every child of a class that the viewer leads, with how far its family is. About ten queries, whatever the number."""
    children = own_labels(viewer, own.id)
    held, _ = ledger_of(viewer, own.id)
    with walls.inside(own.link):
        answers = list(FamilyAnswer.objects.visible_to(viewer).filter(link_class=own.id))
        live = FamilyCode.objects.visible_to(viewer).filter(link_class=own.id, ended=None)
        letters = set(live.values_list("label_id", flat=True))
    waiting = {(row.label_id, row.use) for row in answers if row.state == State.WAITS}
    batches = _batches(answers)
    return [
        Family(child, child.id in letters, _marks(child.id, held, waiting), batches.get(child.id, []))
        for child in children
    ]


def _marks(child: UUID, held: dict[Cell, str], waiting: set[Cell]) -> list[Mark]:
    return [
        Mark(use.value, str(use.label), said, (child, use.value) in waiting and said != Said.PERMITTED)
        for use in Use
        for said in [held.get((child, use.value), Said.UNKNOWN.value)]
    ]


def _batches(answers: Sequence[FamilyAnswer]) -> dict[UUID, list[Batch]]:
    """The batches of which something waits, by child."""
    rows: dict[tuple[UUID, UUID], list[FamilyAnswer]] = {}
    for row in answers:
        rows.setdefault((row.label_id, row.batch), []).append(row)
    found: dict[UUID, list[Batch]] = {}
    for (label, batch), lines in rows.items():
        if any(line.state == State.WAITS for line in lines):
            yes = [str(Use(line.use).label) for line in lines if line.yes]
            no = [str(Use(line.use).label) for line in lines if not line.yes]
            relation = str(FamilyAnswer.Relation(lines[0].relation).label)
            found.setdefault(label, []).append(Batch(batch, relation, lines[0].at, yes, no))
    return found


@dataclass(frozen=True)
class Tally:
    """How far the families of a class are, in numbers."""

    children: int
    silent: int
    waiting: int
    incomplete: int


def tally_of(viewer: Viewer, link_class: int) -> Tally:
    """The numbers of a class that the viewer leads. Five queries, and no label is opened."""
    link = rules.classes_led(viewer).get(link_class)
    if link is None:
        return Tally(0, 0, 0, 0)
    with walls.inside(link):
        children = set(Label.objects.visible_to(viewer).filter(link_class=link_class).values_list("pk", flat=True))
        held = newest(Decision.objects.visible_to(viewer).filter(link_class=link_class))
        rows = FamilyAnswer.objects.visible_to(viewer).filter(link_class=link_class, state=State.WAITS)
        waits = set(rows.values_list("label_id", "use", "batch"))
    known = {cell for cell, said in held.items() if said != Said.UNKNOWN} | {(label, use) for label, use, _ in waits}
    by_child = {child: sum((child, use.value) in known for use in Use) for child in children}
    return Tally(
        len(children),
        sum(not count for count in by_child.values()),
        len({batch for _, _, batch in waits}),
        sum(0 < count < len(Use) for count in by_child.values()),
    )


def said_by(opened: Opened) -> dict[str, str]:
    """What the family behind a code reads of its own child, by use: yes, waits, no or unknown. Two queries."""
    with walls.inside(opened.link):
        held = newest(Decision.objects.unscoped(WHY).filter(label=opened.label))
        rows = FamilyAnswer.objects.unscoped(WHY).filter(label=opened.label, state=State.WAITS)
        waits = set(rows.values_list("use", flat=True))
    found = {}
    for use in Use:
        said = held.get((opened.label, use.value), Said.UNKNOWN) if opened.label else Said.UNKNOWN
        if said == Said.PERMITTED:
            found[use.value] = "yes"
        elif use.value in waits:
            found[use.value] = "waits"
        else:
            found[use.value] = "unknown" if said == Said.UNKNOWN else "no"
    return found


def end_of(link: int) -> datetime:
    """31 August of the link's year: until then a family can change its mind by its code."""
    start = (
        Link.objects.unscoped("a code ends with the year of its link")
        .values_list("linking_year__start", flat=True)
        .get(pk=link)
    )
    return datetime(start + 1, 8, 31, 23, 59, tzinfo=timezone.get_default_timezone())

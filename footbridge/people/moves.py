"""Reading about schools that closed: who came after, what hangs on them, and which wait for a decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from footbridge.access import Viewer
from footbridge.people.hooks import busy_at, open_at
from footbridge.people.models import Membership, SchoolMove
from footbridge.schools.models import School
from footbridge.schools.queries import Heirs, heirs_of

DOUBTS = {
    "none": "The register does not say which school came after it.",
    "several_after": "The register names several schools that came after it.",
    "several_before": "The school after it came after other schools too.",
    "joined": "It joined a school that was there before.",
    "people": "The school after it has people of its own here.",
    "": "The register is sure by now: confirm it.",
}


def heirs_with_people(school: School) -> Heirs:
    """Who came after a closed school. Where people of their own are there already, somebody must decide."""
    found = heirs_of(school)
    if found.sure is None:
        return found
    here = Membership.objects.unscoped("who works at the school that came after").current()
    own = set(here.filter(school=school).values_list("person", flat=True))
    others = here.filter(school=found.sure).exclude(person__in=own)
    return replace(found, doubt="people") if others.exists() else found


@dataclass(frozen=True)
class Gone:
    """A closed school as the page shows it: why somebody must decide, who is there, and what is open."""

    move: SchoolMove
    doubt: str
    heirs: list[School]
    people: list[Membership]
    has_answer: bool
    has_link: bool

    @property
    def after_words(self) -> str:
        """The schools that came after, in words."""
        return ", ".join(one.name for one in self.heirs) or "no school that is known"


def waiting_moves(viewer: Viewer) -> QuerySet[SchoolMove]:
    """Closed schools that wait for a decision of this viewer."""
    return SchoolMove.objects.visible_to(viewer).filter(state=SchoolMove.State.WAITING)


def gone_schools(viewer: Viewer, pk: int | None = None) -> list[Gone]:
    """The closed schools that wait, with what hangs on each; with `pk` that one only. Few wait at a time."""
    rows = waiting_moves(viewer).select_related("before").order_by("before__name")
    moves = list(rows.filter(pk=pk) if pk is not None else rows[:50])
    ids = [move.before_id for move in moves]
    answered, linked = open_at(ids), busy_at(ids)
    held = Membership.objects.visible_to(viewer).current().filter(school__in=ids).select_related("person")
    people: dict[int, list[Membership]] = {}
    for one in held.order_by("role", "person__name"):
        people.setdefault(one.school_id or 0, []).append(one)
    found = []
    for move in moves:
        heirs = heirs_with_people(move.before)
        here = people.get(move.before_id, [])
        found.append(
            Gone(move, DOUBTS[heirs.doubt], heirs.schools, here, move.before_id in answered, move.before_id in linked)
        )
    return found


@dataclass(frozen=True)
class Settled:
    """A closed school that was settled, and how many roles went with it."""

    move: SchoolMove
    roles: int
    when: datetime


def settled_moves(viewer: Viewer) -> list[Settled]:
    """The last schools that were followed or left, the newest first. Two queries."""
    rows = SchoolMove.objects.visible_to(viewer).exclude(decided=None).select_related("before", "after", "by")
    moves = list(rows.order_by("-decided")[:20])
    here = Membership.objects.visible_to(viewer).filter(school__in=[move.before_id for move in moves])
    roles = Counter(here.values_list("school", flat=True))
    return [Settled(move, roles[move.before_id], move.decided) for move in moves if move.decided]

"""A room from outside: what its facilitator sees of it. Numbers, days and the teachers' names; never a piece, a word or a child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import Link, LinkClass
from footbridge.brokering.teachers.queries import leaders_of
from footbridge.exchange import rules
from footbridge.exchange.models import Answer, Away, Certificate, Goodbye, Piece, Question
from footbridge.exchange.room.progress import Progress, progress_of
from footbridge.vault import walls

WHY = "a facilitator follows a link by counts and days, and no child is looked at"


@dataclass
class Side:
    """One school's part: pieces sent and received, questions asked and answered, its teachers, when it is away."""

    school: int
    name: str
    sent: int = 0
    received: int = 0
    asked: int = 0
    answered: int = 0
    teachers: list[str] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    goodbye: date | None = None


@dataclass(frozen=True)
class Outside:
    """The room of one link by school, with the days without a sign of life, and whether it is deleted."""

    sides: Sequence[Side]
    progress: Progress
    gone: Certificate | None

    @property
    def words(self) -> str:
        """What the numbers say, in a sentence."""
        days = self.progress.days
        if self.progress.away:
            return "A class is away now; quiet is no silence then."
        if not days:
            return "The last sign of life was today."
        return f"The last sign of life was {days} school {'day' if days == 1 else 'days'} ago."


def outside_of(viewer: Viewer, link: Link, today: date) -> Outside:
    """The room of a link that the viewer looks after, from outside. The link comes from `visible_to`. A dozen queries."""
    rules.insist(viewer.may(Permission.LOOK_AFTER_LINKS))
    classes = LinkClass.objects.visible_to(viewer).filter(link=link).order_by("pk")
    sides = {pk: Side(pk, name) for pk, name in classes.values_list("school_id", "school__name")}
    with walls.door(WHY):
        sent = _by_school(Piece.objects.unscoped(WHY).filter(link=link, state=Piece.State.SENT))
        asked = _by_school(Question.objects.unscoped(WHY).filter(link=link, state__in=("sent", "answered")))
        answers = Answer.objects.unscoped(WHY).filter(link=link).order_by().values_list("school")
        answered = dict(answers.annotate(Count("question", distinct=True)))
    for one in sides.values():
        one.sent, one.asked, one.answered = (found.get(one.school, 0) for found in (sent, asked, answered))
        one.received = sum(sent.values()) - one.sent
    for leader in leaders_of([link.pk])[link.pk]:
        if leader.school in sides and leader.name not in sides[leader.school].teachers:
            sides[leader.school].teachers.append(leader.name)
    for away in Away.objects.visible_to(viewer).filter(link=link, last__gte=today).order_by("first", "pk"):
        if away.school_id in sides:
            sides[away.school_id].away.append(away)
    for school, at in Goodbye.objects.unscoped(WHY).filter(link=link).values_list("school", "at"):
        if school in sides:
            sides[school].goodbye = timezone.localdate(at)
    gone = Certificate.objects.visible_to(viewer).filter(link=link).first()
    return Outside(list(sides.values()), progress_of([link], today)[link.pk], gone)


def _by_school(rows: object) -> dict[int, int]:
    return dict(rows.order_by().values_list("school").annotate(Count("pk")))  # type: ignore[attr-defined]

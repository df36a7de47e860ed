"""How far the exchange of many links is, in counts and days, for those who follow links and see no child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max
from django.utils import timezone

from footbridge.brokering.models import Link
from footbridge.exchange.models import Away, Certificate, Game, Goodbye, Piece, Question, TeacherMessage
from footbridge.exchange.room.queries import QUIET_AFTER
from footbridge.programmes.schooldays import holidays_of, school_days_between
from footbridge.vault import walls

WHY = "links are followed by counts and days, and no child is looked at"


@dataclass(frozen=True)
class Progress:
    """What went to and fro: pieces sent, whether both sides have, school days since the last sign of life."""

    sent: int
    both: bool
    days: int
    away: bool
    over: bool = False  # a school has said goodbye, or the room is deleted

    @property
    def quiet(self) -> bool:
        return self.days >= QUIET_AFTER and not (self.away or self.over)


def progress_of(links: Sequence[Link], today: date) -> dict[int, Progress]:
    """By link id, for links whose year was fetched with them. Six queries."""
    ids = [link.pk for link in links]
    with walls.door(WHY):
        pieces = Piece.objects.unscoped(WHY).filter(link__in=ids, state=Piece.State.SENT).order_by()
        sent = {pk: (n, schools, at) for pk, n, schools, at in pieces.values_list("link").annotate(
            Count("pk"), Count("school", distinct=True), Max("approved"))}  # fmt: skip
        asked = Question.objects.unscoped(WHY).filter(link__in=ids).order_by()
        asked_at = {pk: at for pk, *at in asked.values_list("link").annotate(Max("sent"), Max("answered"))}
        written = TeacherMessage.objects.unscoped(WHY).filter(link__in=ids).order_by()
        written_at = dict(written.values_list("link").annotate(Max("at")))
    played_at = dict(
        Game.objects.unscoped(WHY).filter(link__in=ids).order_by().values_list("link").annotate(Max("began"))
    )
    away = set(
        Away.objects.unscoped(WHY)
        .filter(link__in=ids, first__lte=today, last__gte=today)
        .values_list("link", flat=True)
    )
    over = {
        *Goodbye.objects.unscoped(WHY).filter(link__in=ids).values_list("link", flat=True),
        *Certificate.objects.unscoped(WHY).filter(link__in=ids).values_list("link", flat=True),
    }
    found = {}
    for link in links:
        count, schools, at = sent.get(link.pk, (0, 0, None))
        times = [at, written_at.get(link.pk), played_at.get(link.pk), link.settled, *asked_at.get(link.pk, ())]
        last = max((one for one in times if one), default=link.offered)
        year = link.linking_year
        days = school_days_between(timezone.localdate(last), today, holidays_of(year.start, year.dates))
        found[link.pk] = Progress(count, schools > 1, days, link.pk in away, link.pk in over)
    return found

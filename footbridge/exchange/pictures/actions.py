"""Noting looks, within a budget."""

from __future__ import annotations

from django.db.models import F, Sum
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.exchange import letters
from footbridge.exchange.models import Look, Piece
from footbridge.vault import walls

WHY = "looks are counted for the budget and for the owner"
MOST_PIECES = 150  # different pictures a person may look at in a day
MOST_TIMES = 1500  # looks a person may have in a day


@action
def note_look(*, by: Viewer, piece: Piece) -> bool:
    """Note that somebody looks at a picture; False when today's budget is used up, and then the safeguarding leads are told once.

    The first look at a piece on a day leaves an audit line; later ones of that day are counted beside it.
    """
    today = timezone.localdate()
    with walls.door("looks of one person are counted over all links"):
        looks = Look.objects.unscoped(WHY).filter(person=by.person_id, day=today)
        again = looks.filter(piece=piece).update(times=F("times") + 1, last=timezone.now())
        times = looks.aggregate(n=Sum("times"))["n"] or 0
        over = times > MOST_TIMES or (not again and looks.count() >= MOST_PIECES)
    if over:
        link = Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=piece.link_id)
        letters.alarm(link, by.person_id or 0, letters.schools_of(link.pk))
        record("used up the view budget", f"exchange.piece:{piece.pk}", by=by)
        return False
    if not again:
        with walls.inside(piece.link_id):
            Look.objects.unscoped(WHY).get_or_create(
                piece=piece, person_id=by.person_id or 0, day=today, defaults={"link_id": piece.link_id}
            )
        record("looked at a piece", f"exchange.piece:{piece.pk}", by=by)
    return True

"""Writing to the partner teachers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.exchange import letters, rules
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Piece, TeacherMessage
from footbridge.vault import sealing, walls

WHY = "a message goes to the teachers of its link"
KIND = "message"
TWICE = timedelta(minutes=2)


@action
def write_message(*, by: Viewer, link: int, words: str, piece: UUID | None = None) -> TeacherMessage:
    """Write to the teachers of a link, with one of the room's pieces if wished.

    The same words within two minutes are the same message, pressed twice.
    """
    school = rules.schools_led(by).get(link)
    rules.insist(school is not None)
    assert school is not None
    lock = lock_of(link)
    with walls.inside(link):
        found = Link.objects.unscoped(WHY).select_for_update().get(pk=link)
        recent = TeacherMessage.objects.unscoped(WHY).filter(link=link, by=by.person_id, at__gte=timezone.now() - TWICE)
        for one in recent:
            if sealing.open_(one.sealed, lock=lock, kind=KIND, row=one.pk).decode() == words:
                return one
        row = TeacherMessage(link_id=link, school_id=school, by_id=by.person_id)
        if piece is not None:
            row.piece = Piece.objects.visible_to(by).filter(link=link, state=Piece.State.SENT, pk=piece).first()
        row.sealed = sealing.seal(words.encode(), lock=lock, kind=KIND, row=row.pk)
        row.save(force_insert=True)
    others = [one for one in letters.schools_of(link) if one != school]
    letters.arrived(found, others, "Your partner teacher has written to you.")
    record("wrote a message", f"exchange.teachermessage:{row.pk}", by=by)
    return row

"""Reporting a concern, and settling it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link
from footbridge.exchange import letters, rules
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Concern, ConcernSide, Piece, Release
from footbridge.exchange.pieces.actions.making import _remove
from footbridge.vault import sealing, walls

WHY = "a concern goes before everything else"
KIND = "concern"


@action
def report_concern(*, by: Viewer, piece: Piece, kind: str, words: str) -> Concern:
    """Report a piece. It is hidden from everybody in this transaction, and the safeguarding leads of all schools are told.

    A piece that is hidden already stays so; a second report of it is kept beside the first.
    """
    rules.insist(rules.may_run(by, piece.link_id))
    with walls.inside(piece.link_id):
        row = Piece.objects.unscoped(WHY).select_for_update().get(pk=piece.pk)
        made = Concern(link_id=row.link_id, piece=row, kind=kind, state_before=row.state, by_id=by.person_id)
        made.sealed = sealing.seal(words.encode(), lock=lock_of(row.link_id), kind=KIND, row=made.pk)
        made.save(force_insert=True)
        schools = letters.schools_of(row.link_id)
        ConcernSide.objects.bulk_create(
            ConcernSide(link_id=row.link_id, concern=made, school_id=school) for school in schools
        )
        Release.objects.unscoped(WHY).filter(piece=row).delete()
        row.state, row.changed = Piece.State.HIDDEN, timezone.now()
        row.save(update_fields=["state", "changed"])
    link = Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=row.link_id)
    letters.concern(link, made.pk, schools)
    record("reported a concern", f"exchange.concern:{made.pk}", by=by, kind=kind)
    return made


@action
def settle_concern(*, by: Viewer, concern: Concern, remove: bool) -> bool:
    """A school's lead settles a concern. When every school has, the piece goes back to its maker's tray; True then.

    `remove` deletes the piece at once, with the concern, and needs no second school: the careful word wins.
    """
    if not by.may(Permission.HANDLE_CONCERNS):
        raise PermissionDenied("Safeguarding leads settle concerns.")
    with walls.inside(concern.link_id):
        sides = ConcernSide.objects.visible_to(by).select_for_update().filter(concern=concern)
        mine = [side for side in sides if side.school_id in by.schools]
        rules.insist(bool(mine))
        piece = Piece.objects.unscoped(WHY).select_for_update().get(pk=concern.piece_id)
        if remove:
            record("removed a piece after a concern", f"exchange.piece:{piece.pk}", by=by)
            _remove([piece])
            return True
        for side in mine:
            if side.settled is None:
                side.settled, side.settled_by_id = timezone.now(), by.person_id
                side.save(update_fields=["settled", "settled_by"])
        open_still = ConcernSide.objects.unscoped(WHY).filter(concern__piece=piece, settled=None).exists()
        if not open_still and piece.state == Piece.State.HIDDEN:
            piece.state, piece.changed = Piece.State.RETURNED, timezone.now()
            piece.save(update_fields=["state", "changed"])
    record("settled a concern", f"exchange.concern:{concern.pk}", by=by, whole=not open_still)
    return not open_still


@action
def forget_concerns(*, by: Viewer, before: datetime) -> tuple[int, int]:
    """Forget concerns that every school has settled; and those reported before a day and never settled, with their hidden pieces.

    How many of each. What was done stays in the audit record, without a word of what was reported.
    """
    rules.insist(by.system)
    with walls.door("concerns are kept until they are settled, and no longer than 90 days"):
        open_sides = ConcernSide.objects.unscoped(WHY).filter(concern=OuterRef("pk"), settled=None)
        settled = Concern.objects.unscoped(WHY).filter(~Exists(open_sides))
        done = settled.count()
        settled.delete()
        stale = list(Piece.objects.unscoped(WHY).filter(concerns__at__lt=before, state=Piece.State.HIDDEN).distinct())
        for piece in stale:
            _remove([piece])
    if done or stale:
        record("forgot concerns", "exchange.concern:0", by=by, settled=done, stale=len(stale))
    return done, len(stale)

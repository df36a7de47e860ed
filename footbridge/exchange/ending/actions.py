"""Ending a room, and erasing one child."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import letters, rules
from footbridge.exchange.labels.actions import remove_label
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import (
    Answer,
    Book,
    Certificate,
    Concern,
    Decision,
    FamilyAnswer,
    FamilyCode,
    FamilyComing,
    FamilyInvitation,
    Game,
    Goodbye,
    KeptDecision,
    Label,
    Lesson,
    Look,
    News,
    Parcel,
    PermissionCount,
    Piece,
    PieceChild,
    Question,
    Release,
    TeacherMessage,
)
from footbridge.exchange.permissions.keeping import copied
from footbridge.exchange.pieces.actions.making import _remove
from footbridge.vault import actions as vault
from footbridge.vault import walls

WHY = "the room of a link has ended"
# in the order in which they can go
TABLES = (
    ("books", Book),
    ("goodbyes", Goodbye),
    ("families who come", FamilyComing),
    ("invitations of families", FamilyInvitation),
    ("answers of families", FamilyAnswer),
    ("codes of families", FamilyCode),
    ("class news", News),
    ("looks", Look),
    ("concerns", Concern),
    ("releases", Release),
    ("children in pieces", PieceChild),
    ("answers", Answer),
    ("questions", Question),
    ("messages", TeacherMessage),
    ("pieces", Piece),
    ("uploads", Parcel),
    ("permissions", Decision),
    ("children", Label),
    ("games", Game),
    ("lessons", Lesson),
)


@action
def end_room(*, by: Viewer, link: Link, because: str, today: date | None = None) -> Certificate:
    """Destroy the key of a room, delete its rows and objects, and write the certificate. Repeated, it answers with the first one.

    The key goes first: from that moment nothing that was ever sealed can be read, in whatever copy. What families said is kept on
    without names until 31 December of the year of `today`. Raises PermissionDenied for anybody but the platform.
    """
    rules.insist(by.system)
    there = Certificate.objects.unscoped(WHY).filter(link=link).first()
    if there is not None:
        return there
    vault.destroy(by=by, lock=lock_of(link.pk), because=because)
    counts = {}
    with walls.inside(link.pk):
        KeptDecision.objects.bulk_create(copied(link.pk, timezone.localdate() if today is None else today))
        for name, model in TABLES:
            rows = model.objects.unscoped(WHY).filter(link=link)  # type: ignore[attr-defined]
            counts[name] = rows.count()
            rows.delete()
    made = Certificate.objects.create(link=link, because=because, counts=counts)
    letters.ended(link)
    record("ended a room", made, by=by, programme=link.linking_year.programme_id, pieces=counts["pieces"])
    return made


@action
def count_and_forget_decisions(*, by: Viewer, today: date) -> int:
    """Count what holds by the lines whose time is over, add it to their year's counts, and delete the lines. How many lines went."""
    rules.insist(by.system)
    with walls.door("lines of the ledger are counted and deleted at the end of their time"):
        over = KeptDecision.objects.unscoped(WHY).filter(until__lt=today)
        newest: dict[tuple[int, UUID, str], str] = {}
        for year, child, use, said in over.order_by("pk").values_list("link__linking_year", "child", "use", "said"):
            newest[year, child, use] = said
        gone, _ = over.delete()
    counts = Counter((year, use, said) for (year, _, use), said in newest.items())
    for (year, use, said), children in counts.items():
        row, _ = PermissionCount.objects.unscoped(WHY).get_or_create(linking_year_id=year, use=use, said=said)
        PermissionCount.objects.unscoped(WHY).filter(pk=row.pk).update(children=F("children") + children)
    if gone:
        record("counted and forgot permissions", "exchange.keptdecision:0", by=by, lines=gone)
    return gone


@action
def erase_child(*, by: Viewer, label: Label) -> int:
    """Erase everything of one child: its label, permissions, every piece it is in, and class pieces by which it could be known.

    How many pieces went. The ledger keeps a restored backup from bringing anything back.
    """
    rules.insist(rules.leads_class(by, label.link_class_id))
    LinkClass.objects.unscoped(WHY).select_for_update().get(pk=label.link_class_id)
    with walls.inside(label.link_id):
        of_class = Piece.objects.unscoped(WHY).filter(link_class=label.link_class_id)
        tagged = list(of_class.filter(children__label=label))
        whole = [one for one in of_class.filter(who=Piece.Who.CLASS) if one.shows_children]
        _remove([*tagged, *whole])
        remove_label(by=by, label=label)
    record("erased a child", f"brokering.linkclass:{label.link_class_id}", by=by, pieces=len(tagged) + len(whole))
    return len(tagged) + len(whole)

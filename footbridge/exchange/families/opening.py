"""A code that was given, for half an hour of a browser: what it opens, asked anew at every request.

The session holds the number of the code's row and of its link, and nothing about the child.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from footbridge.exchange.families import codes
from footbridge.exchange.labels.queries import text_of
from footbridge.exchange.models import FamilyCode, Label
from footbridge.vault import walls
from footbridge.vault.keys import KeyGone

SESSION = "family"
AWAY = timedelta(minutes=30)
WHY = "a family has given its code"


@dataclass(frozen=True)
class Opened:
    """What a code opens: a child of a class, or the class alone."""

    code: UUID
    link: int
    link_class: int
    programme: int
    class_name: str
    label: UUID | None
    child: str


def row_behind(typed: str) -> FamilyCode | None:
    """The live row of a typed code."""
    with walls.door("a family's code is looked up by its hash"):
        return FamilyCode.objects.unscoped(WHY).filter(_live(), hashed=codes.hash_of(typed)).first()


def remember(session: Any, row: FamilyCode) -> None:
    """Note in a browser's session that the code was given."""
    session[SESSION] = {"code": str(row.pk), "link": row.link_id, "at": timezone.now().isoformat()}


def forget(session: Any) -> None:
    """Close what was open."""
    session.pop(SESSION, None)


def opened(session: Any) -> Opened | None:
    """What this browser has opened; None when nothing is, or no more. Three queries."""
    held = session.get(SESSION)
    if not held or datetime.fromisoformat(held["at"]) < timezone.now() - AWAY:
        return None
    with walls.inside(int(held["link"])):
        rows = FamilyCode.objects.unscoped(WHY).filter(_live(), pk=UUID(held["code"]), link=held["link"])
        row = rows.select_related("link__linking_year", "link_class__offered_class").first()
        label = Label.objects.unscoped(WHY).filter(pk=row.label_id).first() if row and row.label_id else None
        if row is None or bool(row.label_id) != bool(label):
            return None
        try:
            child = text_of(label) if label else ""
        except KeyGone:
            return None
    programme = row.link.linking_year.programme_id
    name = row.link_class.offered_class.name
    return Opened(row.pk, row.link_id, row.link_class_id, programme, name, row.label_id, child)


def _live() -> Q:
    return Q(ended=None, expires__gt=timezone.now(), link__state="standing")

"""Verbs of files on their way: begun, sent on in parts, opened, settled, swept away.

A part is sealed before it is kept, and a break costs nothing: the next part begins where the last whole one ended.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.exchange import rules
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.media.remaking import HEAVIEST, NotTaken
from footbridge.exchange.models import Parcel
from footbridge.exchange.pieces.actions.making import CannotChange
from footbridge.vault import objects, switches, walls

WHY = "a file on its way belongs to who sends it"
State = Parcel.State
PART = 2**20  # bytes, at most, of one part that comes by itself
MOST_WAITING = 600_000_000  # bytes of one person's files on their way
RESUMED_WITHIN = timedelta(hours=1)
KEPT = timedelta(days=1)  # a settled one, so that its sender reads what became of it
WAITS = timedelta(days=2)  # for a virus check that is away


class WrongPart(CannotChange):
    """The part does not begin where the last one ended; `got` says where that is."""

    def __init__(self, got: int) -> None:
        super().__init__("This part does not follow the last one.")
        self.got = got


@action
def begin_parcel(*, by: Viewer, link_class: int, size: int, mark: str = "") -> Parcel:
    """Begin to send a file, or go on with one that was broken off: the same `mark`, size, class and person within the hour.

    The mark is what the browser knows the file by; it is kept as a keyed digest. Raises NotTaken for a file that is too large or
    empty, CannotChange where too much is on its way, SwitchedOff while uploads are shut.
    """
    switches.insist_on("uploads")
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None)
    assert link is not None
    if not 0 < size <= HEAVIEST:
        raise NotTaken("heavy" if size else "broken")
    known = hmac.digest(settings.SECRET_KEY.encode(), f"{size}|{mark}".encode(), "sha256").hex() if mark else ""
    with walls.inside(link):
        mine = Parcel.objects.unscoped(WHY).filter(by=by.person_id, link=link)
        there = mine.filter(link_class=link_class, mark=known).exclude(mark="").first()
        if there is not None and there.state in (State.ARRIVING, State.WAITING):
            return there
        if there is not None:
            _forget(there)
        under_way = mine.filter(state__in=[State.ARRIVING, State.WAITING]).aggregate(n=Sum("size"))["n"] or 0
        if under_way + size > MOST_WAITING:
            raise CannotChange("Very much of yours is on its way already. Wait until it is ready, then send more.")
        made = Parcel.objects.create(link_id=link, link_class_id=link_class, by_id=by.person_id, mark=known, size=size)
    record("began to send a file", f"exchange.parcel:{made.pk}", by=by)
    return made


@action
def add_part(*, by: Viewer, parcel: Parcel, offset: int, content: bytes) -> Parcel:
    """Add the part that begins at `offset`. A part that is here already is no trouble. Raises WrongPart for one that leaves a gap."""
    switches.insist_on("uploads")
    rules.insist(rules.leads_class(by, parcel.link_class_id) and parcel.by_id == by.person_id)
    with walls.inside(parcel.link_id):
        row = Parcel.objects.unscoped(WHY).select_for_update().get(pk=parcel.pk)
        if offset + len(content) <= row.got:
            return row
        if offset != row.got or offset + len(content) > row.size or row.state != State.ARRIVING or not content:
            raise WrongPart(row.got)
        objects.put(content, lock=lock_of(row.link_id), kind=f"part-{row.parts}", row=row.pk)
        row.got, row.parts, row.changed = row.got + len(content), row.parts + 1, timezone.now()
        row.state = State.WAITING if row.got == row.size else State.ARRIVING
        row.save(update_fields=["got", "parts", "changed", "state"])
    if row.state == State.WAITING:
        record("sent a file", f"exchange.parcel:{row.pk}", by=by, size=row.size)
    return row


@action
def settle_parcel(*, by: Viewer, parcel: Parcel, pieces: int = 0, why: str = "", wait: bool = False) -> Parcel:
    """Say what became of a whole file: so many pieces, or why it was not taken or waits. Its parts go unless it waits."""
    rules.insist(by.system)
    with walls.inside(parcel.link_id):
        row = Parcel.objects.unscoped(WHY).select_for_update().get(pk=parcel.pk)
        row.pieces, row.why, row.changed = pieces, why[:200], timezone.now()
        row.state = State.WAITING if wait else State.TAKEN if pieces else State.REFUSED
        if not wait:
            _forget_parts(row)
            row.parts = 0
        row.save(update_fields=["pieces", "why", "changed", "state", "parts"])
    if not wait:
        record("settled a file", f"exchange.parcel:{row.pk}", by=by, state=row.state, pieces=pieces)
    return row


@action
def put_away(*, by: Viewer, parcel: Parcel) -> None:
    """The sender has read what became of a file, or breaks it off."""
    rules.insist(parcel.by_id == by.person_id)
    with walls.inside(parcel.link_id):
        for row in Parcel.objects.unscoped(WHY).filter(pk=parcel.pk).exclude(state=State.WAITING):
            _forget(row)
    record("put a file away", f"exchange.parcel:{parcel.pk}", by=by)


@action
def sweep_parcels(*, by: Viewer, now: datetime) -> int:
    """Remove what was broken off more than an hour ago, what was settled a day ago, and refuse what has waited for two days."""
    rules.insist(by.system)
    count = 0
    with walls.door("files on their way that nobody sends on are swept away"):
        rows = Parcel.objects.unscoped(WHY)
        old = list(rows.filter(state=State.ARRIVING, changed__lt=now - RESUMED_WITHIN))
        old += rows.filter(state__in=[State.TAKEN, State.REFUSED], changed__lt=now - KEPT)
        for row in old:
            _forget(row)
        for row in rows.filter(state=State.WAITING, began__lt=now - WAITS):
            settle_parcel(by=by, parcel=row, why="It could not be checked for two days. Please send it again.")
            count += 1
    count += len(old)
    if count:
        record("swept files away", "exchange.parcel:0", by=by, count=count)
    return count


def _forget_parts(row: Parcel) -> None:
    lock = lock_of(row.link_id)
    for n in range(row.parts + 1):  # one more: a part whose row was lost in a crash
        objects.delete(lock=lock, kind=f"part-{n}", row=row.pk)


def _forget(row: Parcel) -> None:
    _forget_parts(row)
    row.delete()

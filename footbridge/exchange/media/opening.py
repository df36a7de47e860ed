"""Opening files that are whole: looked at for viruses, made anew, kept in the tray."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404

from footbridge.access import Viewer
from footbridge.exchange import rules
from footbridge.exchange.classes import OwnClass, own_class
from footbridge.exchange.media import actions, queries
from footbridge.exchange.media.kinds import LATER, kind_of
from footbridge.exchange.media.remaking import NotTaken
from footbridge.exchange.media.taking import take
from footbridge.exchange.models import Parcel
from footbridge.exchange.pictures.rebuilding import NotAPicture, NotChecked
from footbridge.people.models import Person
from footbridge.people.viewers import standings_of, viewer_for
from footbridge.vault import walls
from footbridge.vault.switches import SwitchedOff
from footbridge.vault.troubles import Away

log = structlog.get_logger()
WHY = "whole files are opened for those who sent them"
PLATFORM = "uploads"


def takes_time(start: bytes) -> bool:
    """Whether a file that begins so may be a film, which nobody wants to watch being made anew."""
    return kind_of(start) in LATER


def open_parcel(parcel_id: UUID) -> Parcel | None:
    """Open one whole file here and now; None when it is gone or settled. Opening it twice makes the same pieces once."""
    with walls.door("one whole file is looked up to be opened"):
        row = Parcel.objects.unscoped(WHY).filter(pk=parcel_id, state=Parcel.State.WAITING).first()
    if row is None:
        return None
    system = Viewer.for_system(PLATFORM)
    try:
        by, own = _sender(row)
        with walls.inside(row.link_id):
            content = queries.content_of(row)
        pieces = len(take(by=by, own=own, original=content))
    except NotChecked:
        return actions.settle_parcel(
            by=system,
            parcel=row,
            wait=True,
            why="The virus check cannot be reached. It waits, and is tried again by itself.",
        )
    except SwitchedOff as trouble:
        return actions.settle_parcel(by=system, parcel=row, wait=True, why=str(trouble))
    except Away as trouble:
        why = f"{trouble.words} The file waits, and is tried again by itself."
        return actions.settle_parcel(by=system, parcel=row, wait=True, why=why)
    except (NotAPicture, NotTaken) as trouble:
        return actions.settle_parcel(by=system, parcel=row, why=str(trouble))
    except (PermissionDenied, Http404):
        return actions.settle_parcel(by=system, parcel=row, why="You do not lead this class any more.")
    return actions.settle_parcel(by=system, parcel=row, pieces=pieces)


def open_waiting() -> int:
    """Open every file that waits, oldest first; how many were settled."""
    with walls.door("whole files that wait are looked for"):
        waiting = list(Parcel.objects.unscoped(WHY).filter(state=Parcel.State.WAITING).values_list("pk", flat=True))
    settled = 0
    for one in waiting:
        try:
            row = open_parcel(one)
        except Exception:  # one file must not hold up the others; it waits, and the log says why
            log.exception("parcel_failed", parcel=str(one))
            continue
        settled += row is not None and row.state != Parcel.State.WAITING
    return settled


def _sender(row: Parcel) -> tuple[Viewer, OwnClass]:
    person = Person.objects.filter(pk=row.by_id or 0, is_active=True).first()
    if person is None:
        raise PermissionDenied
    for standing in standings_of(person):  # whichever of their roles leads the class
        by = viewer_for(person, role_in_use=standing.id)
        if rules.leads_class(by, row.link_class_id):
            return by, own_class(by, row.link_class_id)
    raise PermissionDenied

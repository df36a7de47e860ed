"""Paper slips, typed by the teacher."""

from __future__ import annotations

from collections.abc import Mapping

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.exchange import rules
from footbridge.exchange.models import Decision
from footbridge.exchange.permissions.actions import note_decisions
from footbridge.exchange.permissions.queries import Cell, ledger_of, newest
from footbridge.exchange.permissions.uses import Said
from footbridge.vault import walls

NOES = (Said.REFUSED, Said.WITHDRAWN)


@action
def note_slips(*, by: Viewer, link_class: int, said: Mapping[Cell, bool], seen: int) -> tuple[int, set[Cell]]:
    """Note what came back on paper: yes or no by child and use. How many lines were added, and which yeses were not noted.

    A yes on paper where somebody said no before is not noted: two adults who disagree mean no. The table of permissions is where
    the school changes that, knowingly. A no on paper beside a no by code is a line of its own, so that it stands when the other
    adult changes her mind. `seen` as in `note_decisions`.
    """
    held, _ = ledger_of(by, link_class)
    against = {cell for cell, yes in said.items() if yes and held.get(cell) in NOES}
    cells = {
        cell: Said.PERMITTED if yes else Said.WITHDRAWN if held.get(cell) == Said.PERMITTED else Said.REFUSED
        for cell, yes in said.items()
        if cell not in against and not (not yes and held.get(cell) in NOES)
    }
    added, lost = note_decisions(by=by, link_class=link_class, cells=cells, seen=seen)
    if lost:
        now, _ = ledger_of(by, link_class)
        against |= {cell for cell in cells if now.get(cell) != cells[cell]}
    second = {cell for cell, yes in said.items() if not yes and held.get(cell) in NOES}
    return added + _stand_too(by, link_class, second), against


def _stand_too(by: Viewer, link_class: int, cells: set[Cell]) -> int:
    """Note the noes on paper of cells that a family's code has shut already; those the school typed before are there."""
    link = rules.classes_led(by)[link_class]
    with walls.inside(link):
        rows = Decision.objects.visible_to(by).filter(link_class=link_class)
        own = newest(rows.filter(by__isnull=False))
        shut = {cell for cell in cells if own.get(cell) not in NOES and newest(rows).get(cell) in NOES}
        Decision.objects.bulk_create(
            Decision(
                link_id=link, link_class_id=link_class, label_id=label, use=use, said=Said.REFUSED, by_id=by.person_id
            )
            for label, use in shut
        )  # fmt: skip
    if shut:
        record("noted slips beside codes", f"brokering.linkclass:{link_class}", by=by, lines=len(shut))
    return len(shut)

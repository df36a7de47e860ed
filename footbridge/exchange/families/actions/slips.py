"""Paper slips, typed by the teacher."""

from __future__ import annotations

from collections.abc import Mapping

from footbridge.access import Viewer
from footbridge.audit.action import action
from footbridge.exchange.permissions.actions import note_decisions
from footbridge.exchange.permissions.queries import Cell, ledger_of
from footbridge.exchange.permissions.uses import Said

NOES = (Said.REFUSED, Said.WITHDRAWN)


@action
def note_slips(*, by: Viewer, link_class: int, said: Mapping[Cell, bool], seen: int) -> tuple[int, set[Cell]]:
    """Note what came back on paper: yes or no by child and use. How many lines were added, and which yeses were not noted.

    A yes on paper where somebody said no before is not noted: two adults who disagree mean no. The table of permissions is where
    the school changes that, knowingly. `seen` as in `note_decisions`.
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
    return added, against

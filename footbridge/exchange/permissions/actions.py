"""Adding lines to the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.brokering.models import LinkClass
from footbridge.exchange import rules
from footbridge.exchange.models import Decision, Label
from footbridge.exchange.permissions.queries import Cell, ledger_of
from footbridge.exchange.permissions.uses import Said, Use
from footbridge.vault import walls


@action
def note_decisions(*, by: Viewer, link_class: int, cells: Mapping[Cell, str], seen: int) -> tuple[int, int]:
    """Note what families said about children of a class that the viewer leads. How many lines were added, and how many of the
    cells somebody else had changed meanwhile.

    `seen` is the number of the ledger's last line when the table was shown. A cell counts as typed only when it differs from
    what was shown, so that saving an old page takes no withdrawal back; and a cell that both changed keeps the other's word.
    """
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None)
    assert link is not None
    LinkClass.objects.unscoped("a class's ledger is written by one at a time").select_for_update().get(pk=link_class)
    shown, _ = ledger_of(by, link_class, upto=seen)
    now, _ = ledger_of(by, link_class)
    lines, lost = [], 0
    with walls.inside(link):
        own = set(Label.objects.visible_to(by).filter(link_class=link_class).values_list("pk", flat=True))
        for (label, use), said in cells.items():
            before = shown.get((label, use), Said.UNKNOWN)
            holds = now.get((label, use), Said.UNKNOWN)
            if label not in own or said in (before, holds):
                continue
            if holds != before:
                lost += 1
                continue
            lines.append(
                Decision(
                    link_id=link, link_class_id=link_class, label_id=label, use=Use(use).value, said=Said(said).value,
                    by_id=by.person_id,
                )
            )  # fmt: skip
        Decision.objects.bulk_create(lines)
    if lines:
        taken = sum(line.said != Said.PERMITTED for line in lines)
        record("noted permissions", f"brokering.linkclass:{link_class}", by=by, lines=len(lines), taken=taken)
    return len(lines), lost

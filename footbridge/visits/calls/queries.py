"""Reading what is prepared for a call, and who may be seen: how many children, never who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footbridge.access import Viewer
from footbridge.brokering.links.queries import sides_of
from footbridge.brokering.models import LinkClass
from footbridge.exchange.gate import Tightest, tightest
from footbridge.exchange.labels import counts_of
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.permissions.queries import not_permitted
from footbridge.vault import sealing, walls
from footbridge.vault.keys import KeyGone
from footbridge.visits import rules
from footbridge.visits.calls.actions import KIND
from footbridge.visits.calls.checks import CHECKS
from footbridge.visits.models import CallSide, Meeting

WHY = "classes of the link are counted for a call, no child is looked at"


@dataclass(frozen=True)
class Half:
    """One school's part: its meeting link as text, what it has made sure of and what is open."""

    school: str
    mine: bool
    address: str
    keys: Sequence[str]

    @property
    def checks(self) -> list[tuple[str, bool]]:
        """Every check in words, and whether it is done."""
        return [(words, key in self.keys) for key, words in CHECKS.items()]


@dataclass(frozen=True)
class InPicture:
    """How many children of a class may not be seen in a call, of how many on its list."""

    name: str
    school: str
    missing: int
    children: int


def halves_of(viewer: Viewer, meeting: Meeting) -> list[Half]:
    """Each school's part in a call, the own one first; for the teachers of the link alone."""
    if not rules.may_plan(viewer, meeting.link_id):
        return []
    mine, lock = rules.own_side(viewer, meeting.link_id), lock_of(meeting.link_id)
    rows = {row.side_id: row for row in CallSide.objects.visible_to(viewer).filter(meeting=meeting)}
    found = []
    for side in sides_of(meeting.link):
        row, address = rows.get(side.pk), ""
        if row is not None and row.sealed:
            try:
                address = sealing.open_(row.sealed, lock=lock, kind=KIND, row=f"{meeting.pk}:{side.pk}").decode()
            except KeyGone:
                address = ""
        found.append(Half(side.school.name, side.pk == mine, address, row.done if row else ()))
    return sorted(found, key=lambda one: not one.mine)


def who_is_seen(viewer: Viewer, link: int) -> tuple[Tightest, list[InPicture]]:
    """Whether both schools allow live calls, and for each class how many children may not be seen."""
    rule = next(one for one in tightest(link) if one.aspect == "call")
    if not rules.may_plan(viewer, link):
        return rule, []
    classes = LinkClass.objects.unscoped(WHY).filter(link=link).order_by("pk")
    children = counts_of([link])
    with walls.inside(link):
        return rule, [
            InPicture(name, school, not_permitted(pk, ["call"]), children.get(pk, 0))
            for pk, name, school in classes.values_list("pk", "offered_class__name", "school__name")
        ]

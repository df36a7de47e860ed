"""What a draft of the sharing knows: which link has which slot, what is fixed, what is ruled out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from footbridge.access import Viewer
from footbridge.programmes.models import LinkingYear
from footbridge.visits.allocation.problem import Problem
from footbridge.visits.models import Allocation


class Moved(Exception):
    """Somebody changed the draft since the form was made."""


class CannotDo(Exception):
    """The change makes no sense in this draft; the message is for people."""


@dataclass(frozen=True)
class State:
    """Link → slot; links whose slot is fixed; (link, venue) that are ruled out."""

    slots: dict[int, int] = field(default_factory=dict)
    fixed: frozenset[int] = frozenset()
    forbidden: frozenset[tuple[int, int]] = frozenset()

    def to_json(self) -> dict[str, Any]:
        return {
            "slots": sorted(self.slots.items()), "fixed": sorted(self.fixed), "forbidden": sorted(self.forbidden),
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> State:
        return cls(
            dict(kept.get("slots", ())),
            frozenset(kept.get("fixed", ())),
            frozenset((link, venue) for link, venue in kept.get("forbidden", ())),
        )

    def kept_to(self, problem: Problem) -> State:
        """Without links that need no slot any more and slots that are gone or too full for what stands there."""
        slots, room = {}, {slot.id: (slot.classes, slot.children) for slot in problem.slots}
        for link_id, slot_id in sorted(self.slots.items(), key=lambda one: (one[0] not in self.fixed, one)):
            link = problem.link_by_id.get(link_id)
            if link is None or slot_id not in room:
                continue
            left = (room[slot_id][0] - link.classes, room[slot_id][1] - link.children)
            if min(left) >= 0:
                slots[link_id], room[slot_id] = slot_id, left
        return State(slots, self.fixed & slots.keys(), self.forbidden)

    def asked(self, problem: Problem) -> Problem:
        """The problem with what is fixed and forbidden here."""
        fixed = {link: self.slots[link] for link in self.fixed if link in self.slots}
        return replace(problem, fixed=fixed, forbidden=self.forbidden)


def open_draft(by: Viewer, year: LinkingYear) -> Allocation | None:
    """The year's draft, if one was begun."""
    return Allocation.objects.visible_to(by).filter(linking_year=year).first()

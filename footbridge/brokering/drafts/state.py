"""What is in a draft, as one value. Every change makes a new value; the old one stays in the draft's history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Group = tuple[int, ...]
"""Classes of one link, by number, ascending."""


def group_of(classes: Iterable[int]) -> Group:
    """The classes of a link in the one order they are kept in."""
    return tuple(sorted(set(classes)))


def key_of(group: Group) -> str:
    """A link of a draft as it stands in an address: "12-31"."""
    return "-".join(map(str, group))


def group_from(key: str) -> Group:
    """The classes of a key; empty where it is none."""
    parts = key.split("-")
    return group_of(int(part) for part in parts) if all(part.isascii() and part.isdecimal() for part in parts) else ()


@dataclass(frozen=True)
class Ban:
    """Two schools that the facilitator rules out for each other, with her reason."""

    one: int
    two: int
    reason: str = ""

    @classmethod
    def between(cls, one: int, two: int, reason: str = "") -> Ban:
        return cls(min(one, two), max(one, two), reason)

    @property
    def pair(self) -> frozenset[int]:
        return frozenset((self.one, self.two))


@dataclass(frozen=True)
class DraftState:
    """Links, which of them are fixed, what is ruled out, who is held back and why, weights and rules.

    `weights` are the programme's words (`footbridge.programmes.models.default_weights`, 0 to 1) plus "fairness"; `rules` those of
    `footbridge.brokering.problem.building.DEFAULT_RULES`. A class stands in one link at most.
    """

    groups: tuple[Group, ...] = ()
    fixed: frozenset[Group] = frozenset()
    bans: tuple[Ban, ...] = ()
    held: Mapping[int, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        classes = [one for group in self.groups for one in group]
        if len(classes) != len(set(classes)):
            raise ValueError("A class stands in two links of the draft.")
        if not self.fixed <= set(self.groups):
            raise ValueError("A link is fixed that is not in the draft.")

    @property
    def classes(self) -> frozenset[int]:
        """Every class in a link of this draft."""
        return frozenset(one for group in self.groups for one in group)

    def group_with(self, class_id: int) -> Group | None:
        """The link a class stands in."""
        return next((group for group in self.groups if class_id in group), None)

    def with_group(self, classes: Iterable[int]) -> DraftState:
        """Link these classes and fix the link; links that any of them stood in are parted."""
        new = group_of(classes)
        kept = tuple(group for group in self.groups if not set(group) & set(new))
        held = {one: why for one, why in self.held.items() if one not in new}
        return replace(self, groups=tuple(sorted((*kept, new))), fixed=(self.fixed & set(kept)) | {new}, held=held)

    def without(self, group: Group) -> DraftState:
        """Part a link: its classes wait."""
        return replace(self, groups=tuple(one for one in self.groups if one != group), fixed=self.fixed - {group})

    def with_fixed(self, group: Group, fixed: bool = True) -> DraftState:
        """Fix a link, so that it stays when links are proposed again; or let it go free."""
        return replace(self, fixed=self.fixed | {group} if fixed else self.fixed - {group})

    def with_ban(self, ban: Ban, schools: Mapping[int, int]) -> DraftState:
        """Rule two schools out for each other and part their links. `schools` maps classes to schools."""
        kept = tuple(g for g in self.groups if not ban.pair <= {schools.get(one) for one in g})
        bans = (*(one for one in self.bans if one.pair != ban.pair), ban)
        return replace(self, groups=kept, fixed=self.fixed & set(kept), bans=bans)

    def without_ban(self, pair: frozenset[int]) -> DraftState:
        """Allow two schools for each other again."""
        return replace(self, bans=tuple(one for one in self.bans if one.pair != pair))

    def with_held(self, class_id: int, reason: str) -> DraftState:
        """Hold a class back: it is left out until it is released. Its link is parted."""
        group = self.group_with(class_id)
        state = self.without(group) if group else self
        return replace(state, held={**self.held, class_id: reason})

    def released(self, class_id: int) -> DraftState:
        """Let a class that was held back take part again."""
        return replace(self, held={one: why for one, why in self.held.items() if one != class_id})

    def with_links(self, groups: Iterable[Group]) -> DraftState:
        """The links of a new proposal; what is fixed stays fixed where it is in it."""
        new = tuple(sorted({group_of(group) for group in groups}))
        return replace(self, groups=new, fixed=self.fixed & set(new))

    def kept_to(self, free: frozenset[int]) -> DraftState:
        """Only what still can be: links of free classes; classes that went into live links or away drop out."""
        groups = tuple(group for group in self.groups if set(group) <= free)
        held = {one: why for one, why in self.held.items() if one in free}
        return replace(self, groups=groups, fixed=self.fixed & set(groups), held=held)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "groups": [list(group) for group in self.groups],
            "fixed": [list(group) for group in sorted(self.fixed)],
            "bans": [[ban.one, ban.two, ban.reason] for ban in self.bans],
            "held": {str(one): why for one, why in self.held.items()},
            "weights": dict(self.weights),
            "rules": dict(self.rules),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DraftState:
        """From `to_json`'s values."""
        return cls(
            groups=tuple(group_of(group) for group in data.get("groups", ())),
            fixed=frozenset(group_of(group) for group in data.get("fixed", ())),
            bans=tuple(Ban(one, two, reason) for one, two, reason in data.get("bans", ())),
            held={int(one): why for one, why in data.get("held", {}).items()},
            weights=dict(data.get("weights", {})),
            rules=dict(data.get("rules", {})),
        )

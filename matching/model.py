"""What goes in: schools, offered classes, wishes, weights, rules, and what is already decided.

Every input is a frozen dataclass. Distances are metres, places are British National Grid eastings and
northings in metres, sizes are children, weights are points (one point is 1,000,000 micro-units of worth).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathlib import Path

Together = Literal["together", "apart", "any"]
Partner = Literal["same", "another", "indifferent"]
Repeat = Literal["keep", "avoid", "indifferent"]
Shape = Literal["pair", "block2", "block3", "triad"]

MICRO = 1_000_000
"""Micro-units of worth in one point."""

PAIR_ONLY: frozenset[Shape] = frozenset({"pair"})
ALL_SHAPES: frozenset[Shape] = frozenset({"pair", "block2", "block3", "triad"})


@dataclass(frozen=True, slots=True)
class School:
    """A school as the engine needs it.

    `compositions` maps a characteristic ("ethnicity", "fsm", "eal", …) to the shares of its groups, which add up
    to one, or to None where nothing is published: unknown is unknown, not zero. `easting` and `northing` are metres
    on the British National Grid, both or neither. `kinds` adds any further kind of school to those that
    follow from phase, character and setting (see `all_kinds`).
    """

    id: str
    name: str
    easting: float | None = None
    northing: float | None = None
    compositions: Mapping[str, tuple[float, ...] | None] = field(default_factory=dict)
    phase: str | None = None
    character: str | None = None
    urban_rural: str | None = None
    step_free: bool | None = None
    kinds: frozenset[str] = frozenset()

    def all_kinds(self) -> frozenset[str]:
        """The kinds a wish can name: "phase:primary", "character:catholic", "setting:rural", and `kinds`."""
        named = (("phase", self.phase), ("character", self.character), ("setting", self.urban_rural))
        return self.kinds | {f"{what}:{value.lower()}" for what, value in named if value}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a school asks for its class. Red lines are never crossed; wishes count for the worth of a link.

    Red lines: `max_distance` (metres), `needs_step_free`, `refused_kinds`, `refused_schools`, `never_three` (no link of
    three schools), and "apart" in
    `together` (classes of this school must go to different partner schools). Wishes: the rest. `days` are
    names of days that suit ("mon", "tue", …); an empty set means any day.
    """

    max_distance: float | None = None
    needs_step_free: bool = False
    refused_kinds: frozenset[str] = frozenset()
    refused_schools: frozenset[str] = frozenset()
    wanted_kinds: frozenset[str] = frozenset()
    wanted_schools: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    together: Together = "any"
    three_schools: bool = False
    never_three: bool = False
    partner: Partner = "indifferent"


@dataclass(frozen=True, slots=True)
class OfferedClass:
    """A class offered for linking: `year_groups` as numbers (Reception is 0), `size` in children or None."""

    id: str
    school: str
    year_groups: frozenset[int] = frozenset()
    size: int | None = None
    wishes: Wishes = Wishes()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of a link's worth counts, in points.

    `characteristics` weighs contact gained (0 to 1) per characteristic; `travel_per_km` is taken off per kilometre in
    a straight line; `wish` is added for each wish met; `repeat` is added or taken off for last year's pairs
    that a programme keeps or avoids; `together` is added when classes of a school that wish to go together do;
    `triad` is taken off for a three-school link that nobody wished for; `fairness` between 0 and 1 moves from
    "the most total worth" to "the worst link as good as can be".
    """

    characteristics: Mapping[str, float] = field(default_factory=lambda: {"ethnicity": 1.0, "fsm": 0.5, "eal": 0.5})
    travel_per_km: float = 0.01
    wish: float = 0.05
    repeat: float = 0.1
    together: float = 0.1
    triad: float = 0.1
    fairness: float = 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What may not be linked. None switches a rule off. Distances are metres in a straight line.

    `max_year_gap` is the number of years between the nearest year groups of two classes; `max_size_ratio` is the
    larger size over the smaller; `common_day` makes having a day in common a rule and not only a wish.
    """

    max_year_gap: int | None = 1
    max_distance: float | None = None
    max_size_ratio: float | None = 2.0
    step_free: bool = True
    common_day: bool = False


@dataclass(frozen=True, slots=True)
class LastYear:
    """Two schools that were linked last year, and whether the programme keeps or avoids that, or neither."""

    school_a: str
    school_b: str
    policy: Repeat = "indifferent"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A head of one of two schools declined the other; they are not proposed to each other again."""

    school_a: str
    school_b: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a proposal depends on.

    `fixed` and `standing` are groups of class ids (two for a pair, 2k for a block of two schools, three for three
    schools): a fixed link was pinned by the facilitator in this draft; a standing link is agreed and only shown.
    Classes in either are not available to others. `forbidden` are pairs of class ids that may not be linked.
    `held_back` are classes left out of this proposal on purpose. `time_limit` is seconds for the shapes.
    Raises nothing by itself: `matching.check(problem)` and `solve` raise `BadProblem`.
    """

    classes: tuple[OfferedClass, ...]
    schools: tuple[School, ...]
    weights: Weights = Weights()
    rules: Rules = Rules()
    fixed: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
    standing: tuple[tuple[str, ...], ...] = ()
    last_year: tuple[LastYear, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    held_back: frozenset[str] = frozenset()
    shapes: frozenset[Shape] = PAIR_ONLY
    coverage_first: bool = True
    time_limit: float = 5.0
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        """This problem as plain JSON values."""
        from matching.jsonio import encode

        out: dict[str, Any] = encode(self)
        return out

    @classmethod
    def from_json(cls, data: object) -> Problem:
        """A problem from plain JSON values (a dict). Raises `BadProblem` with the place of the first thing wrong."""
        from matching.jsonio import decode

        return decode(cls, data, "problem")

    @classmethod
    def read(cls, path: str | Path) -> Problem:
        """A problem from a JSON file. Raises `BadProblem` when it is not JSON or not a problem."""
        from matching.jsonio import read_json

        return cls.from_json(read_json(path))

    def with_changes(
        self,
        *,
        fix: tuple[tuple[str, ...], ...] = (),
        unfix: tuple[tuple[str, ...], ...] = (),
        forbid: tuple[tuple[str, str], ...] = (),
        allow: tuple[tuple[str, str], ...] = (),
        weights: Weights | None = None,
        rules: Rules | None = None,
        classes: tuple[OfferedClass, ...] = (),
        shapes: frozenset[Shape] | None = None,
    ) -> Problem:
        """The same problem after some changes of mind; `classes` replaces classes of the same id and adds new ones."""
        unfixed = {frozenset(group) for group in unfix}
        allowed = {frozenset(pair) for pair in allow}
        newer = {one.id: one for one in classes}
        kept = tuple(newer.pop(one.id, one) for one in self.classes)
        return replace(
            self,
            classes=kept + tuple(newer.values()),
            fixed=tuple(g for g in self.fixed if frozenset(g) not in unfixed) + fix,
            forbidden=tuple(p for p in self.forbidden if frozenset(p) not in allowed) + forbid,
            weights=weights or self.weights,
            rules=rules or self.rules,
            shapes=self.shapes if shapes is None else shapes,
        )

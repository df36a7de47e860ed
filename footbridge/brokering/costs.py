"""A rough cost of coaches, from one stated formula. A programme may set its own three numbers.

One coach there and back costs a base price plus a price per kilometre of road, there and back; a road is taken to be a third longer than
the straight line. A coach has 53 seats; one adult comes with every eight children. Costs are pounds, rounded to ten.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from footbridge.ui.miles import KM_IN_A_MILE

ROAD_PER_STRAIGHT = 1.3
SEATS = 53
CHILDREN_PER_ADULT = 8
CLASS_OF_UNKNOWN_SIZE = 30
SENTENCE = (
    "Each coach there and back is taken to cost £{base:.0f} and £{per_mile:.2f} for every mile of road; the road is taken to be a "
    "third longer than the straight line. It is a rough figure to plan with, not a quotation."
)


@dataclass(frozen=True)
class CoachPrices:
    """A programme's numbers: pounds a coach and pounds a kilometre of road."""

    base: float = 180.0
    per_km: float = 2.0

    @classmethod
    def of(cls, pairing_rules: Mapping[str, Any]) -> CoachPrices:
        """The programme's own prices, `coach_base` and `coach_per_km`, where it set them."""
        return cls(
            float(pairing_rules.get("coach_base", cls.base)), float(pairing_rules.get("coach_per_km", cls.per_km))
        )

    @property
    def sentence(self) -> str:
        """How the cost is reckoned, for people."""
        return SENTENCE.format(base=self.base, per_mile=self.per_km * KM_IN_A_MILE)


def coaches(sizes: Sequence[int | None]) -> int:
    """How many coaches classes of these sizes need together, their adults included."""
    children = sum(CLASS_OF_UNKNOWN_SIZE if size is None else size for size in sizes)
    return math.ceil((children + math.ceil(children / CHILDREN_PER_ADULT)) / SEATS)


def trip(sizes: Sequence[int | None], metres: float, prices: CoachPrices) -> int:
    """Pounds for these classes to go `metres` (straight line) and back, rounded to ten."""
    road = 2 * metres / 1000 * ROAD_PER_STRAIGHT
    return int(round(coaches(sizes) * (prices.base + prices.per_km * road), -1))


def year_for_school(
    sizes: Sequence[int | None], metres: float | None, meetings: Sequence[str], prices: CoachPrices, partners: int = 1
) -> int | None:
    """Pounds of coaches for one school in a year of these meetings; None where a place is not known.

    A visit to a partner school is one trip; a meeting at a neutral venue is taken to be half the way. A school hosts as often as its
    partners do, so of the meetings that a school hosts it travels to those of the others.
    """
    if metres is None:
        return None
    hosted = sum(kind in ("host_a", "host_b") for kind in meetings)
    away = round(hosted * partners / (partners + 1))
    elsewhere = sum(kind in ("neutral", "celebration", "goodbye") for kind in meetings)
    return away * trip(sizes, metres, prices) + elsewhere * trip(sizes, metres / 2, prices)

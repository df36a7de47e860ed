"""The picture that explains the measure: two made-up classes of ten children each, before and after they link."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.brokering.contact import often
from footbridge.ui.charts import Pair, Shares
from matching.measure import across, contact_gained, within


@dataclass(frozen=True)
class Example:
    """Two classes and what linking them would bring."""

    title: str
    words: str
    shares: Shares
    pair: Pair
    gained: str


def measure_examples() -> list[Example]:
    """Unlike classes gain much, like classes little, and classes that are mixed already have their contact inside."""
    return [
        _example("Two unlike classes", (0.9, 0.1), (0.2, 0.8)),
        _example("Two classes alike", (0.9, 0.1), (0.8, 0.2)),
        _example("Two mixed classes", (0.5, 0.5), (0.5, 0.5)),
    ]


def _example(title: str, one: tuple[float, float], two: tuple[float, float]) -> Example:
    before, after = (within(one) + within(two)) / 2, across(one, two)
    words = f"Inside the classes two children differ {often(before)}; across the link {often(after)}."
    chart = Shares(title, ["Children of one background", "Children of another"], [("Class A", one), ("Class B", two)])
    return Example(title, words, chart, Pair(words, before, after), f"{contact_gained(one, two):.2f}")

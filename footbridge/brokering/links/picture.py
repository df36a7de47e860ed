"""The pictures that explain the measure: two made-up classes before and after they link; for a head, and for a funder."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.brokering.contact import often
from footbridge.ui.charts import Bar, Bars, Pair, Shares
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


CLASS_A, CLASS_B = (0.9, 0.1), (0.3, 0.7)

# Sixty classes of real schools of Oldham, paired in four ways: mean contact gained of a link for ethnic background, from
# docs/matching/benchmark.md (made by `./run bench matching`).
WAYS = (("Nearest school first", 0.082), ("By chance", 0.173), ("By Footbridge", 0.337))


@dataclass(frozen=True)
class ForHead:
    """Two classes of thirty as a head sees them, and how often a child of each meets somebody of the other background."""

    classes: Shares
    meetings: Bars
    words: tuple[str, ...]


def for_a_head() -> ForHead:
    """Class A and class B, now and together."""
    between = across(CLASS_A, CLASS_B)
    chart = Shares(
        "Who is in the two classes",
        ["Children of one background", "Children of another"],
        [("Class A", CLASS_A), ("Class B", CLASS_B)],
    )
    bars = [Bar("A child of class A", between, within(CLASS_A)), Bar("A child of class B", between, within(CLASS_B))]
    names = ("In the own class", "With the partner class")
    meetings = Bars("How often it meets a child of the other background", bars, percent=True, names=names)
    words = tuple(
        f"A child of class {name} meets somebody of another background {often(within(own))} in the own class, and "
        f"{often(between)} with the partner class."
        for name, own in (("A", CLASS_A), ("B", CLASS_B))
    )
    return ForHead(chart, meetings, words)


def for_a_funder() -> Bars:
    """What pairing well adds: the same classes, paired in several ways."""
    bars = [Bar(name, gained) for name, gained in WAYS]
    return Bars("Contact gained by a link, in the mean", bars, percent=True, paint="plum")


def _example(title: str, one: tuple[float, float], two: tuple[float, float]) -> Example:
    before, after = (within(one) + within(two)) / 2, across(one, two)
    words = f"Inside the classes two children differ {often(before)}; across the link {often(after)}."
    chart = Shares(title, ["Children of one background", "Children of another"], [("Class A", one), ("Class B", two)])
    return Example(title, words, chart, Pair(words, before, after), f"{contact_gained(one, two):.2f}")

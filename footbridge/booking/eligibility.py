"""Rules of rooms above about who may book what, and which partners belong together.

Booking stands below training, so training registers its rule here under a name, and its occasions carry the name in `rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from footbridge.booking.models import Occasion

Refusal = Callable[[Occasion, int | None, int | None], str]
Hints = Callable[[Occasion, Collection[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Rule:
    """`refusal(occasion, person id, school id)` says in a sentence why somebody cannot book, or nothing.

    `hints(occasion, place ids)` says for each place, where there is something to say, what its organiser should know: “partner
    teacher is booked on the other date”. One call per page, so that it costs a fixed number of queries.
    """

    refusal: Refusal = lambda occasion, person, school: ""
    hints: Hints = lambda occasion, places: {}


@dataclass(frozen=True)
class ClassToInvite:
    """A class of a standing link, for a celebration: numbers of link, class and school, names, children if known."""

    link: int
    link_class: int
    school: int
    class_name: str
    children: int | None


_rules: dict[str, Rule] = {}
_classes: list[Callable[[int], list[ClassToInvite]]] = []
_leaders: list[Callable[[Collection[int]], Mapping[int, list[tuple[str, str]]]]] = []


def register_rule(name: str, rule: Rule) -> None:
    """A room above gives a rule a name. Raises ValueError when the name is taken by another rule."""
    if name in _rules and _rules[name] is not rule:
        raise ValueError(f"There is a rule {name} already.")
    _rules[name] = rule


def refusal(occasion: Occasion, person: int | None, school: int | None) -> str:
    """What the occasion's own rule says; an unknown rule refuses, because nobody can say who may come."""
    if not occasion.rule:
        return ""
    rule = _rules.get(occasion.rule)
    return rule.refusal(occasion, person, school) if rule else "This occasion is not open to you."


def hints(occasion: Occasion, places: Collection[int]) -> Mapping[int, str]:
    """What the organiser should know about places, by their numbers."""
    rule = _rules.get(occasion.rule)
    return rule.hints(occasion, places) if rule else {}


def register_linked_classes(
    classes: Callable[[int], list[ClassToInvite]],
    leaders: Callable[[Collection[int]], Mapping[int, list[tuple[str, str]]]],
) -> None:
    """Brokering tells which classes of a linking year are linked (`classes(year id)`), and names and addresses of who leads
    them (`leaders(numbers of classes)`)."""
    _classes.append(classes)
    _leaders.append(leaders)


def linked_classes(year: int) -> list[ClassToInvite]:
    """Every class of a standing link of a linking year."""
    return [one for find in _classes for one in find(year)]


def leaders(classes: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Name and address of those who lead these classes, by the number of the class."""
    found: dict[int, list[tuple[str, str]]] = {one: [] for one in classes}
    for find in _leaders:
        for one, people in find(classes).items():
            found[one].extend(people)
    return found

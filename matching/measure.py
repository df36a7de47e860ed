"""The measure of difference: how much contact a link makes possible.

For one characteristic with class shares p and q: the chance that two children of one class differ is W = 1 − Σp²,
the chance that a child and a partner child differ is B = 1 − Σpq, and the contact gained by linking is
B − (W_p + W_q)/2 = ½Σ(p − q)². It is never negative, zero for equal classes and one when each class is of one group and
the groups differ. (Greenberg 1956 for W and B; the difference is Rao's 1982 dissimilarity of quadratic entropy.)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def within(p: Sequence[float]) -> float:
    """Chance that two children of one class differ, 1 − Σp²; `p` are shares that add up to one."""
    return 1.0 - sum(x * x for x in p)


def across(p: Sequence[float], q: Sequence[float]) -> float:
    """Chance that a child and a child of the partner class differ, 1 − Σpq."""
    return 1.0 - sum(x * y for x, y in zip(p, q, strict=True))


def contact_gained(p: Sequence[float], q: Sequence[float]) -> float:
    """Contact gained by linking classes of shares `p` and `q`, ½Σ(p − q)²: 0 (alike) to 1 (nothing shared)."""
    return 0.5 * sum((x - y) ** 2 for x, y in zip(p, q, strict=True))


def times(chance: float) -> str:
    """A chance as "3 times in 4", with a denominator of ten at most."""
    if chance <= 0.04:
        return "almost never"
    if chance >= 0.96:
        return "almost every time"
    part = Fraction(chance).limit_denominator(5 if 0.15 < chance < 0.85 else 10)
    if part.numerator == 1:
        return f"once in {part.denominator}"
    return f"{part.numerator} times in {part.denominator}"


OF_THE_WHOLE_SCHOOL = {
    "character": (
        "The schools are of different religious character.",
        "Both schools are of the same religious character.",
    ),
    "religion": (
        "The schools are of different religious character.",
        "Both schools are of the same religious character.",
    ),
    "setting": ("One school is in a town and the other in the country.", "Both schools are in the same kind of place."),
    "urban_rural": (
        "One school is in a town and the other in the country.",
        "Both schools are in the same kind of place.",
    ),
}
"""What to say where every child of a school counts as one group: the schools differ, or they do not."""


def before_and_after(inside: float, outside: float, characteristic: str) -> str:
    """One sentence for a head teacher: chances of meeting a different child within the class, and across the link."""
    if characteristic in OF_THE_WHOLE_SCHOOL and inside == 0 and outside in (0, 1):
        return OF_THE_WHOLE_SCHOOL[characteristic][0 if outside else 1]
    what = {
        "ethnicity": "another ethnic background",
        "fsm": "a family with a different income",
        "eal": "a different first language at home",
        "religion": "another kind of faith school",
        "character": "another kind of faith school",
        "setting": "another kind of place, town or country,",
        "urban_rural": "another kind of place, town or country,",
    }.get(characteristic, f"another group ({characteristic.replace('_', ' ')})")
    first, then = times(inside), times(outside)
    if first == then:
        return f"A child meets a child of {what} {first}, in the own class as with the partner class."
    return f"A child who in class meets a child of {what} {first} would do so {then} with the partner class."

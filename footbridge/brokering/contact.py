"""The measure of difference in words and small bars: who meets whom now, and who would meet whom in a link.

For one characteristic, with shares p of one school and q of the other: two children of one school differ with chance 1 − Σp², a child and a
partner child with chance 1 − Σpq (docs/process.md). School shares stand for class shares; what a school does not publish is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from footbridge.brokering.problem.facts import CHARACTERISTICS, PoolSchool
from footbridge.ui.charts import Pair
from matching.measure import across, within

BARRED = ("ethnicity", "fsm", "eal")
WHOM = {
    "ethnicity": "someone of another ethnic background",
    "fsm": "someone from a family of a different income (by free school meals)",
    "eal": "someone whose first language differs (English or another)",
}
FAITH_WORDS = {
    "church": "church school",
    "faith_other": "school of another faith",
    "non_faith": "school without a religious character",
}
PAINTS = {"ethnicity": "river", "fsm": "plum", "eal": "coral"}


DENOMINATORS = (2, 3, 4, 5)
NEAR_ENOUGH = 0.035


def often(chance: float) -> str:
    """A chance in words people use: "once in 5", "3 times in 4", "almost never"."""
    for of in DENOMINATORS:
        times = round(chance * of)
        if 0 < times < of and abs(times / of - chance) <= NEAR_ENOUGH:
            return _times(times, of)
    if 0.075 <= chance < 0.95:
        tenths = round(chance * 10)
        return _times(tenths, 10) if tenths != 5 else _times(1, 2)
    return "almost every time" if chance > 0.5 else "once in 20" if chance >= 0.035 else "almost never"


def _times(count: int, of: int) -> str:
    return f"once in {of}" if count == 1 else f"{count} times in {of}"


@dataclass(frozen=True)
class ContactLine:
    """One characteristic of a link: chances from 0 to 1 before (mean of the schools) and after, and what that means for each school."""

    characteristic: str
    label: str
    before: float | None
    after: float | None
    short: str
    sentences: tuple[str, ...]
    rises: tuple[bool, ...] = ()
    """School by school, whether its own children would meet others noticeably more often than now."""

    @property
    def known(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def gained(self) -> float | None:
        """Contact gained, 0 to 1; None where unknown."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def pair(self) -> Pair:
        """The two small bars."""
        return Pair(f"{self.label}: {self.short}", self.before, self.after, PAINTS[self.characteristic])


def contact_of(schools: Sequence[PoolSchool]) -> tuple[ContactLine, ...]:
    """A line for each characteristic that schools publish."""
    return tuple(_line(name, schools) for name in BARRED)


def kinds_said(schools: Sequence[PoolSchool]) -> tuple[str, ...]:
    """How the schools differ as schools, in words: character, town and country. Nothing where they do not differ."""
    said = []
    faiths = list(dict.fromkeys(FAITH_WORDS[school.faith] for school in schools))
    if len(faiths) > 1:
        said.append(f"A {' meets a '.join(faiths)}.")
    places = {school.is_urban for school in schools}
    if {True, False} <= places:
        said.append("A town school meets a country school.")
    return tuple(said)


def _line(name: str, schools: Sequence[PoolSchool]) -> ContactLine:
    shares = [school.compositions.get(name) for school in schools]
    silent = [school.name for school, share in zip(schools, shares, strict=True) if share is None]
    label = CHARACTERISTICS[name]
    if silent:
        words = (
            f"{' and '.join(silent)} {'publish' if len(silent) > 1 else 'publishes'} no figures, so this is not known."
        )
        return ContactLine(name, label, None, None, "not known", (words,))
    known = [share for share in shares if share is not None]
    inside = [within(share) for share in known]
    ways = {(a, b): across(known[a], known[b]) for a, b in combinations(range(len(known)), 2)}
    sentences, rises = [], []
    for place, school in enumerate(schools):
        own = [chance for pair, chance in ways.items() if place in pair]
        mean = sum(own) / len(own)
        sentences.append(_sentence(school.name, WHOM[name], inside[place], mean))
        rises.append(mean > inside[place] and often(mean) != often(inside[place]))
    before, after = sum(inside) / len(inside), sum(ways.values()) / len(ways)
    said = f"{often(before)} now, {often(after)} together"
    return ContactLine(name, label, before, after, said, tuple(sentences), tuple(rises))


def _sentence(school: str, whom: str, before: float, after: float) -> str:
    now, then = often(before), often(after)
    if now == then:
        return f"A child of {school} meets {whom} {now}, at school and with the partner alike."
    unit = " encounters" if " in " in now else ""
    return f"A child of {school} who now meets {whom} {now}{unit} would do so {then} with the partner."

"""Wishes in a school's own words: the usual ones understood, the words themselves always kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_DAYS = {"mon": "mon", "tue": "tue", "wed": "wed", "thu": "thu", "fri": "fri"}
_KINDS = (
    ("church", r"church|c of e|cofe|catholic|christian"),
    ("rural", r"rural|village|countryside"),
    ("urban", r"urban|city|town\b|inner[- ]city"),
    ("independent", r"independent|private school"),
    ("special", r"special school"),
    ("faith_other", r"another faith|other faith|muslim|sikh|hindu|jewish"),
    ("non_faith", r"non-?faith|no(?:t a)? (?:religious|church|faith)"),
)
_REFUSES = re.compile(r"\b(?:not|no|never|rather not|avoid|except)\b[^.;]*")


@dataclass
class Understood:
    """What a wish was taken to mean; empty fields were not spoken of."""

    partner_wish: str = ""
    wanted_kinds: list[str] = field(default_factory=list)
    days_not: list[str] = field(default_factory=list)
    needs_step_free: bool = False
    near: bool = False

    def sentences(self) -> list[str]:
        """The same for people."""
        from footbridge.interest.models import DAYS, PARTNER_KINDS, Interest

        said = []
        if self.partner_wish:
            said.append(Interest.PartnerWish(self.partner_wish).label)
        said += [label for key, label in PARTNER_KINDS if key in self.wanted_kinds]
        if self.days_not:
            said.append("Not on " + " or ".join(label for key, label in DAYS if key in self.days_not))
        if self.needs_step_free:
            said.append("Step-free access")
        if self.near:
            said.append("Not far to travel (no number given)")
        return said


def understand(text: str) -> Understood:
    """The usual wishes found in free text. What it does not know it leaves to the reader, so nothing is guessed."""
    words = text.lower()
    found = Understood()
    if re.search(r"\bsame (?:partner|school|link)|stay with (?:our|the same)", words) and "not the same" not in words:
        found.partner_wish = "same"
    elif re.search(r"\b(?:different|another|new) (?:partner|school|link)|not the same (?:partner|school)", words):
        found.partner_wish = "another"
    elif re.search(r"happy with any|any ?one|no preference|don't mind|any school", words):
        found.partner_wish = "any"
    if not _REFUSES.search(words):  # “not a church school” is a red line, for a person to read
        found.wanted_kinds = [key for key, pattern in _KINDS if key != "non_faith" and re.search(pattern, words)]
    found.days_not = [
        day
        for day in _DAYS
        if re.search(rf"\b{day}[a-z]*\b", words) and re.search(r"swim|not|can'?t|busy|assembl|avoid|never|pe\b", words)
    ]
    found.needs_step_free = bool(re.search(r"step[- ]?free|wheelchair|ramp|disabled access", words))
    found.near = bool(
        re.search(r"not too far|close by|nearby|short (?:journey|drive)|coach budget|local partner", words)
    )
    return found


def asks_again(text: str) -> bool:
    """Whether a no asks to be asked next year."""
    return bool(
        re.search(r"ask (?:us )?(?:again )?next year|ask again|try (?:us )?next year|next year please", text.lower())
    )

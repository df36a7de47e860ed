"""Words that say where or when a class is: found in the news before parents read it (D6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    "aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
TH = "(?:st|nd|rd|th)?"
CLOCK = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b(?!\.\d)|\b(?:1[0-2]|[1-9])(?:[:.][0-5]\d)?\s?[ap]\.?m\b|"
    r"\bo['’]clock\b|\b(?:half|quarter) (?:past|to)\b|\b(?:noon|midday)\b",
    re.I,
)
DATE = re.compile(
    rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b\d{{4}}-\d\d-\d\d\b|"
    rf"\b\d{{1,2}}{TH}\s(?:of\s)?{MONTH}\b|\b{MONTH}\s\d{{1,2}}{TH}\b|\bon the \d{{1,2}}(?:st|nd|rd|th)\b",
    re.I,
)
COMING = re.compile(
    r"\b(?:tomorrow|tonight|next (?:week|month|term|(?:mon|tues|wednes|thurs|fri)day)|"
    r"(?:on|this) (?:mon|tues|wednes|thurs|fri)day)\b",
    re.I,
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.I)
COMMON = frozenset(
    "the and for of school primary academy junior infant church england catholic "  # noqa: SIM905
    "centre center hall museum community college street road".split()
)


@dataclass(frozen=True)
class Found:
    """What a text gives away: the sentence for the teacher, and whether the text cannot go out with it."""

    words: str
    must_go: bool


def gives_away(text: str, names: Iterable[str]) -> list[Found]:
    """What in a text says where or when. `names` are those of venues and schools of the link."""
    found = []
    for pattern, what in (
        (CLOCK, "a time of day"),
        (DATE, "a date"),
        (COMING, "a day that comes"),
        (POSTCODE, "a postcode"),
    ):
        if hit := pattern.search(text):
            found.append(
                Found(f"“{hit.group(0)}” looks like {what}. Class news says neither when nor where: take it out.", True)
            )
    plain = _plain(text)
    for name in dict.fromkeys(names):
        if _named(name, plain):
            found.append(
                Found(f"“{name}” is the name of a place or school. Class news says neither when nor where: take it out.", True)
            )  # fmt: skip
    return found


def _named(name: str, plain: str) -> bool:
    """Whether a text names a place: by its whole name, or by the words of it that no other place has."""
    whole = _plain(name).strip()
    if len(whole) > 3 and f" {whole} " in plain:
        return True
    own = [word for word in whole.split() if word not in COMMON and len(word) > 2]
    return len(own) > 1 and f" {' '.join(own)} " in plain


def _plain(text: str) -> str:
    return f" {' '.join(re.sub(r'[^a-z0-9]+', ' ', text.casefold().replace('’', '').replace(chr(39), '')).split())} "

"""The library of activities, read from the page that the network keeps (docs/activities.md): one text, one place to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from footbridge.exchange.words import KeyQuestion

PAGE = Path(__file__).resolve().parents[3] / "docs" / "activities.md"
PARTS = {"Aim": "aim", "You need": "need", "For everybody": "access", "What to exchange": "exchange"}
# headings of the page that are none of the four key questions belong to the last of them: living together
SECTIONS: Mapping[str, str] = {label: value for value, label in KeyQuestion.choices}


@dataclass(frozen=True)
class Activity:
    """One activity: for which years, how long, when, which subjects; aim, material, steps, access, what to exchange."""

    slug: str
    title: str
    section: str
    question: str
    years: str
    minutes: int
    when: str
    subjects: Sequence[str]
    aim: str
    need: str
    steps: Sequence[str]
    access: str
    exchange: str
    added: int | None = None  # the row, for one that a programme or the network added
    note: str = ""  # whose it is and who may use it

    @property
    def haystack(self) -> str:
        """Everything that a search looks in."""
        return " ".join(
            (self.title, self.section, self.years, self.when, *self.subjects, self.aim, self.need, *self.steps, self.exchange)
        ).casefold()  # fmt: skip


@cache
def library() -> tuple[Activity, ...]:
    """Every activity, in the order of the page."""
    return tuple(read(PAGE.read_text(encoding="utf-8")))


def read(text: str) -> list[Activity]:
    """The activities of a page. Raises ValueError with the heading of one that is not whole."""
    found, section = [], ""
    for block in re.split(r"^(?=##)", text, flags=re.M):
        if block.startswith("## "):
            section = block.removeprefix("## ").splitlines()[0].strip()
        elif block.startswith("### "):
            found.append(_activity(block, section))
    return found


def _activity(block: str, section: str) -> Activity:
    title, *lines = block.removeprefix("### ").splitlines()
    facts = next((line.strip("* ") for line in lines if line.startswith("*") and not line.startswith("**")), "")
    parts = {
        key: m.group(1).strip() for word, key in PARTS.items() if (m := re.search(rf"\*\*{word}\.\*\* (.+)", block))
    }
    steps = [line.split(". ", 1)[1].strip() for line in lines if re.match(r"\d+\. ", line)]
    pieces = [one.strip() for one in facts.split("·")]
    if len(pieces) != 4 or len(parts) != len(PARTS) or not steps:
        raise ValueError(f"The activity “{title}” is not whole.")
    years, minutes, when, subjects = pieces
    return Activity(
        slugify(title), title.strip(), section, SECTIONS.get(section, KeyQuestion.TOGETHER), years,
        int(re.sub(r"\D.*", "", minutes)), when, [one.strip() for one in subjects.split(",")],
        aim=parts["aim"], need=parts["need"], steps=steps, access=parts["access"], exchange=parts["exchange"],
    )  # fmt: skip


def search(
    words: str = "", question: str = "", subject: str = "", among: Sequence[Activity] | None = None
) -> list[Activity]:
    """Activities of the page, or among those given, that hold every word, of a section or subject if given."""
    asked = words.casefold().split()
    return [
        one
        for one in (library() if among is None else among)
        if all(word in one.haystack for word in asked)
        and question in ("", one.section)
        and subject in ("", *one.subjects)
    ]


def by_slug(slug: str) -> Activity | None:
    """One activity."""
    return next((one for one in library() if one.slug == slug), None)


def sections() -> list[str]:
    """The headings of the page, in its order."""
    return list(dict.fromkeys(one.section for one in library()))


def subjects(among: Sequence[Activity] | None = None) -> list[str]:
    """Every subject, in the order of the alphabet."""
    return sorted({subject for one in (among or library()) for subject in one.subjects})

"""Reading what a teacher typed or pasted: one child a line, and a warning where it looks like a full name."""

from __future__ import annotations

import re

LONGEST = 30  # letters
NUMBERED = re.compile(r"^\s*(?:\d+[.)\t ]|[-*•·]\s)\s*")
OF_A_PERSON = re.compile(r"\d{2}|@|://")


def lines_of(typed: str) -> list[str]:
    """The labels of a typed or pasted list, in order, each once. Commas part them too; numbers and bullets are taken off."""
    parts = [part for line in typed.splitlines() for part in line.replace(";", ",").split(",")]
    clean = [" ".join(NUMBERED.sub("", part).split()) for part in parts]
    return list(dict.fromkeys(one for one in clean if one))


def unfit(label: str) -> str:
    """Why a line cannot be a label; empty where it can."""
    if len(label) > LONGEST:
        return f"“{label[:LONGEST]}…” is too long for a first name or nickname."
    if OF_A_PERSON.search(label):
        return f"“{label}” holds a number or an address. Type a first name or nickname only."
    return ""


def like_a_full_name(label: str) -> bool:
    """Whether it may hold a surname: two words that both have more than an initial."""
    words = [word for word in re.split(r"\s+", label) if len(word.strip(".")) > 1]
    return len(words) > 1

"""What people typed, made ready for paper: which way it runs, whether it hangs below the line, where a word without end may break."""

from __future__ import annotations

import re
import unicodedata

LONG = re.compile(r"\S{31,}")
URDU = set("ٹڈڑںےۓہھ")  # letters of Urdu that Arabic does not have
BREAK = "\u200b"  # shows nothing, and lets a line end here


def runs_left(text: str) -> bool:
    """Whether a text is read from right to left, as its first letter says."""
    for one in text:
        way = unicodedata.bidirectional(one)
        if way in ("L", "R", "AL"):
            return way != "L"
    return False


def is_urdu(text: str) -> bool:
    """Whether a text has letters of Urdu, which is read in letters that hang."""
    return bool(URDU & set(text))


def with_breaks(text: str) -> str:
    """A text whose words without end may break every twenty letters, so that none runs off the paper."""
    return LONG.sub(lambda word: BREAK.join(re.findall(r".{1,20}", word.group())), text)


def written(text: str) -> dict[str, str | bool]:
    """A text as layouts take it: its words, `rtl`, and `hanging`."""
    return {"text": with_breaks(text), "rtl": runs_left(text), "hanging": is_urdu(text)}

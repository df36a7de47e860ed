"""Which letters can be put on paper: those that a font of the house has. What has none would be printed as an empty box."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

NOWHERE = "\U0010fffe"  # no font has this: what is drawn for it is drawn for every letter that is missing
UNSEEN = ("C", "Z")  # categories of what needs no drawing: marks of direction, blanks, line ends


def letters_missing(text: str) -> set[str]:
    """The letters of a text that no font of the house has."""
    return {one for one in set(text) if unicodedata.category(one)[0] not in UNSEEN and not _can_be_drawn(one)}


@lru_cache(20_000)
def _can_be_drawn(letter: str) -> bool:
    return any(bytes(font.getmask(letter)) != box for font, box in _fonts())


@cache
def _fonts() -> list[tuple[ImageFont.FreeTypeFont, bytes]]:
    """The fonts of the house, each with the box that it draws for what it does not have."""
    from footbridge.paper.printing import font_folders

    paths = [path for folder in font_folders() for path in sorted(Path(folder).glob("*.[ot]tf"))]
    found = [ImageFont.truetype(path, 24) for path in paths]
    return [(font, bytes(font.getmask(NOWHERE))) for font in found]

"""Letters in ten languages: a page each, every letter of every script in the house, the code and the child on it, and no other child."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import pypdf
import pytest
from PIL import ImageFont

from footbridge.exchange.classes import OwnClass
from footbridge.exchange.families.languages import BUILT_IN, catalogue
from footbridge.exchange.families.printing import letters_pdf
from footbridge.exchange.families.speech import Speech
from footbridge.exchange.labels import ChildLabel
from footbridge.paper.printing import font_folders

OWN = OwnClass(1, 2, "Year 4 Kestrel", "St Mary’s Primary School", 3, "Northgate Community Academy", 28)
AMINA, BEN = (ChildLabel(uuid4(), name, 1, place) for place, name in ((1, "Amina"), (2, "Ben")))
UNTIL = datetime(2027, 8, 31, 22, 59, tzinfo=UTC)
SPEECHES = [Speech(one, catalogue(one.code)) for one in BUILT_IN.values()]
INVISIBLE = set("\n\u200c\u200d\u2068\u2069")


@cache
def fonts() -> list[tuple[ImageFont.FreeTypeFont, bytes]]:
    """The fonts of the house, each with the box that it draws for what it does not have."""
    paths = [path for folder in font_folders() for path in Path(folder).glob("*.ttf")]
    assert len(paths) >= 12
    found = [ImageFont.truetype(path, 24) for path in paths]
    return [(font, bytes(font.getmask("\U0010fffe"))) for font in found]


def can_be_drawn(letter: str) -> bool:
    """Whether a font of the house has the letter."""
    return any(bytes(font.getmask(letter)) != box for font, box in fonts())


@pytest.mark.parametrize("speech", SPEECHES, ids=lambda one: one.language.code)
def test_every_letter_can_be_drawn(speech: Speech) -> None:
    needed = set("".join(speech.texts.values())) - INVISIBLE
    assert {one for one in needed if not can_be_drawn(one)} == set()


def test_a_script_that_nobody_brought_would_be_seen() -> None:
    assert not can_be_drawn("ት")  # Ethiopic: pages on a screen can show it, the printed letter cannot


def test_each_letter_is_a_page_and_in_large_print_two() -> None:
    found = {AMINA.id: "ABCDE23456", BEN.id: "FGHJK23456"}
    for large, pages in ((False, 1), (True, 2)):
        content = letters_pdf(OWN, [AMINA, BEN], found, SPEECHES, UNTIL, large=large)
        read = pypdf.PdfReader(io.BytesIO(content))
        assert len(read.pages) == pages * 2 * len(SPEECHES)
        first = read.pages[0].extract_text()
        assert "ABCDE-23456" in first
        assert "Amina" in first
        assert "Ben" not in first
        assert "31/08/2027" in "".join(page.extract_text() for page in read.pages[:pages])
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]  # tagged, for those who listen

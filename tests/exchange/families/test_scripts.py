"""A family reads its language on any device: where the device has no letters for it, the page brings them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import ImageFont

from footbridge.exchange.families.languages import BUILT_IN, catalogue

FACE = re.compile(
    r'url\("\.\./(?P<file>fonts/[^"]+)"\).*?font-weight: (?P<weight>\d+) .*?unicode-range: (?P<ranges>[^;]+);', re.S
)
LATIN = 0x250
MARKS = range(0x2000, 0x2070)  # dashes, quotation marks and signs of direction: every device has them


def faces() -> list[tuple[Path, int, list[range]]]:
    """The letters that the pages bring: file, weight, and for which of them."""
    css = Path(str(finders.find("exchange/scripts.css"))).read_text()
    found = []
    for face in FACE.finditer(css):
        parts = [part.strip().removeprefix("U+").split("-") for part in face["ranges"].split(",")]
        ranges = [range(int(a, 16), int(b, 16) + 1) for a, b in parts]
        found.append((Path(str(finders.find(face["file"]))), int(face["weight"]), ranges))
    return found


@pytest.mark.parametrize("weight", [100, 600])
def test_every_letter_of_our_languages_is_brought(weight: int) -> None:
    own = [(path, ranges) for path, bold, ranges in faces() if bold == weight]
    assert len(own) == 4
    letters = {
        letter for language in BUILT_IN.values() for text in catalogue(language.code).values() for letter in str(text)
    }
    asked = {letter for letter in letters if ord(letter) > LATIN and ord(letter) not in MARKS}
    assert len(asked) > 200  # four scripts were looked at
    fonts = {path: ImageFont.truetype(path, 20) for path, _ in own}
    box = {path: bytes(font.getmask("\U0010fffe")) for path, font in fonts.items()}
    lacking = {
        letter
        for letter in asked
        if not any(
            any(ord(letter) in some for some in ranges) and bytes(fonts[path].getmask(letter)) != box[path]
            for path, ranges in own
        )
    }
    assert lacking == set()


@pytest.mark.django_db
def test_a_familys_page_may_load_them(client: Client) -> None:
    page = client.get(reverse("exchange:family_start", args=["bn"]))
    assert "exchange/scripts.css" in page.content.decode()
    assert "font-src 'self'" in page["Content-Security-Policy"]

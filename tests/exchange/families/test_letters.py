"""Letters in ten languages: a page each, every letter of every script in the house, the code and the child on it, and no other child."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import groupby
from uuid import uuid4

import pypdf
import pypdfium2
import pytest
import qrcode
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from footbridge.exchange.classes import OwnClass
from footbridge.exchange.families.actions.languages import add_language, keep_sentences
from footbridge.exchange.families.actions.making import make_codes
from footbridge.exchange.families.codes import shown as shown_code
from footbridge.exchange.families.languages import BUILT_IN, Language, catalogue
from footbridge.exchange.families.printing import address_of, letters_pdf, only_from_a_browser
from footbridge.exchange.families.sentences import SENTENCES
from footbridge.exchange.families.speech import Speech
from footbridge.exchange.labels import ChildLabel, own_labels
from footbridge.exchange.labels.actions import add_labels
from footbridge.exchange.models import FamilyCode
from footbridge.paper import letters_missing
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.vault import walls
from tests import factories
from tests.exchange.conftest import Pair

OWN = OwnClass(1, 2, "Year 4 Kestrel", "St Mary’s Primary School", 3, "Northgate Community Academy", 28)
AMINA, BEN = (ChildLabel(uuid4(), name, 1, place) for place, name in ((1, "Amina"), (2, "Ben")))
UNTIL = datetime(2027, 8, 31, 22, 59, tzinfo=UTC)
SPEECHES = [Speech(one, catalogue(one.code)) for one in BUILT_IN.values()]


@pytest.mark.parametrize("speech", SPEECHES, ids=lambda one: one.language.code)
def test_every_letter_can_be_drawn(speech: Speech) -> None:
    assert letters_missing("".join(speech.texts.values())) == set()
    assert not only_from_a_browser(speech)


def test_a_script_that_nobody_brought_is_seen() -> None:
    assert letters_missing("Salaam ትግርኛ नमस्ते\u2068 \u200f") == set("ትግርኛ")  # Ethiopic has no font here, Devanagari has


def test_a_language_without_a_font_is_said_before_printing_and_printed_by_the_browser(
    sign_in: Callable[[Person], Client], children: Pair
) -> None:
    here = children.here
    programme = children.link.linking_year.programme
    facilitator = viewer_for(factories.member("facilitator", of=programme))
    add_language(by=facilitator, programme=programme.pk, language=Language("ti", "Tigrinya", "ትግርኛ"))
    texts = {key: f"ትግ {one.english}" for key, one in SENTENCES.items()}
    keep_sentences(by=facilitator, programme=programme.pk, language="ti", texts=texts)
    words = [f"/languages/{code}" for code in ("", "ti/", "ur/")]
    staff = sign_in(factories.member("facilitator", of=programme))
    shown_to_staff = [staff.get(one).content.decode() for one in words]
    assert shown_to_staff[0].count("Letters from the browser only") == 1
    assert ["No font here has every letter of" in one for one in shown_to_staff] == [False, True, False]
    client, address = sign_in(here.teacher), reverse("exchange:letters", args=[here.led.pk])
    page = client.get(address).content.decode()
    assert "Only from the browser, not as a PDF" in page
    assert "Tigrinya: no font here has its letters." in page
    refused = client.post(address, {"languages": ["en", "ti"]})
    assert "Tigrinya has letters that are in no font here, so a PDF cannot show them." in refused.content.decode()
    assert not codes_of(children)  # nothing was made
    shown = client.post(address, {"languages": ["en", "ti"], "large": "on", "screen": "yes"})
    assert "no-store" in shown["Cache-Control"]
    read = BeautifulSoup(shown.content, "html.parser")
    letters = read.select("article.letter-large")
    assert [one["lang"] for one in letters] == ["en", "ti"] * 3
    assert "Amina" in letters[1].text
    assert "Ben" not in letters[1].text
    assert letters[1].h2.text == texts["letter.title"]
    (amina,) = (code for name, code in codes_of(children).items() if name == "Amina")
    assert (
        letters[0].select_one(".letter-typed").text == letters[1].select_one(".letter-typed").text == shown_code(amina)
    )
    assert letters[1].img["alt"].endswith(f"/family/ti/{amina}/")
    assert client.post(address, {"languages": ["en"]})["Content-Type"] == "application/pdf"  # the control
    add_labels(by=here.viewer, link_class=here.led.pk, texts=["小明"])
    assert "A PDF cannot show every letter of “小明”." in client.post(address, {"languages": ["en"]}).content.decode()
    assert "小明" in client.post(address, {"languages": ["en"], "screen": "yes"}).content.decode()


def codes_of(pair: Pair) -> dict[str, str]:
    """The codes that are made already, by name."""
    with walls.inside(pair.link.pk):
        made = set(
            FamilyCode.objects.unscoped("a test reads codes").exclude(label=None).values_list("label", flat=True)
        )
    children = [one for one in own_labels(pair.here.viewer, pair.here.led.pk) if one.id in made]
    if not children:
        return {}
    found = make_codes(by=pair.here.viewer, link_class=pair.here.led.pk, children=[one.id for one in children])
    return {one.text: found[one.id] for one in children}


def test_the_square_on_paper_holds_the_address_of_the_code() -> None:
    """Read from the drawn page: each field of the square is dark where the code of this address is, and light where it is not."""
    content = letters_pdf(OWN, [AMINA], {AMINA.id: "ABCDE23456"}, [SPEECHES[1]], UNTIL)
    page = pypdfium2.PdfDocument(content)[0].render(scale=6).to_pil().convert("L")
    code = qrcode.QRCode(border=0)
    code.add_data(address_of("ABCDE23456", "ur"))
    code.make()
    wanted = code.get_matrix()
    ink = page.crop((0, 0, page.width * 3 // 10, page.height)).point(lambda value: 255 if value < 60 else 0)
    rows = longest(bool(ink.crop((0, y, ink.width, y + 1)).getbbox()) for y in range(ink.height))  # no line is as high
    strip = ink.crop((0, rows[0], ink.width, rows[-1] + 1))
    columns = longest(bool(strip.crop((x, 0, x + 1, strip.height)).getbbox()) for x in range(strip.width))
    size = len(columns) / len(wanted)
    assert abs(size - len(rows) / len(wanted)) < 0.3
    places = [int((place + 0.5) * size) for place in range(len(wanted))]
    assert [[strip.getpixel((columns[0] + x, y)) > 0 for x in places] for y in places] == wanted


def longest(dark: Iterable[bool]) -> list[int]:
    """The longest run of what is dark, as places."""
    found = list(dark)
    return max((list(run) for one, run in groupby(range(len(found)), found.__getitem__) if one), key=len)


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

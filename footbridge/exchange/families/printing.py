"""Letters as PDF pages: one for each child and language, with the code, its square, and a slip to tear off."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from qrcode.image.svg import SvgPathFillImage

from footbridge.exchange.classes import OwnClass
from footbridge.exchange.families import codes
from footbridge.exchange.families.languages import ENGLISH
from footbridge.exchange.families.speech import Speech
from footbridge.exchange.families.uses import asked
from footbridge.exchange.labels import ChildLabel
from footbridge.exchange.permissions.uses import Use
from footbridge.paper import letters_missing, pdf


def letters_pdf(
    own: OwnClass,
    children: Sequence[ChildLabel],
    found: Mapping[UUID | None, str],
    speeches: Sequence[Speech],
    until: datetime,
    *,
    large: bool = False,
) -> bytes:
    """The letters of these children in these languages, child by child, so that they can be handed out from the pile."""
    letters = letters_of(own, children, found, speeches, until)
    return pdf(
        "exchange/family_letter",
        {"title": f"Letters to the families of {own.name}", "large": large, "letters": letters},
    )


def letters_of(
    own: OwnClass,
    children: Sequence[ChildLabel],
    found: Mapping[UUID | None, str],
    speeches: Sequence[Speech],
    until: datetime,
) -> list[dict[str, Any]]:
    """The same letters as data: for the PDF, and for a page that a browser prints with the letters of its own device."""
    return [_letter(own, child, found[child.id], speech, until) for child in children for speech in speeches]


def only_from_a_browser(speech: Speech) -> bool:
    """Whether a language has letters that no font here has, so that a PDF would show empty boxes."""
    return bool(letters_missing("".join(speech.texts.values()) + speech.language.own))


def names_without_letters(own: OwnClass, children: Sequence[ChildLabel]) -> list[str]:
    """Names on the letters that a PDF could not show."""
    names = [own.name, own.partners, *(child.text for child in children)]
    return [name for name in names if letters_missing(name)]


def address_of(code: str, language: str) -> str:
    """The address in the square: it names a language and a code; a button acts."""
    return f"{settings.ADDRESS}{reverse('exchange:family_code', args=[language, code])}"


def _letter(own: OwnClass, child: ChildLabel, code: str, speech: Speech, until: datetime) -> dict[str, Any]:
    say, language = speech.say, speech.language
    short = f"{settings.ADDRESS}{reverse('exchange:family_start', args=[language.code])}"
    first = language.code.split("-")[0]
    english = {use.value: str(use.label) for use in Use} if language.code != ENGLISH else {}
    return {
        "lang": first, "script": first, "rtl": language.rtl,
        "title": say("letter.title"), "hello": say("letter.hello", child=child.text),
        "before": [say("letter.what", class_name=own.name, partner=own.partners), say("letter.ask")],
        "screen": say("letter.screen", address=short.partition("://")[2]),
        "code_label": say("letter.code"), "code": codes.shown(code),
        "square": _square(address_of(code, language.code)), "square_alt": address_of(code, language.code),
        "uses": [
            {"title": one.title, "text": one.text, "english": english.get(one.use, "")} for one in asked(speech)
        ],
        "after": [
            say("uses.where"), say("letter.paper"), say("letter.change"), say("letter.kept"),
            say("letter.until", until=f"{localtime(until):%d/%m/%Y}"),
        ],
        "slip": {
            "title": say("slip.title"), "sign": say("slip.sign"), "yes": say("word.yes"), "no": say("word.no"),
            "number": f"{child.position}", "child": child.text, "class": own.name,
        },
    }  # fmt: skip


def _square(address: str) -> str:
    """A QR code as SVG."""
    drawn = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, border=2).save(drawn)
    return drawn.getvalue().decode()

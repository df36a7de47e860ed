"""The languages in which families are spoken to: those that come with the house, and what each needs to be set right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from footbridge.exchange.families import po
from footbridge.exchange.families.sentences import SENTENCES

CATALOGUES = Path(__file__).parent / "catalogues"
ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language: its code (BCP 47), what it is called in English and by those who speak it, and which way it runs."""

    code: str
    english: str
    own: str
    rtl: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.rtl else "ltr"


BUILT_IN: Mapping[str, Language] = {
    one.code: one
    for one in (
        Language(ENGLISH, "English", "English"),
        Language("ur", "Urdu", "اردو", rtl=True),
        Language("pl", "Polish", "Polski"),
        Language("bn", "Bengali", "বাংলা"),
        Language("ar", "Arabic", "العربية", rtl=True),
        Language("pa", "Panjabi", "ਪੰਜਾਬੀ"),
        Language("gu", "Gujarati", "ગુજરાતી"),
        Language("ro", "Romanian", "Română"),
        Language("so", "Somali", "Soomaali"),
        Language("cy", "Welsh", "Cymraeg"),
    )
}


@cache
def catalogue(code: str) -> Mapping[str, str]:
    """The sentences of a language that come with the house, by key. A sentence whose English has changed since is left out."""
    if code == ENGLISH:
        return {key: one.english for key, one in SENTENCES.items()}
    path = CATALOGUES / f"{code}.po"
    if code not in BUILT_IN or not path.exists():
        return {}
    return {
        entry.key: entry.text
        for entry in po.read(path.read_text(encoding="utf-8"))
        if entry.text and entry.key in SENTENCES and SENTENCES[entry.key].english == entry.english
    }

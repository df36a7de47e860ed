"""Speaking to families: every sentence in a language, as a programme wants it, and whether anybody has read it.

The catalogue of the house comes first, what the network corrected goes over it, and what the programme corrected over that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, Q

from footbridge.exchange.families.languages import BUILT_IN, ENGLISH, Language, catalogue
from footbridge.exchange.families.sentences import SENTENCES
from footbridge.exchange.models import Correction, FamilyLanguage, Review
from footbridge.ui.parts import Tone

WHY = "sentences for families are nobody's secret"


@dataclass(frozen=True)
class Speech:
    """A language with all that can be said in it. What it lacks is said in English."""

    language: Language
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """A sentence with its places filled in."""
        text = self.texts.get(key) or SENTENCES[key].english
        if self.language.rtl:  # a name in Latin letters keeps its own direction inside the sentence
            values = {name: f"\u2068{value}\u2069" for name, value in values.items()}
        return text.format_map(values) if values else text

    @property
    def missing(self) -> int:
        """How many sentences are not there."""
        return sum(not self.texts.get(key) for key in SENTENCES)

    @property
    def usable(self) -> bool:
        """Whether so little is missing that letters can be made."""
        return self.missing < len(SENTENCES) // 10

    @property
    def digest(self) -> str:
        """Of all sentences: changes when one of them does."""
        said = "\n".join(f"{key}={self.texts.get(key, '')}" for key in sorted(SENTENCES))
        return hashlib.sha256(said.encode()).hexdigest()


def languages_of(programme: int | None) -> dict[str, Language]:
    """Every language that a programme may speak, by code: of the house, of the network, its own. One query."""
    added = FamilyLanguage.objects.unscoped(WHY).filter(_of(programme))
    return {**BUILT_IN, **{one.code: language_of(one) for one in added}}


def every_language() -> dict[str, Language]:
    """Every language that anybody added: for the page before a code is given, when nobody knows the programme. One query."""
    rows = FamilyLanguage.objects.unscoped(WHY).order_by(F("programme").desc(nulls_last=True))
    return {**BUILT_IN, **{one.code: language_of(one) for one in rows}}


def language_of(row: FamilyLanguage) -> Language:
    return Language(row.code, row.english, row.own, row.rtl)


def speech_for(language: Language, programme: int | None) -> Speech:
    """A language as a programme (None: the network) speaks it. One query."""
    return _speech(language, _corrections([language.code], programme))


def speeches_of(programme: int | None) -> list[Speech]:
    """Every language as a programme speaks it. Two queries."""
    languages = languages_of(programme)
    rows = _corrections(list(languages), programme)
    return [_speech(one, [row for row in rows if row.language == one.code]) for one in languages.values()]


def usable_of(programme: int | None) -> dict[str, Language]:
    """The languages of a programme in which nearly everything can be said, by code. Two queries."""
    return {one.language.code: one.language for one in speeches_of(programme) if one.usable}


def speech_before_code(code: str) -> Speech:
    """A language for those whose programme is not known yet; for one that only programmes added, as the first of them speaks it."""
    language = every_language().get(code, BUILT_IN[ENGLISH])
    if language.code in BUILT_IN:
        return speech_for(language, None)
    row = FamilyLanguage.objects.unscoped(WHY).filter(code=code).order_by(F("programme").asc(nulls_first=True)).first()
    return speech_for(language, row.programme_id if row else None)


def _corrections(codes: list[str], programme: int | None) -> list[Correction]:
    rows = Correction.objects.unscoped(WHY).filter(_of(programme), language__in=codes)
    return list(rows.order_by(F("programme").asc(nulls_first=True)))


def _speech(language: Language, corrections: Iterable[Correction]) -> Speech:
    texts = dict(catalogue(language.code))
    for row in corrections:
        if row.key in SENTENCES and SENTENCES[row.key].english == row.english:
            texts[row.key] = row.text
    return Speech(language, texts)


def _of(programme: int | None) -> Q:
    return Q(programme=None) | (Q(programme=programme) if programme else Q(pk=None))


@dataclass(frozen=True)
class Standing:
    """How far a language is, for staff: words, tone, whether it may be used for letters, and whether somebody has read it."""

    words: str
    tone: Tone
    usable: bool
    reviewed: bool


def standing_of(speech: Speech, reviews: Iterable[tuple[str, str]]) -> Standing:
    """What staff must know of a language. `reviews` are (language, digest) of what was read."""
    if speech.language.code == ENGLISH:
        return Standing("Ours", "good", True, True)
    if speech.missing:
        return Standing(
            f"{speech.missing} sentences are missing", "warning", speech.missing < len(SENTENCES) // 10, False
        )
    if (speech.language.code, speech.digest) in set(reviews):
        return Standing("Reviewed", "good", True, True)
    before = any(language == speech.language.code for language, _ in reviews)
    if before:
        return Standing("Changed since it was reviewed", "warning", True, False)
    words = "Machine-made, not yet reviewed" if speech.language.code in BUILT_IN else "Not yet reviewed"
    return Standing(words, "warning", True, False)


def reviews_of(programme: int | None) -> list[tuple[str, str]]:
    """What was read and found right, by language and digest, for a programme and the network. One query."""
    rows = Review.objects.unscoped(WHY).filter(_of(programme))
    return list(rows.values_list("language", "digest"))

"""Programmes correct sentences, add languages, and say that somebody has read them."""

from __future__ import annotations

from collections.abc import Mapping

from footbridge.access import Permission, Viewer
from footbridge.audit.action import action, record
from footbridge.exchange import rules
from footbridge.exchange.families.languages import BUILT_IN, Language, catalogue
from footbridge.exchange.families.sentences import SENTENCES, Sentence, places_in
from footbridge.exchange.families.speech import Speech
from footbridge.exchange.models import Correction, FamilyLanguage, Review

WHY = "a programme keeps its own words"
LONGEST = 1000


def _may(by: Viewer, programme: int | None) -> bool:
    """A facilitator for the own programme; network staff for everybody."""
    if not by.may(Permission.KEEP_LANGUAGES):
        return False
    return by.is_network_staff if programme is None else programme in by.programmes


@action
def keep_sentences(
    *, by: Viewer, programme: int | None, language: str, texts: Mapping[str, str]
) -> tuple[int, dict[str, str]]:
    """Keep these sentences of a language for a programme. How many were changed, and why others were not, by key.

    An empty text takes the programme's own words away, so that those of the house hold again.
    """
    rules.insist(_may(by, programme))
    rows = Correction.objects.visible_to(by).filter(programme=programme, language=language)
    own = {row.key: row for row in rows}
    changed, troubles = 0, {}
    for key, typed in texts.items():
        sentence, text = SENTENCES.get(key), " ".join(typed.split())
        if sentence is None:
            continue
        before = own.get(key)
        if not text or text == catalogue(language).get(key):
            if before is not None:
                before.delete()
                changed += 1
            continue
        if trouble := _trouble(sentence, text):
            troubles[key] = trouble
            continue
        if before is not None and (before.text, before.english) == (text, sentence.english):
            continue
        Correction.objects.unscoped(WHY).update_or_create(  # type: ignore[misc]
            programme_id=programme, language=language, key=key,
            defaults={"english": sentence.english, "text": text, "by_id": by.person_id},
        )  # fmt: skip
        changed += 1
    if changed:
        record("kept sentences for families", f"language:{language}", by=by, programme=programme, changed=changed)
    return changed, troubles


def _trouble(sentence: Sentence, text: str) -> str:
    """Why a text cannot stand for a sentence; empty where it can."""
    if len(text) > LONGEST:
        return f"Shorten this to {LONGEST} characters. It has {len(text)} now."
    try:
        there = places_in(text)
    except ValueError:
        return "A bracket { or } stands alone. Words in brackets are filled in: keep each with both its brackets."
    missing, more = sorted(sentence.places - there), sorted(there - sentence.places)
    said = []
    if missing:
        said.append(
            f"{' and '.join('{' + one + '}' for one in missing)} is missing: it is filled in, and stays as it is."
        )
    if more:
        said.append(f"{' and '.join('{' + one + '}' for one in more)} is not in the English sentence: take it out.")
    return " ".join(said)


@action
def add_language(*, by: Viewer, programme: int | None, language: Language) -> FamilyLanguage:
    """Add a language; it can be chosen when its sentences are there. Added twice it is there once."""
    rules.insist(_may(by, programme) and language.code not in BUILT_IN)
    row, fresh = FamilyLanguage.objects.unscoped(WHY).get_or_create(  # type: ignore[misc]
        programme_id=programme, code=language.code,
        defaults={"english": language.english, "own": language.own, "rtl": language.rtl, "added_by_id": by.person_id},
    )  # fmt: skip
    if fresh:
        record("added a language for families", f"language:{language.code}", by=by, programme=programme)
    return row


@action
def note_review(*, by: Viewer, programme: int | None, speech: Speech) -> None:
    """Somebody who speaks the language has read every sentence as it stands now."""
    rules.insist(_may(by, programme) and not speech.missing)
    Review.objects.unscoped(WHY).get_or_create(  # type: ignore[misc]
        programme_id=programme, language=speech.language.code, digest=speech.digest,
        defaults={"by_id": by.person_id},
    )  # fmt: skip
    record("reviewed a language for families", f"language:{speech.language.code}", by=by, programme=programme)

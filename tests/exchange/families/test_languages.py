"""Programmes correct, add and review languages; families read it from the next request, and only their own programme's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from footbridge.exchange.families import po
from footbridge.exchange.families.languages import BUILT_IN, catalogue
from footbridge.exchange.families.sentences import SENTENCES
from footbridge.exchange.families.speech import reviews_of, speech_before_code, speech_for, standing_of
from footbridge.exchange.models import Correction, FamilyLanguage
from footbridge.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
URDU = BUILT_IN["ur"]
HELLO = "letter.hello"


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(min_size=1), st.text(), st.booleans()), max_size=5))
def test_a_catalogue_is_read_as_it_was_written(rows: list[tuple[str, str, bool]]) -> None:
    clean = [
        po.Entry(f"k{n}", _line(english) or "x", _line(text), fuzzy=fuzzy)
        for n, (english, text, fuzzy) in enumerate(rows)
    ]
    assert po.read(po.write("xx", clean)) == clean


def _line(text: str) -> str:
    """Without what ends a line in Unicode's eyes but for the newline, which a catalogue escapes."""
    return "".join(
        one for one in text if one == "\n" or (len(f"a{one}b".splitlines()) == 1 and one.isprintable())
    ).strip("\r")


def test_what_is_no_catalogue_is_said() -> None:
    with pytest.raises(po.NotACatalogue, match="Line 2"):
        po.read('msgid "a"\nhello\n')
    program = 'msgctxt "word.yes"\nmsgid ""\n"Y"\n"es"\nmsgstr "Na"\n"m"\n'  # as translators' programs break lines
    assert po.read(program) == [po.Entry("word.yes", "Yes", "Nam")]


def test_a_facilitator_corrects_and_reviews(sign_in: SignIn) -> None:
    programme = factories.programme()
    client = sign_in(factories.member("facilitator", of=programme))
    other = factories.programme("Leeds")
    page = client.get(reverse("exchange:languages")).content.decode()
    assert page.count("Machine-made, not yet reviewed") == len(BUILT_IN) - 1
    address = reverse("exchange:language", args=["ur"])
    typed = {f"s-{key}": text for key, text in catalogue("ur").items()}
    wrong = client.post(address, {**typed, f"s-{HELLO}": "سلام {name}", "s-word.yes": "جی ہاں"})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "{child} is missing" in text
    assert "{name} is not in the English sentence" in text
    assert "سلام {name}" in text  # nothing typed is lost, and what was right is kept
    assert speech_for(URDU, programme.pk).say("word.yes") == "جی ہاں"
    assert (
        speech_for(URDU, other.pk).say("word.yes")
        == speech_for(URDU, None).say("word.yes")
        == catalogue("ur")["word.yes"]
    )
    assert "stands alone" in client.post(address, {f"s-{HELLO}": "سلام {child"}).content.decode()
    digest = speech_for(URDU, programme.pk).digest
    reviewed = reverse("exchange:language_reviewed", args=["ur"])
    assert "has changed" in client.post(reviewed, {"digest": "old"}, follow=True).content.decode()
    assert "is marked as reviewed" in client.post(reviewed, {"digest": digest}, follow=True).content.decode()

    def standing() -> str:
        return standing_of(speech_for(URDU, programme.pk), reviews_of(programme.pk)).words

    assert standing() == "Reviewed"
    client.post(address, {"s-word.no": "جی نہیں"})
    assert standing() == "Changed since it was reviewed"
    client.post(address, {"s-word.no": ""})  # an emptied box brings the house's sentence back
    assert standing() == "Reviewed"
    Correction.objects.unscoped("a test makes it old").filter(key="word.yes").update(english="Aye")
    assert speech_for(URDU, programme.pk).say("word.yes") == catalogue("ur")["word.yes"]  # made from other English
    assert sign_in(factories.member("headteacher", of=factories.school())).get(address).status_code == 404


def test_the_network_corrects_for_all_and_a_programme_goes_before_it(sign_in: SignIn) -> None:
    programme = factories.programme()
    address = reverse("exchange:language", args=["pl"])
    sign_in(factories.member("network_staff")).post(address, {"s-word.yes": "Tak!", "s-word.no": "Nie!"})
    sign_in(factories.member("facilitator", of=programme)).post(address, {"s-word.no": "Nie."})
    said = speech_for(BUILT_IN["pl"], programme.pk)
    assert (said.say("word.yes"), said.say("word.no")) == ("Tak!", "Nie.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(language="pl", key="word.yes", english="Yes", text="T")  # the network says it once


def test_a_language_is_added_by_catalogue(sign_in: SignIn) -> None:
    programme = factories.programme()
    client = sign_in(factories.member("facilitator", of=programme))
    form = {"code": "ti", "english": "Tigrinya", "own": "ትግርኛ"}
    assert "is there already" in client.post(reverse("exchange:add_language"), {**form, "code": "ur"}).content.decode()
    page = client.post(reverse("exchange:add_language"), form, follow=True).content.decode()
    assert f"{len(SENTENCES)} sentences are missing" in page
    got = client.get(reverse("exchange:language_file", args=["ti"]))
    assert got.headers["Content-Disposition"] == 'attachment; filename="families-ti.po"'
    entries = [po.Entry(one.key, one.english, f"ትግ {one.english}") for one in po.read(got.content.decode())]
    assert len(entries) == len(SENTENCES)
    bad = [
        po.Entry(HELLO, SENTENCES[HELLO].english, "no name"),
        po.Entry("word.yes", "Aye", "ae"),
        po.Entry("no.such", "x", "y"),
    ]

    def bring(rows: Any) -> str:
        file = SimpleUploadedFile("ti.po", po.write("ti", rows).encode())
        return client.post(
            reverse("exchange:bring_language", args=["ti"]), {"catalogue": file}, follow=True
        ).content.decode()

    page = bring(bad)
    assert "{child} is missing" in page
    assert "older English" in page
    assert f"{len(SENTENCES)} of {len(SENTENCES)} sentences are changed" in bring(entries)
    language = speech_before_code("ti").language
    assert (language.own, speech_before_code("ti").missing) == ("ትግርኛ", 0)
    assert "Not yet reviewed" in client.get(reverse("exchange:languages")).content.decode()
    teacher = factories.member("teacher", of=factories.school())
    assert sign_in(teacher).get(reverse("exchange:languages")).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        FamilyLanguage.objects.create(programme=programme, code="Not a code", english="x", own="x")

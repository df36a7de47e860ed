"""The pages behind a code: GET changes nothing, a code identifies and a button acts, in every language, without a name too many."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from footbridge.exchange.families import codes
from footbridge.exchange.families.languages import BUILT_IN, catalogue
from footbridge.exchange.families.sentences import SENTENCES, places_in
from footbridge.exchange.families.throttles import CODE
from footbridge.exchange.families.uses import USES
from footbridge.exchange.labels import own_labels
from footbridge.exchange.permissions.queries import ledger_of
from footbridge.exchange.permissions.uses import Use
from footbridge.notify.models import Message
from tests.exchange.conftest import Pair
from tests.exchange.families.test_answering import held, made
from tests.pages import InspectingClient


def at(name: str, *args: str) -> str:
    return reverse(f"exchange:family_{name}", args=args)


@pytest.mark.parametrize("code", list(BUILT_IN))
def test_every_catalogue_is_whole_and_keeps_its_places(code: str) -> None:
    texts = catalogue(code)
    assert set(texts) == set(SENTENCES)
    assert all(places_in(text) == SENTENCES[key].places for key, text in texts.items())
    assert {f"use.{use.value}{end}" for use in Use for end in ("", ".text")} <= set(texts)
    assert code == "en" or sum(texts[key] == one.english for key, one in SENTENCES.items()) < 4


def test_a_link_opens_nothing_and_the_button_does(children: Pair) -> None:
    amina = own_labels(children.here.viewer, children.here.led.pk)[0]
    code = made(children)[amina.id]
    client = InspectingClient()
    looks = [client.get(at("code", "ur", one)) for one in (code, "AAAAAAAAAA")]
    pages = [
        one.content.decode().replace(codes.shown(code), "AAAAA-AAAAA").replace(code, "AAAAAAAAAA") for one in looks
    ]
    assert [one.status_code for one in looks] == [200, 200]
    trimmed = [BeautifulSoup(one, "html.parser") for one in pages]
    assert trimmed[0].main.text == trimmed[1].main.text
    assert "Amina" not in pages[0]
    for name in ("child", "answer", "check", "withdraw", "news"):
        assert client.get(at(name, "ur")).status_code == 302  # nothing is open
    assert client.post(at("start", "ur"), {"code": "AAAAA-AAAAA"}).status_code == 200
    page = client.post(at("start", "ur"), {"code": codes.shown(code)}, follow=True)
    text = page.content.decode()
    assert "Amina" in text
    assert 'lang="ur" dir="rtl"' in text
    assert catalogue("ur")["home.title"] in text
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert children.there.school.name not in text
    assert children.here.school.name not in text
    client.post(at("finish", "ur"))
    assert client.get(at("child", "ur")).status_code == 302


def test_answers_are_checked_then_sent_once(children: Pair) -> None:
    amina = own_labels(children.here.viewer, children.here.led.pk)[0]
    client = InspectingClient()
    client.post(at("start", "en"), {"code": made(children)[amina.id]})
    some = client.post(at("answer", "en"), {"work": "yes"})
    assert some.status_code == 422
    assert b"Please say who you are" in some.content
    assert b'value="yes" checked' in some.content  # nothing is lost
    said = {**dict.fromkeys(USES, "yes"), "face": "no", "relation": "father"}
    client.post(at("answer", "en"), said)
    assert ledger_of(children.here.viewer, children.here.led.pk)[0] == {}  # not before it is sent
    first = client.post(at("check", "en"), follow=True).content.decode()
    assert "Thank you" in first
    assert "the teacher still has to check it" in first
    assert client.post(at("check", "en")).status_code == 302  # pressed twice
    assert held(children, amina.id) == "refused"
    mails = Message.objects.unscoped("a test reads letters").filter(to=children.here.teacher.email)
    assert mails.count() == 1
    assert "Amina" not in mails[0].text + mails[0].subject
    done = client.post(at("withdraw", "en"), {"relation": "father"}, follow=True).content.decode()
    assert "Nothing of your child is shown any more" in done
    assert {held(children, amina.id, use) for use in USES} == {"refused"}


def test_tries_are_counted(children: Pair) -> None:
    client = InspectingClient()
    right = made(children)[None]  # a whole class types the code of the class on one evening
    opened = [client.post(at("start", "en"), {"code": right}).status_code for _ in range(CODE.account * 2)]
    assert set(opened) == {302}
    answers = [client.post(at("start", "en"), {"code": "BBBBB-BBBBB"}).status_code for _ in range(CODE.account + 1)]
    assert answers == [200] * CODE.account + [429]


def test_what_the_page_says_is_escaped(children: Pair, sign_in: Any) -> None:
    from footbridge.exchange.labels.actions import add_labels

    add_labels(by=children.here.viewer, link_class=children.here.led.pk, texts=["<b>Zoe</b>"])
    zoe = own_labels(children.here.viewer, children.here.led.pk)[-1]
    client = InspectingClient()
    client.post(at("start", "en"), {"code": made(children)[zoe.id]})
    assert b"&lt;b&gt;Zoe" in client.get(at("child", "en")).content

"""What is said in a recording or film, written beside it for those who cannot hear: sealed, through the gate, as captions, in the book."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from footbridge.exchange.gate import held
from footbridge.exchange.houserules.actions import set_rule
from footbridge.exchange.media import opening
from footbridge.exchange.models import Piece
from footbridge.exchange.pieces.actions import keys
from footbridge.exchange.pieces.queries import Card, cards_of
from footbridge.exchange.pieces.words import Words, captions, spoken, wrong_times
from footbridge.people.models import Person
from footbridge.vault import walls
from tests.exchange.conftest import Pair
from tests.exchange.media.samples import made
from tests.exchange.test_pieces import permit, ready, sign_in_as, upload  # noqa: F401

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"
TYPED = """0:00 Good morning!
Dzień dobry!
0:01 We <sing> & clap."""


def test_words_with_times_are_captions_and_read_back_as_typed() -> None:
    said = spoken("Our song", TYPED)
    assert said.words == "Good morning!\nDzień dobry!\nWe <sing> & clap."
    assert (said.typed, spoken("Our song", said.typed)) == (TYPED, said)
    assert captions(said, 3) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nGood morning!\nDzień dobry!\n\n"
        "00:00:01.000 --> 00:00:04.000\nWe &lt;sing&gt; &amp; clap.\n"
    )
    assert captions(Words("", "", ((5, "Alone"),)), 60).endswith("00:00:05.000 --> 00:00:13.000\nAlone\n")
    assert spoken("A poem", "Roses are red,\n\nat 3:15 we stop.") == Words(
        "A poem", "Roses are red,\n\nat 3:15 we stop."
    )
    assert spoken("", "Hello\n0:04 Goodbye").lines == ((0, "Hello"), (4, "Goodbye"))


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        (TYPED, ""), ("Only words", ""), ("", ""),
        ("0:02 Late\n0:01 Early", "“0:01 Early” does not come after the line above it"),
        ("0:07 After the end", "“0:07 After the end” begins after the end: it lasts 0:03."),
    ],
)  # fmt: skip
def test_times_that_cannot_be_are_said(typed: str, trouble: str) -> None:
    assert trouble in wrong_times(typed, 3)
    assert bool(trouble) == bool(wrong_times(typed, 3))


def film_of(pair: Pair, who: str = "here") -> Card:
    half = getattr(pair, who)
    return next(card for card in cards_of(half.viewer, pair.link.pk) if card.piece.is_film)


def test_the_words_of_a_film_go_where_the_film_goes(ready: Pair) -> None:  # noqa: F811
    here, there = ready.here, ready.there
    mine, partner = sign_in_as(here.teacher), sign_in_as(there.teacher)
    upload(mine, here, made("mp4", 3))
    opening.open_waiting()
    piece = film_of(ready).piece
    describe, room = reverse("exchange:describe", args=[piece.pk]), reverse("exchange:room", args=[ready.link.pk])
    own, words = (reverse("exchange:captions", args=[piece.pk, way]) for way in ("check", "play"))
    assert "No words yet" in mine.get(room).content.decode()
    assert "Write what is said" in mine.get(reverse("exchange:piece", args=[piece.pk])).content.decode()
    assert mine.get(own).status_code == 404
    said = {"title": "A dance", "question": "where", "who": "class", "words": "0:09 Too late"}
    wrong = mine.post(describe, said)
    assert "begins after the end: it lasts 0:03." in wrong.content.decode()
    assert "0:09 Too late" in wrong.content.decode()  # nothing typed is lost
    mine.post(describe, {**said, "words": TYPED})
    assert "No words yet" not in mine.get(room).content.decode()
    tray = reverse("exchange:tray", args=[here.led.pk])
    key = piece.pk.hex
    mine.post(tray, {f"{key}-title": "Our dance", f"{key}-who": "class", f"{key}-then": "keep"})
    card = film_of(ready)
    assert (card.words.title, card.words.typed) == ("Our dance", TYPED)  # the tray on one page keeps the times
    with walls.inside(ready.link.pk):
        row = Piece.objects.unscoped(WHY).get(pk=piece.pk)
        assert b"Good morning" not in bytes(row.sealed)
    answer = mine.get(own)
    assert answer.content.decode().startswith("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nGood morning!")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert mine.get(words).status_code == 404  # held: no permission yet
    for half in (here, there):
        set_rule(by=half.viewer, link=ready.link.pk, enhanced=False, names=True, film=True)
    permit(here, "film")
    keys.approve_piece(by=here.viewer, piece=film_of(ready).piece)
    keys.release_piece(by=there.viewer, piece=film_of(ready, "there").piece)
    assert partner.get(words).status_code == 200
    show = partner.get(reverse("exchange:show", args=[ready.link.pk])).content.decode()
    assert f'<track kind="captions" label="What is said" src="{words}" default>' in show
    permit(here, "film", said="withdrawn", only="Ben")
    assert partner.get(words).status_code == 404  # as the film itself, from the next request
    with walls.inside(ready.link.pk):
        assert held(ready.link.pk, [piece])[piece.pk].missing == 1

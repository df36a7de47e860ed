"""The question game: two teachers and tablets play it at the same time; the board shows counts and what a class says, and nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from footbridge.exchange.game import streaming
from footbridge.exchange.game.actions import ask_next, count_hands, end_game, make_game, show_round, tell, vote
from footbridge.exchange.game.guesses import GUESSES
from footbridge.exchange.game.queries import board_of, game_of
from footbridge.exchange.lesson import holding as passes
from footbridge.exchange.lesson.actions import open_lesson
from footbridge.exchange.models import Game, GameRound, GameTold, GameVote
from footbridge.exchange.questions.actions import note_questions, send_round
from footbridge.exchange.questions.queries import questions_of
from footbridge.exchange.room.queries import silence_of
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.vault import walls
from tests import factories
from tests.exchange.conftest import Pair
from tests.exchange.test_lesson import tablet

SignIn = Callable[[Person], Any]
WHY = "a test looks behind the wall"


def made(pair: Pair, *guesses: str) -> Game:
    note_questions(by=pair.there.viewer, link_class=pair.there.led.pk, texts=["CANARY-THEIRS: what do you sing?"])
    rows = [one.row.pk for one in questions_of(pair.there.viewer, pair.link.pk)]
    send_round(by=pair.there.viewer, link=pair.link.pk, questions=rows)
    return make_game(by=pair.here.viewer, link=pair.link.pk, guesses=guesses or ("pets",), questions=rows)


def play(client: Any, pair: Pair, verb: str, **said: Any) -> Any:
    return client.post(reverse("exchange:game_play", args=[pair.link.pk, verb]), said)


def test_a_game_from_choosing_to_the_score(sign_in: SignIn, pair: Pair) -> None:
    here, there, link = pair.here, pair.there, pair.link.pk
    page = reverse("exchange:game", args=[link])
    client = sign_in(here.teacher)
    assert client.post(page, {}).status_code == 200  # nothing chosen
    for _ in range(2):
        client.post(page, {"guesses": ["pets", "walkers"]})
    game = Game.objects.unscoped(WHY).get()
    for _ in range(2):  # pressed twice, or by both teachers
        play(client, pair, "next", round=0)
    assert game_of(there.viewer, link).now == 1  # type: ignore[union-attr]
    assert play(client, pair, "hands", round=1, we=70).status_code == 200  # comes back
    play(client, pair, "hands", round=1, we=20, they=5, same=1)
    play(client, pair, "hands", round=1, we=20, they=6)  # counted again
    play(client, pair, "number", round=1, number=31)
    partner = sign_in(there.teacher)
    asked = partner.get(page).content.decode()
    assert GUESSES["pets"].ask in asked
    halves_shown = asked.split('class="game-halves"')[1].split("</section>")[0]
    assert not re.search(r"(?<![\w-])31(?![\w-])", halves_shown)  # not shown yet; tokens of forms may hold any digits
    play(partner, pair, "hands", round=1, we=3, they=22)
    play(partner, pair, "number", round=1, number=24)
    play(partner, pair, "show", round=1)
    board = board_of(here.viewer, game_of(here.viewer, link))  # type: ignore[arg-type]
    halves = {half.mine: half for half in board.halves}
    assert (halves[True].number, halves[True].most, halves[False].number) == (31, True, 24)
    assert (board.right, board.guessed) == (42, 51)
    with pytest.raises(Exception, match="over already"):
        count_hands(by=here.viewer, game=game, position=1, counts={"we": 1})
    play(partner, pair, "next", round=1)
    play(partner, pair, "end")
    assert partner.get(reverse("exchange:game_board", args=[link])).status_code == 200
    assert "Your last game" in partner.get(page).content.decode()
    assert silence_of(pair.link, game.made.date())[0] == 0  # playing is a sign of life


def test_words_wait_until_both_are_shown(pair: Pair) -> None:
    game = made(pair, "pets")
    ask_next(by=pair.here.viewer, game=game, after=0)
    ask_next(by=pair.here.viewer, game=game, after=1)
    tell(by=pair.here.viewer, game=game, position=2, words="We sing in the bath.")
    fresh = game_of(pair.there.viewer, pair.link.pk)
    assert fresh
    assert [(half.told, half.words) for half in board_of(pair.there.viewer, fresh).halves] == [
        (True, None),
        (False, None),
    ]
    show_round(by=pair.there.viewer, game=game, position=2)
    fresh = game_of(pair.there.viewer, pair.link.pk)
    assert fresh
    assert [half.words for half in board_of(pair.there.viewer, fresh).halves] == ["We sing in the bath.", None]


def test_tablets_vote_once_and_read_nothing_of_the_partner(pair: Pair) -> None:
    game = made(pair, "pets")
    lesson = open_lesson(by=pair.here.viewer, link_class=pair.here.led.pk, minutes=30)
    first, second = tablet(pair), tablet(pair)
    page = reverse("exchange:lesson_guess")
    assert "Wait a moment" in first.get(page).content.decode()
    ask_next(by=pair.there.viewer, game=game, after=0)
    shown = first.get(page).content.decode()
    assert GUESSES["pets"].ask in shown
    assert pair.there.school.name not in shown
    for choice in ("we", "they"):  # changes its mind
        assert "Thank you" in first.post(page, {"round": "1", "choice": choice}, follow=True).content.decode()
    second.post(page, {"round": "1", "choice": "same"})
    second.post(page, {"round": "2", "choice": "same"})  # not asked
    second.post(page, {"round": "1", "choice": "rude"})
    fresh = game_of(pair.here.viewer, pair.link.pk)
    assert fresh
    halves = board_of(pair.here.viewer, fresh).halves
    assert [(one.we, one.they, one.same) for one in halves if one.mine] == [(0, 1, 1)]
    assert fresh.version > game.version
    ask_next(by=pair.there.viewer, game=game, after=1)
    assert "CANARY" not in first.get(page).content.decode()  # a child of the partner class wrote that one
    with pytest.raises(PermissionDenied):
        vote(by=pair.here.viewer, tablet="x", position=1, choice="we")
    assert not vote(by=passes.viewer_of(lesson), tablet="x", position=1, choice="we")


def test_others_neither_play_nor_look(sign_in: SignIn, pair: Pair) -> None:
    game = made(pair)
    client = sign_in(factories.member("headteacher", of=pair.here.school))
    for name in ("game", "game_board", "game_part", "game_live"):
        assert client.get(reverse(f"exchange:{name}", args=[pair.link.pk])).status_code == 404
    stranger = viewer_for(factories.member("teacher", of=factories.school()))
    for act in (lambda: ask_next(by=stranger, game=game, after=0), lambda: end_game(by=stranger, game=game)):
        with pytest.raises(PermissionDenied):
            act()
    for model in (Game, GameRound, GameTold, GameVote):
        assert not model.objects.visible_to(stranger).exists()


def test_a_board_is_told_by_event_and_by_asking(sign_in: SignIn, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    game = made(pair)
    client = sign_in(pair.there.teacher)
    part, live = (reverse(f"exchange:{name}", args=[pair.link.pk]) for name in ("game_part", "game_live"))
    assert client.get(part, {"v": game.version}).status_code == 204
    assert 'data-version="1"' in client.get(part, {"v": "0"}).content.decode()
    first = b"".join(client.get(live).streaming_content)
    assert first == b"retry: 300\nid: 1\ndata: 1\n\n"
    versions = iter([1, 1, 2])
    monkeypatch.setattr(streaming, "PAUSE", 0)
    assert list(streaming.told("1", lambda: next(versions)))[-1].startswith("retry: 300\nid: 2")
    monkeypatch.setattr(streaming, "STAY", 0)
    assert list(streaming.told("1", lambda: 1)) == ["retry: 300\n\n", ": nothing new\n\n"]
    held: list[Iterator[str]] = []
    for _ in range(streaming.SEATS):
        held.append(streaming.told("1", lambda: 1))
        next(held[-1])
    assert list(streaming.told("1", lambda: 1)) == ["retry: 15000\n\n"]  # no seat: asking takes over
    for one in held:
        one.close()  # type: ignore[attr-defined]  # the browser went away
    assert len(list(streaming.told("1", lambda: 1))) == 2


def test_the_database_knows_what_a_game_is(pair: Pair) -> None:
    game = made(pair, "pets", "sea")
    ask_next(by=pair.here.viewer, game=game, after=0)
    for wrong in ({"state": "ready"}, {"state": "over"}, {"now": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Game.objects.unscoped(WHY).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Game.objects.create(link=pair.link)
    with walls.inside(pair.link.pk):
        for fields in ({"state": "asked"}, {"guess": ""}, {"kind": "say"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                GameRound.objects.unscoped(WHY).filter(position=2).update(**fields)
        row = GameRound.objects.unscoped(WHY).get(position=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            GameTold.objects.create(link=pair.link, round=row, school=pair.here.school)
        with pytest.raises(IntegrityError), transaction.atomic():
            GameVote.objects.create(link=pair.link, round=row, school=pair.here.school, choice="me", voter="x")

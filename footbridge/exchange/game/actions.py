"""Making and playing a game. Every change counts its version up, so that both boards know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.exchange import rules
from footbridge.exchange.game.guesses import GUESSES
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.lesson.holding import lesson_for
from footbridge.exchange.models import Game, GameRound, GameTold, GameVote
from footbridge.exchange.questions.queries import questions_of
from footbridge.vault import sealing, walls

WHY = "a game is played by the teachers of its link"
ROUND, TOLD = "round", "told"
MOST = 12  # rounds
LARGEST = 60  # hands of one class
State, Rounds = Game.State, GameRound.State


class CannotPlay(ValueError):
    """The message is for the teacher."""


@action
def make_game(*, by: Viewer, link: int, guesses: Sequence[str], questions: Sequence[UUID]) -> Game:
    """A game of chosen questions: of our list, and of those the classes have asked each other. Pressed twice it is one game."""
    rules.insist(rules.may_run(by, link))
    asked = {one.row.pk: one.text for one in questions_of(by, link) if one.state != "noted"}
    chosen = [slug for slug in dict.fromkeys(guesses) if slug in GUESSES]
    texts = [asked[one] for one in dict.fromkeys(questions) if one in asked]
    if not 0 < len(chosen) + len(texts) <= MOST:
        raise CannotPlay(f"Choose between one and {MOST} questions.")
    there = Game.objects.unscoped(WHY).exclude(state=State.OVER).filter(link=link).first()
    if there is not None:
        return there
    lock = lock_of(link)
    game = Game.objects.create(link_id=link, by_id=by.person_id)
    with walls.inside(link):
        for position, slug in enumerate(chosen, 1):
            GameRound.objects.create(link_id=link, game=game, position=position, kind=GameRound.Of.MORE, guess=slug)
        for position, text in enumerate(texts, len(chosen) + 1):
            row = GameRound(link_id=link, game=game, position=position, kind=GameRound.Of.SAY)
            row.sealed = sealing.seal(text.encode(), lock=lock, kind=ROUND, row=row.pk)
            row.save(force_insert=True)
    record("made a game", game, by=by, rounds=len(chosen) + len(texts))
    return game


@action
def ask_next(*, by: Viewer, game: Game, after: int) -> Game:
    """Ask the round that comes after round `after`. Whoever of the two teachers presses first; the second press does nothing."""
    row = _locked(by, game)
    if row.state == State.OVER or row.now != after:
        return row
    with walls.inside(row.link_id):
        rounds = GameRound.objects.unscoped(WHY).filter(game=row)
        rounds.filter(state=Rounds.ASKED).update(state=Rounds.SHOWN)
        if not rounds.filter(position=after + 1).update(state=Rounds.ASKED):
            return row
    row.now, row.state, row.began = after + 1, State.PLAYING, row.began or timezone.now()
    _changed(row, "now", "state", "began")
    record("asked a round", row, by=by, round=row.now)
    return row


@action
def show_round(*, by: Viewer, game: Game, position: int) -> Game:
    """Show what both classes said in a round. Pressed twice it acts once."""
    row = _locked(by, game)
    with walls.inside(row.link_id):
        rounds = GameRound.objects.unscoped(WHY).filter(game=row, position=position, state=Rounds.ASKED)
        if not rounds.update(state=Rounds.SHOWN):
            return row
    _changed(row)
    record("showed a round", row, by=by, round=position)
    return row


@action
def count_hands(*, by: Viewer, game: Game, position: int, counts: Mapping[str, int]) -> None:
    """Note the hands of the own class for each choice, in place of those noted before."""
    row = _locked(by, game)
    school = rules.schools_led(by)[row.link_id]
    if sum(counts.values()) > LARGEST:
        raise CannotPlay(f"A class has {LARGEST} hands at most.")
    with walls.inside(row.link_id):
        asked = _asked(row, position, GameRound.Of.MORE)
        for choice in GameVote.Choice.values:
            mark = f"hands:{school}:{choice}"
            GameVote.objects.unscoped(WHY).filter(round=asked, voter=mark).delete()
            if counts.get(choice):
                GameVote.objects.create(
                    link_id=row.link_id, round=asked, school_id=school, choice=choice, count=counts[choice], voter=mark
                )
    _changed(row)
    record("counted hands", row, by=by, round=position)


@action
def tell(*, by: Viewer, game: Game, position: int, number: int | None = None, words: str = "") -> None:
    """Note what the own class has counted, or what it says; it is shown when the round is shown."""
    row = _locked(by, game)
    school = rules.schools_led(by)[row.link_id]
    with walls.inside(row.link_id):
        asked = _asked(row, position, GameRound.Of.SAY if words else GameRound.Of.MORE, shown_too=True)
        told = GameTold.objects.unscoped(WHY).filter(round=asked, school=school).first()
        told = told or GameTold(link_id=row.link_id, round=asked, school_id=school)
        told.number = None if words else number
        told.sealed = (
            sealing.seal(words.encode(), lock=lock_of(row.link_id), kind=TOLD, row=f"{asked.pk}:{school}")
            if words
            else None
        )
        told.save()
    _changed(row)
    record("told an answer", row, by=by, round=position)


@action
def vote(*, by: Viewer, tablet: str, position: int, choice: str) -> bool:
    """One tablet of a lesson votes in the round that is asked; a second vote takes the place of the first. False when it is over."""
    lesson = lesson_for(by, lock=True)
    rules.insist(lesson is not None and bool(tablet) and choice in GameVote.Choice.values)
    assert lesson is not None
    row = Game.objects.unscoped(WHY).select_for_update().filter(link=lesson.link_id, state=State.PLAYING).first()
    if row is None:
        return False
    with walls.inside(row.link_id):
        asked = GameRound.objects.unscoped(WHY).filter(
            game=row, position=position, state=Rounds.ASKED, kind=GameRound.Of.MORE
        ).first()  # fmt: skip
        if asked is None:
            return False
        mark = salted_hmac("footbridge.exchange.game", f"{asked.pk}:{tablet}", algorithm="sha256").hexdigest()
        votes = GameVote.objects.unscoped(WHY).filter(round=asked, school=lesson.school_id).exclude(voter=mark)
        if (votes.aggregate(n=Sum("count"))["n"] or 0) >= LARGEST:
            return False
        GameVote.objects.unscoped(WHY).update_or_create(
            round=asked, voter=mark,
            defaults={"link_id": row.link_id, "school_id": lesson.school_id, "choice": choice, "count": 1},
        )  # fmt: skip
    _changed(row)
    record("a tablet voted", row, by=by, round=position)
    return True


@action
def end_game(*, by: Viewer, game: Game) -> Game:
    """End a game. Pressed twice it acts once."""
    row = _locked(by, game)
    if row.state != State.OVER:
        with walls.inside(row.link_id):
            GameRound.objects.unscoped(WHY).filter(game=row, state=Rounds.ASKED).update(state=Rounds.SHOWN)
        row.state, row.ended = State.OVER, timezone.now()
        _changed(row, "state", "ended")
        record("ended a game", row, by=by, rounds=row.now)
    return row


def _locked(by: Viewer, game: Game) -> Game:
    rules.insist(rules.may_run(by, game.link_id))
    return Game.objects.unscoped(WHY).select_for_update().get(pk=game.pk)


def _changed(row: Game, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=["version", *fields])


def _asked(row: Game, position: int, kind: str, *, shown_too: bool = False) -> GameRound:
    states = (Rounds.ASKED, Rounds.SHOWN) if shown_too else (Rounds.ASKED,)
    found = GameRound.objects.unscoped(WHY).filter(game=row, position=position, kind=kind, state__in=states).first()
    if found is None:
        raise CannotPlay("This round is over already.")
    return found

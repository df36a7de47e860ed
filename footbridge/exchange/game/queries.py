"""Reading a game: the board as both classes see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footbridge.access import Viewer
from footbridge.brokering.models import LinkSide
from footbridge.exchange import rules
from footbridge.exchange.game.actions import ROUND, TOLD
from footbridge.exchange.game.guesses import GUESSES
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Game, GameRound, GameTold, GameVote, Lesson
from footbridge.vault import sealing, walls
from footbridge.vault.locks import Lock

WHY = "the board of a game names schools, and no child"


@dataclass(frozen=True)
class Half:
    """One school's half of the board. `number` and `words` are None until the round is shown; `told` says that they are there."""

    name: str
    mine: bool
    we: int
    they: int
    same: int
    told: bool
    number: int | None
    words: str | None
    most: bool = False

    @property
    def votes(self) -> int:
        return self.we + self.they + self.same


@dataclass(frozen=True)
class Board:
    """The board: which round, what is asked, both halves, and how often the classes have guessed right together."""

    game: Game
    position: int
    rounds: int
    kind: str
    state: str
    ask: str
    count: str
    halves: Sequence[Half]
    right: int
    guessed: int

    @property
    def stage(self) -> str:
        """Changes when another page of controls is needed."""
        return f"{self.game.pk}:{self.game.state}:{self.position}:{self.state}"

    @property
    def shown(self) -> bool:
        return self.state == "shown"

    @property
    def last(self) -> bool:
        return self.position >= self.rounds


def game_of(viewer: Viewer, link: int) -> Game | None:
    """The game that is ready or played in a link of the viewer; else the last one that is over."""
    rows = list(Game.objects.visible_to(viewer).filter(link=link).order_by("-made")[:5])
    return next((row for row in rows if row.state != Game.State.OVER), rows[0] if rows else None)


def is_on(viewer: Viewer, link: int) -> bool:
    """Whether a game is ready or played in a link of the viewer."""
    return Game.objects.visible_to(viewer).filter(link=link).exclude(state=Game.State.OVER).exists()


def version_of(game: Game) -> int:
    """The version of a game now, for a board that has been let in. One query."""
    return Game.objects.unscoped(WHY).filter(pk=game.pk).values_list("version", flat=True).first() or 0


def board_of(viewer: Viewer, game: Game) -> Board:
    """The board of a game of the viewer's link. Seven queries."""
    lock = lock_of(game.link_id)
    mine = rules.schools_led(viewer).get(game.link_id)
    sides = (
        LinkSide.objects.unscoped(WHY).filter(link=game.link_id).order_by("pk").values_list("school", "school__name")
    )
    with walls.inside(game.link_id):
        rounds = list(GameRound.objects.visible_to(viewer).filter(link=game.link_id, game=game).order_by("position"))
        told = list(GameTold.objects.visible_to(viewer).filter(link=game.link_id, round__in=rounds))
        votes = list(GameVote.objects.visible_to(viewer).filter(link=game.link_id, round__in=rounds))
    now = next((row for row in rounds if row.position == game.now), None)  # type: ignore[attr-defined]
    right, guessed = _score(rounds, told, votes)  # type: ignore[arg-type]
    halves = [_half(now, school, name, school == mine, told, votes, lock) for school, name in sides]  # type: ignore[arg-type]
    if now is None:
        return Board(game, 0, len(rounds), "", "", "", "", halves, right, guessed)
    guess = GUESSES.get(now.guess)
    ask = guess.ask if guess else sealing.open_(now.sealed or b"", lock=lock, kind=ROUND, row=now.pk).decode()
    return Board(
        game, now.position, len(rounds), now.kind, now.state, ask, guess.count if guess else "", halves, right, guessed
    )


def _half(
    now: GameRound | None,
    school: int,
    name: str,
    mine: bool,
    told: Sequence[GameTold],
    votes: Sequence[GameVote],
    lock: Lock,
) -> Half:
    if now is None:
        return Half(name, mine, 0, 0, 0, False, None, None)
    count = dict.fromkeys(GameVote.Choice.values, 0)
    for vote in votes:
        if vote.round_id == now.pk and vote.school_id == school:
            count[vote.choice] += vote.count
    said = {one.school_id: one for one in told if one.round_id == now.pk}
    own = said.get(school)
    shown = now.state == GameRound.State.SHOWN and own is not None
    words = None
    if shown and own is not None and own.sealed:
        words = sealing.open_(own.sealed, lock=lock, kind=TOLD, row=f"{now.pk}:{school}").decode()
    numbers = [one.number for one in said.values() if one.number is not None]
    number = own.number if shown and own is not None else None
    most = number is not None and len(numbers) > 1 and number == max(numbers) and numbers.count(number) == 1
    return Half(name, mine, count["we"], count["they"], count["same"], own is not None, number, words, most)


def _score(rounds: Sequence[GameRound], told: Sequence[GameTold], votes: Sequence[GameVote]) -> tuple[int, int]:
    """How many votes were right over all rounds that are shown and told by both, and how many there were."""
    right = guessed = 0
    for row in rounds:
        numbers = {one.school_id: one.number for one in told if one.round_id == row.pk and one.number is not None}
        if row.state != GameRound.State.SHOWN or len(numbers) < 2:
            continue
        best = max(numbers.values())
        winners = {school for school, number in numbers.items() if number == best}
        for vote in votes:
            if vote.round_id == row.pk:
                truth = "same" if len(winners) > 1 else "we" if vote.school_id in winners else "they"
                guessed += vote.count
                right += vote.count * (vote.choice == truth)
    return right, guessed


def guess_for(lesson: Lesson) -> GameRound | None:
    """The question of our list that is asked now in a lesson's link: all that a tablet ever sees of a game."""
    game = Game.objects.unscoped(WHY).filter(link=lesson.link_id, state=Game.State.PLAYING).first()
    if game is None:
        return None
    with walls.inside(lesson.link_id):
        rows = GameRound.objects.unscoped(WHY).filter(game=game, kind=GameRound.Of.MORE, state=GameRound.State.ASKED)
        return rows.first()


def is_played(lesson: Lesson) -> bool:
    """Whether a game is played in a lesson's link."""
    return Game.objects.unscoped(WHY).filter(link=lesson.link_id, state=Game.State.PLAYING).exists()

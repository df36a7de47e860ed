"""A question game that Derby's two classes have played, and one that is ready."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from footbridge.brokering.models import LinkClass
from footbridge.demo.making.world import World
from footbridge.exchange.models import Game, GameRound, GameTold, GameVote
from footbridge.people.models import Person

# which question, each class's number, each class's hands (we, they, the same)
PLAYED = (
    ("pets", (31, 24), ((9, 14, 4), (6, 19, 2))),
    ("languages", (6, 11), ((8, 17, 2), (20, 4, 3))),
    ("walkers", (12, 12), ((15, 7, 5), (11, 12, 4))),
)
READY = ("sea", "books", "jokes", "carrots")


def make(world: World, classes: Sequence[LinkClass], teachers: Sequence[Person]) -> None:
    """The games of one link, inside its wall."""
    rng = world.rng("games")
    link = classes[0].link_id
    began = world.moment(6, rng)
    over = Game.objects.create(
        id=_id(rng), link_id=link, state="over", now=len(PLAYED), version=20, made=began - timedelta(days=1), began=began,
        ended=began + timedelta(minutes=34), by=teachers[0],
    )  # fmt: skip
    told, votes = [], []
    for position, (guess, numbers, hands) in enumerate(PLAYED, 1):
        row = GameRound.objects.create(
            id=_id(rng), link_id=link, game=over, position=position, kind="more", guess=guess, state="shown"
        )
        for one, number, counts in zip(classes, numbers, hands, strict=True):
            told.append(GameTold(link_id=link, round=row, school_id=one.school_id, number=number))
            votes += [
                GameVote(
                    link_id=link, round=row, school_id=one.school_id, choice=choice, count=count,
                    voter=f"hands:{one.school_id}:{choice}",
                )
                for choice, count in zip(GameVote.Choice.values, counts, strict=True)
            ]  # fmt: skip
    GameTold.objects.bulk_create(told)
    GameVote.objects.bulk_create(votes)
    ready = Game.objects.create(id=_id(rng), link_id=link, made=world.moment(1, rng), by=teachers[1])
    GameRound.objects.bulk_create(
        GameRound(id=_id(rng), link_id=link, game=ready, position=position, kind="more", guess=guess)
        for position, guess in enumerate(READY, 1)
    )


def _id(rng: np.random.Generator) -> uuid.UUID:
    return uuid.UUID(bytes=rng.bytes(16), version=4)

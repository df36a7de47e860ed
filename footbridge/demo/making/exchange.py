"""The exchange of Derby's links: the children of both classes by invented first names, and what their families permit."""

from __future__ import annotations

import uuid
from datetime import timedelta

import numpy as np

from footbridge.brokering.models import LinkClass, LinkTeacher
from footbridge.demo.making import concerns, families, games, pieces, talk
from footbridge.demo.making.names import _GIVEN
from footbridge.demo.making.world import Local, World
from footbridge.exchange.models import Decision, Label
from footbridge.exchange.permissions.uses import Said, Use
from footbridge.vault import sealing, walls
from footbridge.vault.locks import Lock

WHY = "the demonstration is made"
CHILDREN = 28


def make(world: World) -> str:
    """Names and permissions of the link that the two teachers of the demonstration lead."""
    derby = world.locals["derby"]
    led = LinkTeacher.objects.unscoped(WHY).filter(person=world.personas["teacher"], until=None).order_by("pk")[0]
    rng = world.rng("exchange")
    classes = LinkClass.objects.unscoped(WHY).filter(link=led.link_id).order_by("pk")
    with walls.inside(led.link_id):
        counted = sum(_class(world, derby, one, rng) for one in classes)
        own = [one for one in classes if one.pk == led.link_class_id]
        pair = [*own, *(one for one in classes if one.school_id != own[0].school_id)][:2]
        teachers = [world.personas["teacher"], world.personas["partner-teacher"]]
        pieces_made = pieces.make(world, pair, teachers)
        talk.make(world, pair, teachers)
        concerns.make(world, pair, teachers)
        games.make(world, pair, teachers)
        families.make(world, pair, teachers)
    return f"{counted} children of one link, {pieces_made} pieces"


def _class(world: World, derby: Local, one: LinkClass, rng: np.random.Generator) -> int:
    """One class: everybody may show their work; some families said no to faces, film or calls, a few have not answered."""
    lock = Lock(link=one.link_id, year=world.year)
    noted = world.moment(40, rng)
    names = sorted({str(_GIVEN[n]) for n in rng.choice(len(_GIVEN), CHILDREN, replace=False)})
    labels, lines = [], []
    for place, name in enumerate(names, 1):
        row = Label(
            id=uuid.UUID(bytes=rng.bytes(16), version=4),
            link_id=one.link_id,
            link_class=one,
            position=place,
            added=noted,
        )
        row.sealed = sealing.seal(name.encode(), lock=lock, kind="label", row=row.pk)
        labels.append(row)
        for use in Use:
            for days, said in _story(place, use):
                lines.append(
                    Decision(
                        link_id=one.link_id, link_class=one, label=row, use=use, said=said, at=noted + timedelta(days=days)
                    )
                )  # fmt: skip
    Label.objects.bulk_create(labels)
    Decision.objects.bulk_create(sorted(lines, key=lambda line: line.at))
    return len(labels)


def _story(place: int, use: Use) -> list[tuple[int, Said]]:
    """What a family said in the course of time, by the child's place on the list."""
    yes, no = [(0, Said.PERMITTED)], [(0, Said.REFUSED)]
    if place == 7 and use in (Use.FACE, Use.VOICE, Use.FILM, Use.CALL):
        return no
    if place == 12 and use in (Use.FACE, Use.NAME):
        return [(0, Said.PERMITTED), (9, Said.WITHDRAWN)]
    if place == 19 and use != Use.WORK:
        return []
    if place == 15 and use in (Use.FACE, Use.FILM):  # refused by the family's code
        return no
    if place in (5, 15, 24, 26) and use != Use.WORK:  # two of them have answered by their code, and wait
        return []
    if place == 23 and use == Use.FILM:
        return no
    return yes

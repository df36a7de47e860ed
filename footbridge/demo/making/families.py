"""Families of the demonstration's link: letters are out, some answered by their code, and there is class news.

The code of the first child of the first teacher's class is FAM9Y-DEM22; that of the class, for the news, is NEWSC-DEM22.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from footbridge.booking.models import Occasion, Place
from footbridge.brokering.models import LinkClass
from footbridge.demo.making.world import LONDON, World
from footbridge.exchange.families import codes
from footbridge.exchange.families.notices import sealed
from footbridge.exchange.models import (
    FamilyAnswer,
    FamilyCode,
    FamilyComing,
    FamilyInvitation,
    Label,
    News,
    NewsPiece,
    Piece,
)
from footbridge.exchange.permissions.uses import Use
from footbridge.people.models import Person
from footbridge.vault.locks import Lock

WHY = "the demonstration is made"
CHILD_CODE, CLASS_CODE = "FAM9YDEM22", "NEWSCDEM22"
NEWS = (
    ("What our partner class showed us", "They know a game with five stones that nobody here knew. We sent our rules for skipping.\n"
     "Ask your child to show you the poem about the bridge.", "published"),
    ("Portraits without a face", "We drew who we are without drawing our faces. You see one below.", "draft"),
)  # fmt: skip
# place on the list, relation, uses refused; the rest permitted
ANSWERED = ((5, "mother", ()), (15, "father", (Use.FACE, Use.FILM)))


def make(world: World, classes: Sequence[LinkClass], teachers: Sequence[Person]) -> None:
    """Codes of both classes, two answers by code that wait, two pieces of news; inside the wall of the link."""
    rng = world.rng("families")
    for one, by in zip(classes, teachers, strict=True):
        labels = list(Label.objects.unscoped(WHY).filter(link_class=one).order_by("position"))
        _codes(world, one, by, labels, first=one is classes[0], rng=rng)
    own = classes[0]
    labels = list(Label.objects.unscoped(WHY).filter(link_class=own).order_by("position"))
    lines = []
    for place, relation, refused in ANSWERED:
        batch = uuid.UUID(bytes=rng.bytes(16), version=4)
        for use in Use:
            yes = use not in refused
            lines.append(
                FamilyAnswer(
                    link_id=own.link_id, link_class=own, label=labels[place - 1], batch=batch, use=use, yes=yes,
                    relation=relation, at=world.moment(3, rng), state="waits" if yes else "counts",
                )
            )  # fmt: skip
    FamilyAnswer.objects.bulk_create(lines)
    _news(world, own, teachers[0], rng)


def _codes(
    world: World, one: LinkClass, by: Person, labels: Sequence[Label], *, first: bool, rng: np.random.Generator
) -> None:
    lock = Lock(link=one.link_id, year=world.year)
    made = world.moment(12, rng)
    until = datetime(world.year + 1, 8, 31, 23, 59, tzinfo=LONDON)
    rows = []
    for number, label in enumerate([None, *labels[:-1]]):  # the last child joined after the letters
        code = "".join(codes.LETTERS[n] for n in rng.integers(0, len(codes.LETTERS), codes.LENGTH))
        if first and number < 2:
            code = (CLASS_CODE, CHILD_CODE)[number]
        row = FamilyCode(
            id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=one.link_id, link_class=one, label=label, made=made,
            made_by=by, expires=max(until, made + timedelta(days=1)), hashed=codes.hash_of(code),
        )  # fmt: skip
        row.sealed = codes.sealed(code, lock=lock, row=row.pk)
        rows.append(row)
    FamilyCode.objects.bulk_create(rows)


def _news(world: World, own: LinkClass, by: Person, rng: np.random.Generator) -> None:
    lock = Lock(link=own.link_id, year=world.year)
    shown = list(
        Piece.objects.unscoped(WHY).filter(link=own.link_id, state="sent", faces=False).order_by("made", "pk")[:3]
    )
    for days, (title, words, state) in enumerate(NEWS):
        row = News(
            id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=own.link_id, link_class=own, state=state,
            made=world.moment(6 - days, rng), made_by=by,
        )  # fmt: skip
        row.published = row.made if state == "published" else None
        row.sealed = sealed(row, title, words, lock)
        row.save(force_insert=True)
        NewsPiece.objects.bulk_create(
            NewsPiece(link_id=own.link_id, link_class=own, news=row, piece=piece)
            for piece in (shown if state == "published" else shown[:1])
        )


def invite(world: World) -> None:
    """The families of the first teacher's class are invited to the celebration; some have said how many come. After occasions."""
    from footbridge.brokering.models import LinkTeacher
    from footbridge.vault import walls

    led = LinkTeacher.objects.unscoped(WHY).filter(person=world.personas["teacher"], until=None).order_by("pk")[0]
    place = Place.objects.unscoped(WHY).filter(
        link_class=led.link_class_id, occasion__kind=Occasion.Kind.CELEBRATION, state__in=("invited", "booked")
    ).order_by("pk").first()  # fmt: skip
    if place is None:
        return
    rng = world.rng("invited families")
    with walls.inside(led.link_id):
        labels = list(Label.objects.unscoped(WHY).filter(link_class=led.link_class_id).order_by("position"))
        row = FamilyInvitation.objects.create(
            id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=led.link_id, link_class_id=led.link_class_id,
            occasion_id=place.occasion_id, made=world.moment(5, rng), made_by=world.personas["teacher"],
        )  # fmt: skip
        FamilyComing.objects.bulk_create(
            FamilyComing(
                link_id=led.link_id, link_class_id=led.link_class_id, invitation=row, label=label,
                adults=1 + n % 2, children=n % 3, at=world.moment(2, rng),
            )
            for n, label in enumerate(labels[2:13])
        )  # fmt: skip

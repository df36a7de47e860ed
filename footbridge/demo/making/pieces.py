"""Pieces of the demonstration's link: pictures drawn by code, poems and letters, in every state; questions and messages come with them."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from PIL import Image, ImageDraw

from footbridge.brokering.models import LinkClass
from footbridge.demo.making import motion
from footbridge.demo.making.world import World
from footbridge.exchange.models import (
    HouseRule,
    Label,
    Lesson,
    Piece,
    PieceChild,
    Release,
    Trusted,
)  # fmt: skip
from footbridge.exchange.pieces.words import Words, sealed
from footbridge.people.models import Person
from footbridge.vault import objects
from footbridge.vault.locks import Lock

WHY = "the demonstration is made"
SKIES = ("#a8d5e8", "#f6c45a", "#f0b39a", "#cdb4db")
SIZES = {"screen": 1440, "class": 1024, "list": 320}
BRIDGE = """Two banks and a river,
two schools and one song.
I carry a plank,
you bring one along."""
LETTER = """Hello from the other side of town!
We are twenty-eight children and we speak eleven languages. Our favourite lesson is PE, and on Fridays we sing.
What do you do on Fridays?"""
GUIDE = """How to find your way in our playground: go past the tree that looks like an elbow.
Do not step on the snail. It has lived here longer than us."""
TWENTY = """1. Nearly all of us like mango.
2. Half of us have a cat, or want one."""
IN_CLASS_MODE = {"Drawn in class mode", "My shoes light up"}
# whose (0 the first teacher's class, 1 the partner's), kind, title, words, question, strand, state, released, faces
PIECES: Sequence[tuple[int, str, str, str, str, str, str, bool, bool]] = (
    (0, "picture", "A portrait without a face", "Three colours for who I am today.", "who-am-i", "art", "sent", True, False),
    (1, "picture", "Me in a shoebox lid", "A shell, a spoon, a card, a word from my gran.", "who-am-i", "art", "sent", True, False),
    (1, "text", "A letter from Year 5", LETTER, "who-are-we", "english", "sent", True, False),
    (0, "text", "The bridge", BRIDGE, "together", "english", "sent", True, False),
    (1, "picture", "Our street in colours", "What we pass on the way to school.", "where", "geography", "sent", False, False),
    (1, "text", "A guide for a visitor", GUIDE, "where", "english", "sent", False, False),
    (0, "picture", "The bench in the middle", "Where everybody can sit.", "where", "citizenship", "sent", False, False),
    (0, "picture", "Our class, laughing", "", "who-are-we", "pshce", "tray", False, True),
    (0, "picture", "Hands round a circle", "", "together", "art", "tray", False, False),
    (0, "picture", "Drawn in class mode", "", "who-am-i", "art", "tray", False, False),
    (0, "text", "My shoes light up", "My shoes light up when I run.\nI run a lot.", "who-am-i", "", "tray", False, False),
    (0, "text", "Twenty things about us", TWENTY, "who-are-we", "pshce", "recalled", False, False),
    (1, "film", "Hands that say hello", "Four ways to greet somebody. Nobody speaks.", "who-are-we", "drama", "sent", True, False),
    (0, "film", "Planting the hedge", "", "where", "geography", "tray", False, False),
    (1, "voice", "Good morning in eleven languages", "Good morning! Dzień dobry!", "who-am-i", "english", "sent", False, False),
    (0, "voice", "Our song, first try", "", "together", "english", "tray", False, False),
    (0, "picture", "Our school in a paper, page 1", "From a PDF that the class wrote.", "where", "english", "sent", True, False),
    (1, "picture", "A market of small things", "", "where", "pshce", "hidden", False, False),
)  # fmt: skip


def make(world: World, classes: Sequence[LinkClass], teachers: Sequence[Person]) -> int:
    """The pieces of one link, inside its wall; how many."""
    rng = world.rng("pieces")
    lock = Lock(link=classes[0].link_id, year=world.year)
    Trusted.objects.bulk_create(
        Trusted(person=one, agreed_by=other, at=world.moment(35, rng))
        for one, other in zip(teachers, reversed(teachers), strict=True)
    )
    for place, one in enumerate(classes):
        HouseRule.objects.create(
            link_id=one.link_id, school_id=one.school_id, faces=not place, names=True, film=True, voice=True,
            by=teachers[place], changed=world.moment(38, rng),
        )  # fmt: skip
    lesson = lesson_of(world, classes[0], teachers[0], rng)
    rows, releases = [], []
    for n, (side, kind, title, words, question, strand, state, released, faces) in enumerate(PIECES):
        one, by = classes[side], teachers[side]
        made = world.moment(30 - 2 * n, rng)
        piece = Piece(
            id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=one.link_id, link_class=one, school_id=one.school_id, kind=kind,
            may_keep=released, portrait="portrait" in title,
            question=question, strand=strand, state=state, faces=faces, made=made, made_by=by, changed=made,
        )  # fmt: skip
        piece.sealed = sealed(piece, Words(title, words), lock)
        if title in IN_CLASS_MODE:
            piece.lesson, piece.made_by = lesson, None
        if state in ("sent", "hidden"):
            piece.approved, piece.approved_by = made, by
        if kind == "film":
            piece.seconds, content, still = motion.film(rng)
            objects.put(content, lock=lock, kind="play", row=piece.pk)
            piece.width, piece.height = _picture(piece, lock, still)
        elif kind == "voice":
            piece.seconds, content = motion.tune(rng)
            objects.put(content, lock=lock, kind="play", row=piece.pk)
        elif kind == "picture":
            piece.width, piece.height = _picture(piece, lock, drawn(rng))
        rows.append(piece)
        if released:
            other = classes[1 - side]
            releases.append(
                Release(
                    link_id=one.link_id, piece=piece, from_school_id=one.school_id, school_id=other.school_id,
                    at=made + timedelta(hours=20), by=teachers[1 - side], first_key=by,
                )
            )  # fmt: skip
    Piece.objects.bulk_create(rows)
    _by_a_group([one for one in rows if one.seconds and one.state == "sent"])
    Release.objects.bulk_create(releases)
    return len(rows)


def lesson_of(world: World, one: LinkClass, by: Person, rng: np.random.Generator) -> Lesson:
    """A lesson in class mode a few days ago, closed by its teacher."""
    opened = world.moment(3, rng)
    return Lesson.objects.create(
        id=uuid.UUID(bytes=rng.bytes(16), version=4), link_id=one.link_id, link_class=one, school_id=one.school_id, opened=opened,
        closes=opened + timedelta(hours=1), closed=opened + timedelta(minutes=47), by=by,
    )  # fmt: skip


def _by_a_group(pieces: Sequence[Piece]) -> None:
    """Recordings and films that went over were made by the first four children of the list, whose families permit it."""
    for one in pieces:
        one.who = Piece.Who.SOME
        labels = Label.objects.unscoped(WHY).filter(link_class=one.link_class, position__lte=4)
        PieceChild.objects.bulk_create(
            PieceChild(link_id=one.link_id, link_class_id=one.link_class_id, piece=one, label=label) for label in labels
        )
    Piece.objects.unscoped(WHY).bulk_update(pieces, ["who"])


def _picture(piece: Piece, lock: Lock, image: Image.Image) -> tuple[int, int]:
    """Keep a picture sealed in three sizes. Nobody is in it: hills, houses and a sun of chance, or hands of paper."""
    for size, side in SIZES.items():
        small = image.copy()
        small.thumbnail((side, side))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=80)
        objects.put(out.getvalue(), lock=lock, kind=f"picture-{size}", row=piece.pk)
    return image.size


def drawn(rng: np.random.Generator, width: int = 1440, height: int = 1080) -> Image.Image:
    """A child's kind of picture: a sky, hills, houses, and a sun."""
    image = Image.new("RGB", (width, height), SKIES[int(rng.integers(len(SKIES)))])
    pen = ImageDraw.Draw(image)
    x, y, r = (int(rng.integers(low, high)) for low, high in ((150, 1200), (90, 300), (70, 140)))
    pen.ellipse((x - r, y - r, x + r, y + r), fill="#f6b93b")
    for colour, base in (("#3f8f4c", 620), ("#1e5c2b", 800)):
        points = [(step * 180, base + int(rng.integers(-120, 120))) for step in range(9)]
        pen.polygon([(0, height), *points, (width, height)], fill=colour)
    for _ in range(int(rng.integers(2, 6))):
        left, top, wide = int(rng.integers(80, 1200)), int(rng.integers(640, 860)), int(rng.integers(110, 200))
        wall = ("#e4603a", "#6b2357", "#1a8a82", "#f6b93b")[int(rng.integers(4))]
        pen.rectangle((left, top, left + wide, top + wide), fill=wall)
        pen.polygon([(left - 15, top), (left + wide // 2, top - wide // 2), (left + wide + 15, top)], fill="#2b1d2c")
        pen.rectangle((left + wide // 3, top + wide // 2, left + 2 * wide // 3, top + wide), fill="#fdf8f0")
    return image

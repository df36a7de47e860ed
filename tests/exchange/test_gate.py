"""Giving, refusing, withdrawing, tagging, sending, recalling and reporting at random: no forbidden picture, from the next request."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from footbridge.exchange import gate
from footbridge.exchange.concerns.actions import report_concern
from footbridge.exchange.houserules.actions import set_rule
from footbridge.exchange.labels import own_labels
from footbridge.exchange.media.remaking import Remade
from footbridge.exchange.models import Piece, Trusted
from footbridge.exchange.permissions.actions import note_decisions
from footbridge.exchange.permissions.queries import ledger_of
from footbridge.exchange.pictures.rebuilding import Rebuilt
from footbridge.exchange.pictures.serving import PLAY, SHOWN, piece_to_show
from footbridge.exchange.pieces.actions import keys, making
from footbridge.exchange.pieces.queries import cards_of
from footbridge.vault import walls
from tests.exchange.conftest import Pair

TINY = Rebuilt(16, 16, {"screen": b"s", "class": b"c", "list": b"l"})
FILM = Remade("film", 2, 16, 16, {"film": b"f", "screen": b"s", "class": b"c", "list": b"l"})
ASPECTS = ("faces", "names", "film")
SAID = ("permitted", "permitted", "permitted", "permitted", "refused", "withdrawn", "unknown")


@dataclass
class Model:
    """What a plain reading of the rules expects, kept apart from the house's own code."""

    children: list[UUID]
    said: dict[tuple[UUID, str], str] = field(default_factory=dict)
    rules: dict[str, dict[str, bool]] = field(default_factory=dict)
    pieces: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    def open(self, piece: dict[str, Any]) -> bool:
        allowed = [self.rules.get(side, {"faces": False, "names": True, "film": False}) for side in ("here", "there")]
        if any(piece[aspect] and not all(rule[aspect] for rule in allowed) for aspect in ASPECTS):
            return False
        uses = ["work"] + ["face"] * piece["faces"] + ["name"] * piece["names"] + ["film"] * piece["film"]
        children = self.children if piece["who"] == "class" else piece["children"]
        return all(self.said.get((child, use)) == "permitted" for child in children for use in uses)

    def partner_sees(self, piece: dict[str, Any]) -> bool:
        return piece["state"] == "sent" and self.open(piece)


def begin(pair: Pair, count: int = 2) -> tuple[Model, dict[UUID, Piece]]:
    """A picture and a film in the tray of a class whose families permit work."""
    pair.here.led.offered_class.size = 3
    pair.here.led.offered_class.save()
    for half in (pair.here, pair.there):
        Trusted.objects.unscoped("a test trusts both").get_or_create(person=half.teacher)
    model, rows = Model([one.id for one in own_labels(pair.here.viewer, pair.here.led.pk)]), {}
    say(pair, model, model.children, "work", "permitted")
    for n in range(count):
        told: dict[str, Any] = {
            "by": pair.here.viewer,
            "link_class": pair.here.led.pk,
            "original": b"%d" % n,
            "title": f"P{n}",
        }
        film = n == 1
        row, _ = making.keep_remade(**told, made=FILM)[0] if film else making.keep_picture(**told, picture=TINY)
        rows[row.pk] = row
        model.pieces[row.pk] = {
            "faces": False,
            "names": False,
            "who": "class",
            "children": [],
            "state": "tray",
            "film": film,
        }
    return model, rows


def say(pair: Pair, model: Model, children: list[UUID], use: str, said: str) -> None:
    _, last = ledger_of(pair.here.viewer, pair.here.led.pk)
    cells = {(child, use): said for child in children}
    note_decisions(by=pair.here.viewer, link_class=pair.here.led.pk, cells=cells, seen=last)
    model.said.update(cells)


def check(pair: Pair, model: Model, piece: UUID, size: str, *hints: object) -> int:
    """Whether the partner, asking anew, is shown exactly the pictures that the plain reading allows, and gets this one in this size.

    How many pictures those are.
    """
    viewer = pair.there.viewer
    shown = {card.piece.pk for card in cards_of(viewer, pair.link.pk) if card.thumb}
    assert shown == {key for key, one in model.pieces.items() if model.partner_sees(one)}, (*hints, model.pieces)
    got = piece_to_show(viewer, piece, size) is not None
    assert got == model.partner_sees(model.pieces[piece]), (*hints, model.pieces[piece])
    return len(shown)


def walk(pair: Pair, begun: tuple[Model, dict[UUID, Piece]], seed: int, steps: int) -> tuple[int, int]:
    """One random walk; how often the partner saw a picture, and how often not. Fails at the first forbidden or withheld picture."""
    chance, (model, rows) = random.Random(seed), deepcopy(begun)
    seen = 0
    for _ in range(steps):
        pk = chance.choice(list(rows))
        step(chance, model, rows[pk], model.pieces[pk], pair)
        asked = chance.choice(list(rows))
        seen += check(pair, model, asked, chance.choice((*SHOWN, PLAY) if model.pieces[asked]["film"] else SHOWN), seed)
    return seen, steps * len(rows) - seen


def step(chance: random.Random, model: Model, row: Piece, piece: dict[str, Any], pair: Pair) -> None:
    here, there = pair.here, pair.there
    match chance.choice(
        ["say", "say", "describe", "send", "send", "send", "release", "recall", "return", "rule", "report"]
    ):
        case "say":
            children = model.children if chance.random() < 0.5 else [chance.choice(model.children)]
            use, said = chance.choice(["work", "work", "face", "name", "film", "film"]), chance.choice(SAID)
            say(pair, model, children, use, said)
        case "describe":
            told = {
                "faces": chance.random() < 0.3,
                "names": chance.random() < 0.3,
                "who": chance.choice(["class", "some"]),
            }
            told["children"] = chance.sample(model.children, chance.randint(1, 2)) if told["who"] == "some" else []
            try:
                making.describe_piece(
                    by=here.viewer, piece=row, title="T", words="", question="who-am-i", strand="", **told
                )
            except making.CannotChange:
                assert piece["state"] not in ("tray", "recalled", "returned")
            else:
                piece.update(told)
        case "send":
            try:
                piece["state"] = keys.approve_piece(by=here.viewer, piece=row).state
            except making.CannotChange:
                assert piece["state"] == "hidden" or not model.open(piece)
        case "release":
            try:
                keys.release_piece(by=there.viewer, piece=row)
            except making.CannotChange:
                assert not model.partner_sees(piece)
        case "recall" | "return" as verb:
            act, who = (keys.recall_piece, here) if verb == "recall" else (keys.return_piece, there)
            piece["state"] = act(by=who.viewer, piece=row).state
        case "rule":
            side = chance.choice(["here", "there"])
            model.rules[side] = {aspect: chance.random() < 0.8 for aspect in ASPECTS}
            set_rule(by=getattr(pair, side).viewer, link=row.link_id, enhanced=False, **model.rules[side])
        case "report" if chance.random() < 0.15:
            report_concern(by=there.viewer, piece=row, kind="other", words="")
            piece["state"] = "hidden"


def walks(pair: Pair, seeds: range, steps: int) -> tuple[int, int]:
    begun = begin(pair)
    seen = hidden = 0
    for seed in seeds:
        with transaction.atomic():  # each walk begins where the first began
            more = walk(pair, begun, seed, steps)
            seen, hidden = seen + more[0], hidden + more[1]
            transaction.set_rollback(True)
    return seen, hidden


def test_no_forbidden_picture(children: Pair) -> None:
    seen, hidden = walks(children, range(9, 11), 12)
    assert seen > 3  # it looked at open doors too
    assert hidden > 10


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 2_000, 250))
def test_no_forbidden_picture_in_two_thousand_walks(children: Pair, first: int) -> None:
    """Eight parts, which several processes may share; together 2,000 walks of 50 steps."""
    seen, hidden = walks(children, range(first, first + 250), 50)
    assert min(seen, hidden) > 250


@pytest.mark.parametrize("guard", ["permissions", "rules"])
def test_a_gate_that_forgets_is_seen(children: Pair, monkeypatch: pytest.MonkeyPatch, guard: str) -> None:
    """The controls: without one of its guards the gate shows what the plain reading forbids."""
    if guard == "rules":
        monkeypatch.setattr(gate, "tightest", lambda link: [])
    else:
        honest = gate.newest
        monkeypatch.setattr(
            gate, "newest", lambda rows: {k: "permitted" if v == "withdrawn" else v for k, v in honest(rows).items()}
        )
    model, rows = begin(children, 1)
    (pk, row), piece = next(iter(rows.items())), next(iter(model.pieces.values()))
    say(children, model, model.children, "face", "permitted")
    if guard == "rules":  # neither school has opened faces
        making.describe_piece(
            by=children.here.viewer, piece=row, title="T", words="", question="where", strand="", faces=True, names=False, who="class"
        )  # fmt: skip
        piece["faces"] = True
    piece["state"] = keys.approve_piece(by=children.here.viewer, piece=row).state
    say(children, model, model.children[:1], "work", "withdrawn" if guard == "permissions" else "permitted")
    with pytest.raises(AssertionError):
        check(children, model, pk, "list")


def test_a_gate_behind_closed_walls_shows_nothing(children: Pair) -> None:
    row, _ = making.keep_picture(
        by=children.here.viewer, link_class=children.here.led.pk, original=b"x", picture=TINY, title="P"
    )
    assert not Piece.objects.unscoped("a test asks without naming a link").filter(pk=row.pk).exists()
    with walls.inside(children.link.pk):
        assert Piece.objects.unscoped("a test asks inside").filter(pk=row.pk).exists()

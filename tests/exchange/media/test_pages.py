"""A film, a recording and a paper from the form to the partner's screen: the gate is asked for every part that is played."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from footbridge.exchange.houserules.actions import set_rule
from footbridge.exchange.labels import own_labels
from footbridge.exchange.media import opening
from footbridge.exchange.media.views import part_of
from footbridge.exchange.models import Look, Piece
from footbridge.exchange.pictures import actions as looking
from footbridge.exchange.pieces.actions import keys, making
from footbridge.exchange.pieces.queries import card_for, cards_of, makers_of
from footbridge.people.models import Person
from footbridge.vault import walls
from tests.exchange.conftest import Pair
from tests.exchange.media.samples import made, paper
from tests.exchange.pictures import MARK
from tests.exchange.test_pieces import again, permit, picture, ready, sign_in_as, upload  # noqa: F401

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"
DESCRIBED: dict[str, Any] = {
    "title": "A dance", "words": "", "question": "where", "strand": "", "faces": False, "names": False, "who": "class"
}  # fmt: skip


def played(client: Client, piece: Piece, way: str = "play", part: str = "") -> Any:
    return client.get(reverse("exchange:play", args=[piece.pk, way]), headers={"Range": part} if part else {})


def test_a_film_goes_over_when_both_schools_and_every_family_say_so(ready: Pair, vault: Path) -> None:  # noqa: F811
    here, there = ready.here, ready.there
    mine, partner = sign_in_as(here.teacher), sign_in_as(there.teacher)
    page = upload(
        mine, here, made("mp4", 0.6), made("mp3", 0.6, picture=""), paper(2, (60, 80)), b"GIF89a"
    ).content.decode()
    assert "3 pieces are in your tray" in page
    assert "being made ready" in page
    opening.open_waiting()
    assert "File 4: This is not a file that we take." in page
    upload(mine, here, made("mp4", 0.6))
    opening.open_waiting()  # the same again makes nothing new
    cards = {card.kind: card for card in cards_of(here.viewer, ready.link.pk)}
    assert set(cards) == {"Film, 0:01", "Recording, 0:01", "Picture"}
    assert len(cards_of(here.viewer, ready.link.pk)) == 4
    film = cards["Film, 0:01"].piece
    assert [words.partition(":")[0] for words in cards["Film, 0:01"].held.words] == [
        "Film",
        "3 permissions are missing.",
    ]
    for half in (here, there):
        set_rule(by=half.viewer, link=ready.link.pk, enhanced=False, names=True, film=True)
    with pytest.raises(keys.Holds, match="3 permissions"):
        keys.approve_piece(by=here.viewer, piece=film)
    permit(here, "film")
    making.describe_piece(by=here.viewer, piece=film, **DESCRIBED)
    assert played(partner, film).status_code == 404  # in the tray it is nobody else's
    assert played(partner, film, "check").status_code == played(mine, film, "large").status_code == 404
    keys.approve_piece(by=here.viewer, piece=film)
    keys.release_piece(by=there.viewer, piece=film)
    whole = played(partner, film)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "video/mp4", "bytes")
    assert "no-store" in whole["Cache-Control"]
    assert "media-src 'self'" in whole["Content-Security-Policy"] or "media-src 'self'" in page
    assert whole.content[4:8] == b"ftyp"
    assert MARK not in whole.content
    part = played(partner, film, part="bytes=100-199")
    assert (part.status_code, part["Content-Range"], part.content) == (
        206,
        f"bytes 100-199/{len(whole.content)}",
        whole.content[100:200],
    )
    assert [picture(partner, film, size) for size in ("list", "screen", "check")] == [200, 200, 404]
    show = partner.get(reverse("exchange:show", args=[ready.link.pk])).content.decode()
    assert f'src="/exchange/media/{film.pk}/play/"' in show
    with walls.inside(ready.link.pk):
        assert (
            Look.objects.unscoped(WHY).filter(piece=film, person=there.teacher).get().times >= 3
        )  # every part is counted
    permit(here, "film", said="withdrawn", only="Ben")
    assert [played(partner, film).status_code, played(partner, film, part="bytes=0-9").status_code] == [404, 404]
    assert [picture(partner, film, size) for size in ("list", "class", "screen")] == [404] * 3
    assert played(mine, film, "check").status_code == 200  # those who must say who is in it
    permit(here, "film")
    assert played(partner, film).status_code == 200  # the control: it was the withdrawal
    making.delete_piece(by=here.viewer, piece=film)
    assert not list(vault.rglob(f"{film.pk}*"))


def test_switch_and_budget_stop_what_is_played_too(ready: Pair, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    mine = sign_in_as(ready.here.teacher)
    upload(mine, ready.here, made("wav", 0.6, picture=""))
    (card,) = cards_of(ready.here.viewer, ready.link.pk)
    assert played(mine, card.piece, "check", part="bytes=0-9").status_code == 206
    call_command("switch", "pictures", "off", because="We look into something.", stdout=StringIO())
    shut = played(mine, card.piece, "check", part="bytes=0-9")
    assert (shut.status_code, shut.content) == (503, b"We look into something.")
    call_command("switch", "pictures", "on", stdout=StringIO())
    monkeypatch.setattr(looking, "MOST_TIMES", 3)
    assert [played(mine, card.piece, "check", part=f"bytes={n}-").status_code for n in range(4)] == [206, 206, 429, 429]


def test_a_recording_needs_the_voice_and_nobody_has_none(ready: Pair) -> None:  # noqa: F811
    here, there = ready.here, ready.there
    mine = sign_in_as(here.teacher)
    upload(mine, here, made("wav", 0.6, picture=""))
    (card,) = cards_of(here.viewer, ready.link.pk)
    assert card.piece.uses == ("work", "voice")
    assert card.held.words[0].startswith("Voices in recordings: ")
    told = played(mine, card.piece, "check")
    assert (told.status_code, told["Content-Type"]) == (200, "audio/mp4")
    assert picture(mine, card.piece, "check") == 404  # nothing to see
    amina, ben, _ = own_labels(here.viewer, here.led.pk)
    group = {**DESCRIBED, "who": "some", "children": [amina.id, ben.id], "portrait": True, "faces": True}
    making.describe_piece(by=here.viewer, piece=card.piece, **group)
    mine_now = card_for(here.viewer, card.piece.pk)
    assert (mine_now.piece.faces, mine_now.piece.portrait) == (False, False)  # a recording has neither
    assert makers_of(here.viewer, mine_now) == "Amina and Ben"
    for half in (here, there):
        set_rule(by=half.viewer, link=ready.link.pk, enhanced=False, names=True, voice=True)
    permit(here, "voice", only="Amina")
    permit(here, "voice", only="Ben")
    keys.approve_piece(by=here.viewer, piece=card.piece)
    theirs = card_for(there.viewer, card.piece.pk)
    assert (makers_of(there.viewer, theirs), theirs.plays) == ("A group of 2", True)  # how many, never who
    page = sign_in_as(there.teacher).get(reverse("exchange:piece", args=[card.piece.pk])).content.decode()
    assert "<audio" in page
    assert "Amina" not in page
    set_rule(by=there.viewer, link=ready.link.pk, enhanced=True)
    assert not card_for(there.viewer, card.piece.pk).plays
    keys.recall_piece(by=here.viewer, piece=card.piece)
    making.describe_piece(by=here.viewer, piece=card.piece, **{**DESCRIBED, "who": "nobody"})
    assert card_for(here.viewer, card.piece.pk).held.open  # a playground's noise is nobody's voice


def test_portraits_are_drawn_unless_a_face_is_said_to_be_in_them(ready: Pair) -> None:  # noqa: F811
    here, mine = ready.here, sign_in_as(ready.here.teacher)
    upload(mine, here, paper(1, (60, 80)))
    (card,) = cards_of(here.viewer, ready.link.pk)
    address = reverse("exchange:describe", args=[card.piece.pk])
    assert "It is a portrait of a child" in mine.get(address).content.decode()
    said = {"title": "Me", "question": "who-am-i", "who": "class", "portrait": "on"}
    mine.post(address, said)
    assert card_for(here.viewer, card.piece.pk).kind == "Portrait, drawn"
    mine.post(address, {**said, "faces": "on"})
    photo = card_for(here.viewer, card.piece.pk)
    assert (photo.kind, photo.piece.uses) == ("Portrait, photographed", ("work", "face"))
    assert photo.held.missing == 3


def test_the_database_holds_what_each_kind_has(ready: Pair) -> None:  # noqa: F811
    upload(sign_in_as(ready.here.teacher), ready.here, made("mp4", 0.6), made("wav", 0.6, picture=""))
    opening.open_waiting()
    rows = Piece.objects.unscoped(WHY)
    wrong = [("film", {"seconds": None}), ("film", {"width": None}), ("film", {"portrait": True}), ("voice", {"faces": True}),
             ("voice", {"seconds": 0}), ("voice", {"width": 5, "height": 5}), ("film", {"kind": "text"})]  # fmt: skip
    for kind, fields in wrong:
        with pytest.raises(IntegrityError), walls.inside(ready.link.pk), transaction.atomic():
            rows.filter(kind=kind).update(**fields)


@pytest.mark.parametrize(
    ("wanted", "status", "content"),
    [
        ("", 200, b"0123456789"), ("bytes=0-", 206, b"0123456789"), ("bytes=3-4", 206, b"34"), ("bytes=-3", 206, b"789"),
        ("bytes=8-99", 206, b"89"), ("bytes=10-", 416, b""), ("bytes=5-4", 416, b""), ("bytes=-", 200, b"0123456789"),
        ("bytes=0-1,3-4", 200, b"0123456789"), ("lines=1-2", 200, b"0123456789"), ("bytes=-0", 416, b""),
    ],
)  # fmt: skip
def test_parts_of_a_film(wanted: str, status: int, content: bytes) -> None:
    answer = part_of(b"0123456789", wanted)
    assert (answer.status_code, answer.content) == (status, content)

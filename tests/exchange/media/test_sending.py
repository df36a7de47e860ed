"""Files sent in parts: broken off and gone on with, sealed on the way, opened once, swept away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.exchange.media import actions, opening
from footbridge.exchange.models import Parcel
from footbridge.exchange.pieces.queries import cards_of
from footbridge.people.models import Person
from footbridge.vault import walls
from tests.exchange.conftest import Half, Pair
from tests.exchange.media.samples import made
from tests.exchange.pictures import MARK, as_bytes, drawn, with_place
from tests.exchange.test_pieces import ready, sign_in_as, upload  # noqa: F401

SignIn = Callable[[Person], Client]
WHY = "a test looks behind the wall"
SYSTEM = Viewer.for_system("test")


def begin(client: Client, half: Half, size: int, mark: str = "a.jpg|1|2") -> Any:
    return client.post(reverse("exchange:parcels", args=[half.led.pk]), {"size": size, "mark": mark})


def part(client: Client, told: Any, content: bytes, offset: int) -> Any:
    address = reverse("exchange:parcel", args=[told["id"]])
    return client.post(address, content, content_type="application/octet-stream", headers={"X-Offset": str(offset)})


def rows(pair: Pair) -> list[tuple[str, int, int]]:
    with walls.inside(pair.link.pk):
        return sorted(Parcel.objects.unscoped(WHY).values_list("state", "got", "pieces"))


def test_a_picture_goes_on_where_the_connection_broke(ready: Pair, vault: Path) -> None:  # noqa: F811
    client, here = sign_in_as(ready.here.teacher), ready.here
    picture = with_place() + b"tail" * 400
    told = begin(client, here, len(picture)).json()
    assert (told["state"], told["got"]) == ("arriving", 0)
    assert part(client, told, picture[:1000], 0).json()["got"] == 1000
    late = part(client, told, picture[2000:3000], 2000)
    assert (late.status_code, late.json()["got"]) == (409, 1000)  # a gap is refused, and said where to go on
    assert part(client, told, picture[:1000], 0).json()["got"] == 1000  # the same part twice
    assert "21 %" in _room(client, ready) or "of 1 MB is here" in _room(client, ready)
    anew = begin(sign_in_as(here.teacher), here, len(picture)).json()  # the page was loaded anew
    assert (anew["id"], anew["got"]) == (told["id"], 1000)
    for path in vault.rglob("*-part-*"):
        assert MARK not in path.read_bytes()  # sealed on the way too
    last = part(client, told, picture[1000:], 1000).json()
    assert (last["state"], last["pieces"]) == ("taken", 1)
    assert len(cards_of(here.viewer, ready.link.pk)) == 1
    assert not list(vault.rglob("*-part-*"))
    again = begin(client, here, len(picture)).json()  # sent anew, it makes the same piece
    part(client, again, picture, 0)
    assert len(cards_of(here.viewer, ready.link.pk)) == 1


def _room(client: Client, pair: Pair) -> str:
    return str(client.get(reverse("exchange:room", args=[pair.link.pk])).content.decode())


def test_a_film_is_left_to_the_worker(ready: Pair) -> None:  # noqa: F811
    client, here, film = sign_in_as(ready.here.teacher), ready.here, made("mp4", 0.6)
    assert part(client, begin(client, here, len(film)).json(), film, 0).json()["state"] == "waiting"
    assert "being made ready" in upload(client, here, made("webm", 0.6, picture="libvpx")).content.decode()
    assert "Being made ready" in _room(client, ready)
    assert opening.open_waiting() == 2
    assert opening.open_waiting() == 0
    assert sorted(card.kind for card in cards_of(here.viewer, ready.link.pk)) == ["Film, 0:01", "Film, 0:01"]
    assert {state for state, _, _ in rows(ready)} == {"taken"}
    assert "On its way" not in _room(client, ready)


def test_what_is_broken_off_is_swept_and_what_is_refused_says_why(ready: Pair, vault: Path) -> None:  # noqa: F811
    client, here = sign_in_as(ready.here.teacher), ready.here
    part(client, begin(client, here, 5000, "one").json(), b"x" * 1000, 0)
    bad = part(client, begin(client, here, 6, "two").json(), b"GIF89a", 0).json()
    assert bad["state"] == "refused"
    assert "not a file that we take" in bad["why"]
    assert begin(client, here, 200_000_000).status_code == 422
    assert begin(client, here, 0).status_code == 422
    assert actions.sweep_parcels(by=SYSTEM, now=timezone.now()) == 0  # the control: they are fresh
    assert actions.sweep_parcels(by=SYSTEM, now=timezone.now() + timedelta(minutes=61)) == 1
    assert rows(ready) == [("refused", 6, 0)]
    assert not list(vault.rglob("*-part-*"))
    row = reverse("exchange:parcel", args=[bad["id"]])
    assert client.post(row, {"away": "1"}).status_code == 302
    assert rows(ready) == []


def test_nobody_else_adds_to_a_file_and_the_switch_shuts_it(ready: Pair) -> None:  # noqa: F811
    client, here = sign_in_as(ready.here.teacher), ready.here
    told = begin(client, here, 100).json()
    other = sign_in_as(ready.there.teacher)
    assert part(other, told, b"x", 0).status_code == 404
    assert begin(other, here, 100).status_code == 404
    with walls.inside(ready.link.pk):
        row = Parcel.objects.unscoped(WHY).get()
    with pytest.raises(PermissionDenied):
        actions.add_part(by=ready.there.viewer, parcel=row, offset=0, content=b"x")
    assert part(client, told, b"x" * (actions.PART + 1), 0).status_code == 404
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = client.cookies
    assert part(forged, told, b"x", 0).status_code == 403
    call_command("switch", "uploads", "off", because="We look into something.", stdout=StringIO())
    for answer in (part(client, told, b"x", 0), begin(client, here, 100, "other")):
        assert (answer.status_code, answer.json()["why"]) == (422, "We look into something.")
    assert rows(ready) == [("arriving", 0, 0)]


def test_the_database_holds_that_no_parcel_is_opened_before_it_is_whole(ready: Pair) -> None:  # noqa: F811
    begin(sign_in_as(ready.here.teacher), ready.here, 100)
    for wrong in (
        {"got": 101},
        {"state": "waiting"},
        {"state": "taken"},
        {"state": "refused"},
        {"state": "lost"},
        {"size": 0},
    ):
        with pytest.raises(IntegrityError), walls.inside(ready.link.pk), transaction.atomic():
            Parcel.objects.unscoped(WHY).update(**wrong)
    assert not Parcel.objects.unscoped("a test asks without naming a link").exists()


def test_many_pictures_at_once(ready: Pair) -> None:  # noqa: F811
    client, here = sign_in_as(ready.here.teacher), ready.here
    for n in range(5):
        one = as_bytes(drawn(40, 30, shift=n), ("JPEG", "PNG", "WEBP", "HEIF", "JPEG")[n])
        assert part(client, begin(client, here, len(one), f"m{n}").json(), one, 0).json()["state"] == "taken"
    assert len(cards_of(here.viewer, ready.link.pk)) == 5

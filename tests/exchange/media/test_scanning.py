"""ClamAV where it is set: a real process on a real socket is asked before anything is opened, and is never skipped."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from footbridge.config.environment import Environment
from footbridge.exchange.media import opening
from footbridge.exchange.media.remaking import remake
from footbridge.exchange.models import Parcel, Piece
from footbridge.exchange.pictures.rebuilding import NotAPicture, NotChecked, rebuild
from footbridge.exchange.pictures.scanning import scan
from footbridge.exchange.pieces.queries import cards_of
from footbridge.vault import walls
from tests.exchange.conftest import Pair
from tests.exchange.media.clamd import VIRUS
from tests.exchange.media.samples import made
from tests.exchange.pictures import as_bytes, drawn
from tests.exchange.test_pieces import ready, sign_in_as, upload  # noqa: F401

JPEG = as_bytes(drawn(64, 48))
WHY = "a test looks behind the wall"


@contextmanager
def clamd(address: str, limit: int = 25_000_000) -> Iterator[str]:
    """A scanner as a process of its own; its address as the setting wants it."""
    program = [sys.executable, str(Path(__file__).with_name("clamd.py")), address, str(limit)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            _, _, port = process.stdout.readline().strip().partition(" ")
            yield f"tcp://127.0.0.1:{port}" if port else address
        finally:
            process.kill()


def test_it_is_asked_on_a_socket_file_and_on_a_port(tmp_path: Path, settings: Any) -> None:
    assert scan(VIRUS) == "clean"  # the control: nothing is set, nobody is asked
    for address in (f"unix:{tmp_path / 'clamd'}", "tcp:0"):
        with clamd(address, limit=3_000_000) as settings.VIRUS_SCANNER:
            assert [scan(one) for one in (JPEG, JPEG + VIRUS, b"x" * 1_000_000, b"x" * 9_000_000)] == [
                "clean", "infected", "clean", "large"
            ]  # fmt: skip
            assert rebuild(JPEG).width == 64
            with pytest.raises(NotAPicture, match="virus was found"):
                rebuild(JPEG + VIRUS)
            with pytest.raises(NotAPicture, match="virus was found"):
                remake(made("mp3", 0.5, picture="") + VIRUS)
            with pytest.raises(NotAPicture, match="larger than the virus check"):
                rebuild(JPEG + b"x" * 9_000_000)
        assert scan(JPEG) == "unreachable"  # it has gone away
        with pytest.raises(NotChecked, match="cannot be reached"):
            rebuild(JPEG)


def test_an_upload_waits_while_the_check_is_away(ready: Pair, tmp_path: Path, settings: Any) -> None:  # noqa: F811
    settings.VIRUS_SCANNER = f"unix:{tmp_path / 'clamd'}"
    client = sign_in_as(ready.here.teacher)
    page = upload(client, ready.here, JPEG, JPEG + VIRUS).content.decode()
    assert "The virus check cannot be reached. It waits, and is tried again by itself." in page
    assert not cards_of(ready.here.viewer, ready.link.pk)
    assert opening.open_waiting() == 0
    with clamd(settings.VIRUS_SCANNER):
        assert opening.open_waiting() == 2
    assert len(cards_of(ready.here.viewer, ready.link.pk)) == 1
    with walls.inside(ready.link.pk):
        states = sorted(Parcel.objects.unscoped(WHY).values_list("state", "parts", "pieces"))
        assert states == [("refused", 0, 0), ("taken", 0, 1)]
        assert Piece.objects.unscoped(WHY).count() == 1
    assert not list(tmp_path.rglob("*-part-*"))
    room = client.get(f"/exchange/{ready.link.pk}/").content.decode()
    assert "A virus was found in this file" in room
    assert "Put it away" in room


def test_the_setting_is_checked() -> None:
    for wrong in ("clamd", "http://host:3310", "unix:relative", "tcp://"):
        with pytest.raises(ValidationError, match="FOOTBRIDGE_VIRUS_SCANNER"):
            Environment(virus_scanner=wrong)  # type: ignore[call-arg]
    assert Environment(virus_scanner="tcp://host:3310").virus_scanner  # type: ignore[call-arg]

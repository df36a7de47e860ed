"""Recordings, films and papers are made anew: nothing but pictures and sound survives, nothing hostile or too long gets through."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from PIL import Image

from footbridge.exchange.media import remake as program
from footbridge.exchange.media.remaking import LONGEST_FILM, LONGEST_SOUND, MOST_PAGES, NotTaken, remake
from tests.exchange.media.samples import acting_paper, made, paper, seen, turned_film
from tests.exchange.pictures import MARK, as_bytes, drawn, spoilt

FILM = made("mp4", 1.5)


def test_the_process_makes_a_film_a_recording_and_a_paper_anew() -> None:
    film = remake(FILM)
    assert (film.kind, film.seconds, film.width, film.height) == ("film", 2, 160, 120)
    pictures, sound, says = seen(film.files["film"])
    assert len(pictures) >= 17
    assert sound == pytest.approx(1.5, abs=0.2)
    sky = pictures[0].getpixel((5, 5))
    assert all(abs(a - b) < 24 for a, b in zip(sky, (0xA8, 0xD5, 0xE8), strict=True))  # type: ignore[arg-type]
    assert set(says) <= {
        "major_brand",
        "minor_version",
        "compatible_brands",
        "0:language",
        "0:handler_name",
        "1:language",
        "1:handler_name",
    }
    assert MARK in FILM  # the control: it was there
    assert not any(MARK in one for one in film.files.values())
    assert Image.open(io.BytesIO(film.files["list"])).size == (160, 120)
    assert remake(made("mp3", 0.6, picture="")).kind == "sound"
    told = acting_paper()
    assert MARK in told
    pages = remake(told)
    assert (pages.kind, list(pages.files)) == ("pdf", ["0-screen", "0-class", "0-list"])
    assert not any(MARK in one for one in pages.files.values())
    with pytest.raises(NotTaken, match="MP4, MOV, WebM"):
        remake(as_bytes(drawn(64, 64), "GIF"))


@pytest.mark.parametrize(
    ("kind", "picture"), [("mov", "libx264"), ("webm", "libvpx"), ("webm", "libvpx-vp9"), ("mp4", "mpeg4")]
)
def test_each_kind_of_film(kind: str, picture: str) -> None:
    told = made(kind, 0.6, picture=picture)
    film = program.remade(told)
    assert (film.kind, film.width, film.height) == ("film", 160, 120)
    assert not any(MARK in one for _, one in film.files)


@pytest.mark.parametrize("kind", ["mp4", "webm", "wav", "mp3", "ogg"])
def test_each_kind_of_recording(kind: str) -> None:
    told = made(kind, 0.8, picture="")
    sound = program.remade(told)
    assert [name for name, _ in sound.files] == ["sound"]
    assert seen(sound.files[0][1])[1] == pytest.approx(0.8, abs=0.15)
    assert MARK not in sound.files[0][1]


def test_films_stand_upright_and_are_made_smaller() -> None:
    film = program.remade(turned_film())
    assert (film.width, film.height) == (96, 160)
    still = Image.open(io.BytesIO(dict(film.files)["screen"])).convert("RGB")
    right, left = still.getpixel((92, 80)), still.getpixel((6, 80))
    assert right[2] > right[1] - 20  # type: ignore[index]  # the sky was above, and a turn to the right brings it there
    assert left[1] > left[2] + 20  # type: ignore[index]  # and the hill is on the other side
    wide = program.remade(made("mp4", 0.5, size=(1920, 1080), sound=False))
    assert (wide.width, wide.height) == (1280, 720)
    fast = program.remade(made("mp4", 0.5, rate=60, sound=False))
    assert 14 <= len(seen(fast.files[0][1])[0]) <= 16  # thirty a second, and no more


def test_what_is_too_long_too_large_or_too_short_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.LONGEST == {"film": LONGEST_FILM, "sound": LONGEST_SOUND}
    assert program.MOST_PAGES == MOST_PAGES
    monkeypatch.setattr(program, "LONGEST", {"film": 1, "sound": 1})
    refused = {
        "long film": (made("mp4", 2.5, rate=4), "long"),
        "long recording": (made("ogg", 2.5, picture=""), "long"),
        "short": (made("ogg", 0.1, picture=""), "short"),
        "wide": (made("mp4", 0.1, size=(4400, 2400), rate=10, sound=False), "wide"),
        "pages": (paper(MOST_PAGES + 1, (40, 40)), "pages"),
        "thin page": (paper(1, (20, 900)), "broken"),
    }
    for name, (data, word) in refused.items():
        with pytest.raises(ValueError, match=word):
            print(name, program.remade(data).kind)
    assert program.remade(made("mp4", 1.2, rate=4)).kind == "film"  # the control
    assert len(program.remade(paper(2, (40, 40))).files) == 6


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """Films, recordings and papers with bytes changed, cut out, doubled and cut off."""
    chance = random.Random(seed)
    bases = [
        made("mp4", 0.4, size=(64, 48)),
        made("webm", 0.4, size=(64, 48), picture="libvpx"),
        made("mp3", 0.4, picture=""),
    ]
    bases += [made("wav", 0.4, picture=""), paper(1, (60, 80))]
    for _ in range(count):
        yield spoilt(chance.choice(bases), chance, 8)


def check_mutants(count: int) -> tuple[int, int]:
    """Every mutant is refused or made anew without a word of what it said; how many of each."""
    taken = refused = 0
    for data in mutants(count, 11):
        try:
            done = program.remade(data)
        except Exception:
            refused += 1
            continue
        taken += 1
        assert not any(MARK in one for _, one in done.files)
    return taken, refused


def test_mutants_of_films_are_refused_or_made_anew() -> None:
    assert min(check_mutants(25)) > 3


@pytest.mark.slow
def test_a_thousand_mutants_of_films() -> None:
    assert min(check_mutants(1_000)) > 100

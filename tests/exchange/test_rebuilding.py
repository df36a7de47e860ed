"""Pictures are rebuilt from pixels: nothing else survives, nothing hostile gets through, and the process can reach nothing."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PIL import Image

from footbridge.exchange.pictures import rebuild as program
from footbridge.exchange.pictures.rebuilding import PROGRAM, SIZES, NotAPicture, rebuild
from tests.exchange.pictures import MARK, as_bytes, drawn, spoilt, with_place

JPEG = as_bytes(drawn())


def test_each_kind_is_taken_and_comes_in_three_sizes() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        made = rebuild(as_bytes(drawn(480, 360), kind))
        assert (made.width, made.height) == (480, 360), kind
        assert [Image.open(io.BytesIO(made.files[size])).width for size in SIZES] == [480, 480, 320], kind
        colour = Image.open(io.BytesIO(made.files["list"])).convert("RGB").getpixel((5, 5))
        assert all(abs(a - b) < 24 for a, b in zip(colour, (0xA8, 0xD5, 0xE8), strict=True)), kind
    large = rebuild(as_bytes(drawn(3000, 2000)))
    assert [Image.open(io.BytesIO(large.files[size])).width for size in SIZES] == [1920, 1024, 320]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_place_and_words_of_a_picture_are_gone(kind: str) -> None:
    told = with_place(kind)
    assert MARK in told  # the control: it was there
    for one in rebuild(told).files.values():
        assert MARK not in one
        found = Image.open(io.BytesIO(one))
        assert not found.getexif()
        assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_a_turned_picture_is_turned_before_it_forgets_that() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = rebuild(as_bytes(drawn(400, 200), exif=exif.tobytes()))
    assert (made.width, made.height) == (200, 400)


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    page = b"<script>alert('polyglot')</script>" + MARK
    for hidden in (JPEG + page, JPEG[:2] + b"\xff\xfe" + (len(page) + 2).to_bytes(2, "big") + page + JPEG[2:]):
        for one in rebuild(hidden).files.values():
            assert page not in one
            assert MARK not in one
    transparent = drawn(100, 100).convert("RGBA")
    transparent.putalpha(0)
    shown = Image.open(io.BytesIO(rebuild(as_bytes(transparent, "PNG")).files["list"]))
    assert shown.convert("RGB").getpixel((50, 50)) == (255, 255, 255)  # what was hidden by transparency is gone too


def test_files_that_are_too_heavy_or_empty_are_refused() -> None:
    with pytest.raises(NotAPicture, match="25 MB"):
        rebuild(JPEG + b"\0" * 25_000_000)
    with pytest.raises(NotAPicture, match="empty"):
        rebuild(b"")


def run_limited(line: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of Python as the process would after it has given up what it does not need."""
    code = f"import sys, socket, subprocess, mmap; sys.path.insert(0, {str(PROGRAM.parent)!r}); import rebuild; {line}"
    return subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, timeout=60)


HARM = (
    "socket.socket()",
    "open('/etc/hostname')",
    "import subprocess; subprocess.run(['/bin/true'])",
    "import mmap; mmap.mmap(-1, 2_000_000_000)",
)


@pytest.mark.parametrize("line", HARM)
def test_the_process_can_reach_nothing(line: str) -> None:
    assert run_limited(line).returncode == 0  # the control: without limits it could
    assert run_limited(f"rebuild.give_up(); {line}").returncode != 0


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """Pictures with bytes changed, cut out, doubled and cut off."""
    chance = random.Random(seed)
    bases = [as_bytes(drawn(96, 64), kind) for kind in ("JPEG", "PNG", "WEBP", "HEIF")]
    for _ in range(count):
        yield spoilt(chance.choice(bases), chance, 12) + MARK


def check_mutants(count: int) -> int:
    """Every mutant is refused or rebuilt without a byte of its metadata; how many were rebuilt. In this process, for speed."""
    program.get_ready("HEIF")
    taken = 0
    for data in mutants(count, 7):
        try:
            _, files = program.rebuilt(data)
        except Exception:
            continue
        taken += 1
        assert not any(MARK in one for one in files)
    return taken


def test_mutants_are_refused_or_rebuilt() -> None:
    assert check_mutants(300) > 10


@pytest.mark.slow
def test_ten_thousand_mutants_are_refused_or_rebuilt() -> None:
    assert check_mutants(10_000) > 500

"""Sixty crafted files and thousands of spoilt ones: no crash, no byte of what they carry. Each test with its guard removed fails."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from footbridge.exchange.media import kinds, remake
from footbridge.exchange.pictures import rebuild
from footbridge.exchange.pictures.rebuilding import NotAPicture
from footbridge.exchange.pictures.rebuilding import rebuild as by_the_process
from tests.exchange import crafted
from tests.exchange.pictures import MARK
from tests.exchange.test_rebuilding import check_mutants

WIDE = MARK.decode().encode("utf-16-be")  # as a PDF writes its title
HOME = Path(rebuild.__file__).parents[3]
IN_THE_PROCESS = (
    "bursting png",
    "bursting text",
    "empty",
)  # they want memory: only the process with its limits is asked


def opened(data: bytes) -> list[bytes]:
    """What comes out of a file, by the same functions as in the processes, here for speed. Raises where it is refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of spoilt files; the process does not mind
        return _opened(data)


def _opened(data: bytes) -> list[bytes]:
    if rebuild.kind_of(data[:16]):
        return rebuild.rebuilt(data)[1]
    return [one for _, one in remake.remade(data).files]


def check_cleaned() -> int:
    """Every file comes out made anew and without its mark; how many there were."""
    looked = 0
    for name, data in crafted.cleaned():
        assert MARK in data or WIDE in data, name
        out = opened(data)
        assert out, name
        assert not any(bad in one for one in out for bad in (MARK, WIDE, b"<script", b"PK\x03\x04")), name
        looked += 1
    return looked


def check_refused() -> int:
    """Every file is refused; how many there were."""
    looked = 0
    for name, data in crafted.refused():
        looked += 1
        try:
            by_the_process(data) if name in IN_THE_PROCESS else opened(data)
        except Exception:
            continue
        pytest.fail(f"taken: {name}")
    return looked


def test_more_than_sixty_crafted_files() -> None:
    rebuild.get_ready("HEIF")
    assert check_cleaned() >= 40
    assert check_refused() >= 36


def passed_through(data: bytes) -> tuple[tuple[int, int], list[bytes]]:
    """What many do instead: look whether it is a picture, and keep the file as it came."""
    image = Image.open(io.BytesIO(data))
    image.verify()
    return image.size, [data]


def carried_over(image: Image.Image) -> bytes:
    """A new file that takes along what the picture says of itself."""
    out = io.BytesIO()
    told: dict[str, Any] = {key: image.info[key] for key in ("exif", "comment", "xmp") if key in image.info}
    image.save(out, "JPEG", **told)
    return out.getvalue()


@pytest.mark.parametrize("guard", ["anew", "pixels"])
def test_without_its_guard_the_mark_comes_through(monkeypatch: pytest.MonkeyPatch, guard: str) -> None:
    rebuild.get_ready("HEIF")
    if guard == "anew":
        monkeypatch.setattr(rebuild, "rebuilt", passed_through)
    else:
        monkeypatch.setattr(rebuild, "pixels_only", carried_over)
    with pytest.raises(AssertionError):
        check_cleaned()
    if guard == "anew":
        with pytest.raises(AssertionError):
            check_mutants(20)


def test_without_the_list_of_kinds_others_get_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def whatever_opens(start: bytes) -> str:
        return next((kind for kind, magic in (("GIF", b"GIF8"), ("BMP", b"BM")) if start.startswith(magic)), "")

    monkeypatch.setattr(rebuild, "kind_of", whatever_opens)
    with pytest.raises(pytest.fail.Exception, match="taken: gif"):
        check_refused()


def test_the_process_answers_with_a_sentence_whatever_it_is_given() -> None:
    """No crash seen from outside: a word that says why, by the real process."""
    for data in (
        crafted.in_jpeg(0xFE, MARK)[:90],
        b"\xff\xd8\xff" + b"\0" * 500,
        dict(crafted.hostile())["bursting text"],
    ):
        with pytest.raises(NotAPicture):
            by_the_process(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_is_wanting_once_no_file_can_be_opened(kind: str) -> None:
    """Every crafted picture of a kind is rebuilt in one process that has given up its files: what the library loads late is there."""
    files = [data for _, data in crafted.cleaned() if rebuild.kind_of(data[:16]) == kind]
    assert len(files) > 1
    code = (
        f"import sys; sys.path.append({str(HOME)!r}); from footbridge.exchange.pictures import rebuild; import json, base64\n"
        f"files = [base64.b64decode(one) for one in json.load(sys.stdin)]; rebuild.get_ready({kind!r}); rebuild.give_up()\n"
        "for one in files: assert len(rebuild.rebuilt(one)[1]) == 3"
    )
    given = json.dumps([base64.b64encode(one).decode() for one in files])
    done = subprocess.run([sys.executable, "-I", "-c", code], input=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-800:]


def test_both_lists_of_heic_brands_are_one() -> None:
    assert kinds.HEIC_BRANDS == rebuild.HEIC_BRANDS

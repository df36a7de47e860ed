"""How many 12-megapixel photographs two cores rebuild in a second: `./run bench pictures [PHOTOGRAPHS]`, against bare library calls.

The photographs are drawn with a seed (shapes, gradients, grain), so that they weigh what a telephone's do. “Ours” is the whole way of an
upload: a process of its own with its limits, three sizes, nothing carried over, the answer read back. “Bare” are the library's own calls
in processes that are warm already, to the same three sizes: at full size, and with the decoder's own shrinking where it has one.
Seconds of processor are counted besides the clock, since the clock tells of the neighbours too.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import django
import numpy as np
import pillow_heif
from PIL import Image, ImageDraw, ImageFilter

from footbridge.exchange.pictures.rebuild import QUALITY, SIZES

CORES = 2
WIDE, HIGH = 4032, 3024


def photograph(seed: int, kind: str) -> bytes:
    """A 12-megapixel picture with soft and sharp parts and the grain of a small sensor."""
    rng = np.random.default_rng(seed)
    small = Image.new("RGB", (WIDE // 4, HIGH // 4), "#8fb7cc")
    pen = ImageDraw.Draw(small)
    for _ in range(160):
        x, y, r = (int(rng.integers(0, high)) for high in (small.width, small.height, 90))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=tuple(int(v) for v in rng.integers(0, 256, 3)))
    large = small.filter(ImageFilter.GaussianBlur(2)).resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    grain = rng.normal(0, 5, (HIGH, WIDE, 1)).astype(np.int16)
    points = np.clip(np.asarray(large, dtype=np.int16) + grain, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(points).save(out, kind, quality=85 if kind == "JPEG" else 60)
    return out.getvalue()


def ours(data: bytes) -> int:
    from footbridge.exchange.pictures.rebuilding import rebuild

    return sum(map(len, rebuild(data).files.values()))


def bare(data: bytes) -> int:
    return _sized(Image.open(io.BytesIO(data)))


def bare_shrunk(data: bytes) -> int:
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (SIZES["screen"], SIZES["screen"]))
    return _sized(image)


def _sized(image: Image.Image) -> int:
    image, total = image.convert("RGB"), 0
    for side in SIZES.values():
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=QUALITY, progressive=True)
        total += len(out.getvalue())
    return total


def spent() -> float:
    """Seconds of processor of this process and of all that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(way: Callable[[bytes], int], photographs: list[bytes], pool: Executor) -> tuple[float, float]:
    """Seconds by the clock and of processor for each photograph, on two cores."""
    with pool:
        list(pool.map(way, photographs[:CORES]))  # warm
        began, used = time.monotonic(), spent()
        list(pool.map(way, photographs))
        clock = time.monotonic() - began
        if isinstance(pool, ThreadPoolExecutor):
            return clock / len(photographs), (spent() - used) / len(photographs)
    return clock / len(photographs), (spent() - used) / (len(photographs) + CORES)


def film_line() -> str:
    """How long ten seconds of film in HD take to be made anew."""
    from footbridge.exchange.media.remaking import remake
    from tests.exchange.media.samples import made

    film = made("mp4", 10, size=(1920, 1080), rate=30)
    began, used = time.monotonic(), spent()
    remake(film)
    clock, processor = time.monotonic() - began, spent() - used
    return (
        f"A film of 10 seconds in HD (1080p, 30 a second): {processor:.1f} s of processor, {clock:.1f} s by the clock."
    )


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else 24
    django.setup()
    pillow_heif.register_heif_opener(thumbnails=False)
    print(f"{count} photographs of {WIDE} × {HIGH} points, {CORES} cores; load before: {os.getloadavg()[0]:.1f}\n")
    print(
        "| photographs | way | MB each | photographs per second of two cores | s of processor each | s by the clock each |"
    )
    print("|---|---|---|---|---|---|")
    for kind in ("JPEG", "HEIF"):
        drawn = [photograph(seed, kind) for seed in range(4)]
        photographs = [drawn[n % 4] for n in range(count)]
        weight = sum(map(len, photographs)) / count / 1e6
        ways: list[tuple[str, Any, Executor]] = [
            ("ours", ours, ThreadPoolExecutor(CORES)),
            ("bare", bare, ProcessPoolExecutor(CORES)),
        ]
        ways += [("bare, shrunk by the decoder", bare_shrunk, ProcessPoolExecutor(CORES))] if kind == "JPEG" else []
        for name, way, pool in ways:
            clock, processor = run(way, photographs, pool)
            print(
                f"| {kind} | {name} | {weight:.1f} | {CORES / processor:.1f} | {processor:.3f} | {clock:.3f} |",
                flush=True,
            )
    print(f"\n{film_line()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A short film and a tune for the demonstration, made by code from a seed: small, and nobody is in them."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw

RATE, PICTURES, SIZE = 22_050, 10, (480, 360)
SCALE = (262, 294, 330, 392, 440, 523)  # five tones and the octave, in hertz
COLOURS = ("#e4603a", "#f6b93b", "#1a8a82", "#6b2357")


def film(rng: np.random.Generator, seconds: int = 4) -> tuple[int, bytes, Image.Image]:
    """Four hands of paper that wave before a hill. Seconds, the bytes of an MP4, and a still."""
    out = io.BytesIO()
    phases = rng.random(4) * 6
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as target:
        shown: Any = target.add_stream(
            "libx264", rate=PICTURES, options={"preset": "ultrafast", "crf": "28", "threads": "1"}
        )
        shown.width, shown.height, shown.pix_fmt = *SIZE, "yuv420p"
        for n in range(seconds * PICTURES):
            picture = np.asarray(_hands(n / PICTURES, phases))
            target.mux(shown.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        target.mux(shown.encode(None))
    return seconds, out.getvalue(), _hands(0.7, phases)


def _hands(at: float, phases: Any) -> Image.Image:
    image = Image.new("RGB", SIZE, "#a8d5e8")
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 360), (0, 300), (240, 240), (480, 310), (480, 360)], fill="#3f8f4c")
    for n, (colour, phase) in enumerate(zip(COLOURS, phases, strict=True)):
        x, lean = 75 + n * 110, 22 * float(np.sin(4 * at + phase))
        pen.line((x, 330, x + lean, 190), fill=colour, width=26)
        for finger in range(5):
            end = (x + lean * 1.5 + (finger - 2) * 19, 120 + abs(finger - 2) * 14)
            pen.line((x + lean, 195, *end), fill=colour, width=13)
    return image


def tune(rng: np.random.Generator, seconds: int = 4) -> tuple[int, bytes]:
    """A tune of chance on five tones. Seconds and the bytes of an M4A."""
    notes = [SCALE[n] for n in rng.integers(len(SCALE), size=seconds * 3)]
    time = np.arange(RATE // 3) / RATE
    fade = np.minimum(1, 12 * time) * np.exp(-4 * time)
    wave = np.concatenate([np.sin(2 * np.pi * hertz * time) * fade for hertz in notes]).astype(np.float32) * 0.4
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as target:
        heard: Any = target.add_stream("aac", rate=RATE, layout="mono")
        heard.bit_rate = 48_000
        for begin in range(0, len(wave) - 1023, 1024):
            frame = av.AudioFrame.from_ndarray(wave[begin : begin + 1024].reshape(1, -1), format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, begin, Fraction(1, RATE)
            target.mux(heard.encode(frame))
        target.mux(heard.encode(None))
    return seconds, out.getvalue()

"""Recordings, films and papers for tests, made by code, with and without words hidden in them."""

from __future__ import annotations

import io
import math
import struct
from array import array
from fractions import Fraction
from typing import Any

import av
from PIL import Image

from tests.exchange.pictures import MARK, drawn

TELLS = {"title": MARK.decode(), "comment": MARK.decode(), "location": MARK.decode(), "artist": MARK.decode()}
SOUND_OF = {"mp4": "aac", "mov": "aac", "webm": "libopus", "wav": "pcm_s16le", "mp3": "libmp3lame", "ogg": "libopus"}


def tone(seconds: float, rate: int = 48_000) -> list[Any]:
    """A rising tone in frames of sound."""
    values = array("h", (int(9000 * math.sin(n * (0.03 + n / 4e7))) for n in range(int(seconds * rate))))
    frames = []
    for begin in range(0, len(values) - 959, 960):
        frame = av.AudioFrame(format="s16", layout="mono", samples=960)
        frame.planes[0].update(values[begin : begin + 960].tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = rate, begin, Fraction(1, rate)
        frames.append(frame)
    return frames


def made(
    kind: str = "mp4", seconds: float = 1.0, *, picture: str = "libx264", sound: bool = True, size: tuple[int, int] = (160, 120),
    rate: int = 12, tells: bool = True,
) -> bytes:  # fmt: skip
    """A film or recording of this kind. `picture` names the encoder; empty makes a recording."""
    out = io.BytesIO()
    with av.open(out, "w", format={"webm": "webm"}.get(kind, kind)) as target:
        if tells:
            target.metadata.update(TELLS)
        shown: Any = target.add_stream(picture, rate=rate) if picture else None
        heard: Any = target.add_stream(SOUND_OF[kind], rate=48_000, layout="mono") if sound else None
        if shown:
            shown.width, shown.height, shown.pix_fmt = *size, "yuv420p"
            if tells:
                shown.metadata.update(TELLS)
            for n in range(max(1, int(seconds * rate))):
                target.mux(shown.encode(av.VideoFrame.from_image(drawn(*size, shift=n))))
            target.mux(shown.encode(None))
        if heard:
            for frame in tone(seconds):
                target.mux(heard.encode(frame))
            target.mux(heard.encode(None))
    return out.getvalue()


def paper(pages: int = 2, size: tuple[int, int] = (300, 400)) -> bytes:
    """A PDF of drawn pages that says who wrote it and where."""
    out = io.BytesIO()
    first, *more = [drawn(*size, shift=9 * n) for n in range(pages)]
    first.save(
        out, "PDF", save_all=True, append_images=more, title=MARK.decode(), author=MARK.decode(), keywords=MARK.decode()
    )
    return out.getvalue()


def acting_paper() -> bytes:
    """A PDF that wants to run a script, open an address, start a program and carry a file."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R /Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Annots [6 0 R] >>",
        b"<< /S /JavaScript /JS (app.launchURL('http://localhost/" + MARK + b"')) >>",
        b"<< /Type /Filespec /F (" + MARK + b") /EF << /F 7 0 R >> >>",
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 200 200] /A << /S /URI /URI (http://localhost/) >> >>",
        b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream" % (len(MARK), MARK),
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, begin)
    return bytes(out)


def seen(film: bytes) -> tuple[list[Image.Image], float, dict[str, Any]]:
    """The pictures of a film, the seconds of its sound, and what it says besides."""
    pictures, samples = [], 0
    with av.open(io.BytesIO(film)) as source:
        says = dict(source.metadata) | {
            f"{n}:{key}": value for n, one in enumerate(source.streams) for key, value in one.metadata.items()
        }
        for frame in source.decode(*source.streams):
            if isinstance(frame, av.VideoFrame):
                pictures.append(frame.to_image())
            else:
                samples += frame.samples
        rate = source.streams.audio[0].rate if source.streams.audio else 1
    return pictures, samples / rate, says


def turned_film() -> bytes:
    """A film that is to be turned by a quarter when it is shown: the matrix in its track header says so."""
    data = bytearray(made("mp4", 0.5, sound=False, size=(160, 96)))
    at = data.index(b"tkhd") + 4 + 40
    data[at : at + 36] = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
    return bytes(data)

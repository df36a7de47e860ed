"""Makes one recording, film or paper anew. A process of its own, started by `remaking`; it knows only `rebuild` and `kinds`.

Standard input: the bytes of a file. Standard output: a line of JSON, then the new files one after the other. A recording becomes one
file of sound, a film one of pictures and sound with three stills, a paper (PDF) three JPEGs a page. Sound and pictures are decoded and
encoded again, so what a file says besides (place, telephone, chapters, subtitles, further streams, attachments) is not carried over.

As `rebuild` does, the process gives up files, sockets, memory and time before the first byte is decoded.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

if not __package__:  # started as a program
    sys.path.append(str(Path(__file__).resolve().parents[3]))

import av
import av.filter
import pypdfium2
from av.error import FFmpegError
from PIL import Image

from footbridge.exchange.media.kinds import kind_of
from footbridge.exchange.pictures import rebuild

MEMORY = 1_600 * 2**20  # bytes of address space
SECONDS = {"film": 240, "sound": 60, "pdf": 45}  # of computing
LONGEST = {"film": 90, "sound": 300}  # seconds of the finished thing
GRACE = 1.0  # seconds: telephones round up
MOST_PAGES = 12
MOST_POINTS = 4096 * 2304  # of a film's picture
LONG_SIDE = 1280  # of the finished film, in pixels
FRAMES = 30  # a second, at most
MOST_FRAMES = 25_000  # decoded from one file
LEAST_SECONDS = 0.3
RATE = 44_100
STILL_AT = 0.7  # seconds
PICTURES_OF = {"h264", "hevc", "vp8", "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d", "mpeg4", "mjpeg"}
SOUNDS = {"aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "alac", "flac", "amrnb", "amr_nb"}  # and plain samples
CODECS = (
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,mpeg4,mjpeg,aac,mp3,mp3float,opus,libopus,vorbis,alac,flac,amrnb"
)
OPTIONS = {"codec_whitelist": CODECS + ",pcm_s16le,pcm_s24le,pcm_f32le,pcm_u8,pcm_s16be", "protocol_whitelist": "none"}


@dataclass
class Made:
    """What came out: its kind (film, sound or pdf), how long and how large, and its files by name."""

    kind: str
    seconds: int = 0
    width: int = 0
    height: int = 0
    files: list[tuple[str, bytes]] = field(default_factory=list)


def remade(data: bytes, *, only_sound: int = 0) -> Made:
    """The file made anew; with `only_sound` nothing but a recording of at most so many seconds. Raises ValueError with a word that says
    why not.
    """
    kind = kind_of(data[:16])
    if not kind or (only_sound and kind == "pdf"):
        raise ValueError("kind")
    if kind == "pdf":
        return pages(data)
    with av.open(io.BytesIO(data), "r", format=kind, options=dict(OPTIONS), metadata_errors="ignore") as source:
        pictures = [one for one in source.streams.video if not one.disposition & av.stream.Disposition.attached_pic]
        sounds = list(source.streams.audio)
        if not pictures and not sounds:
            raise ValueError("kind")
        if pictures and only_sound:
            raise ValueError("film")
        for one, known in ((pictures, PICTURES_OF), (sounds, SOUNDS)):
            name = one[0].codec_context.name if one else ""
            if name and name not in known and not name.startswith("pcm_"):
                raise ValueError("kind")
        if pictures and pictures[0].codec_context.width * pictures[0].codec_context.height > MOST_POINTS:
            raise ValueError("wide")
        longest = {**LONGEST, "sound": only_sound or LONGEST["sound"]}
        return Remaking(source, pictures[0] if pictures else None, sounds[0] if sounds else None, longest).all()


class Remaking:
    """One film or recording on its way from the old file to the new one."""

    def __init__(self, source: Any, picture: Any, sound: Any, longest: dict[str, int]) -> None:
        self.source, self.picture, self.sound, self.longest = source, picture, sound, longest
        self.kind = "film" if picture else "sound"
        self.out = io.BytesIO()
        self.target: Any = av.open(self.out, "w", format="mp4", options={"fflags": "+bitexact"})
        self.shown: Any = None  # the new stream of pictures, made with the first picture
        self.graph: Any = None
        self.shape = (0, 0, "")  # of the old pictures
        self.heard: Any = self.target.add_stream("aac", rate=RATE, layout="mono") if sound else None
        self.samples = av.AudioResampler(format="fltp", layout="mono", rate=RATE, frame_size=1024) if sound else None
        self.count = self.spoken = 0  # pictures and samples written
        self.decoded = 0
        self.waiting: list[Any] = []
        self.begin: float | None = None  # of the first picture or sound
        self.still: Image.Image | None = None

    def all(self) -> Made:
        wanted = [one for one in (self.picture, self.sound) if one]
        for one in wanted:
            one.thread_count, one.thread_type = 2, "AUTO"
        if self.heard:
            self.heard.bit_rate = 80_000
        for frame in self._frames(wanted):
            self._insist_on_length(frame.time or 0.0)
            if isinstance(frame, av.VideoFrame):
                self._see(frame)
            else:
                self._hear(frame)
        return self._end()

    def _frames(self, wanted: list[Any]) -> Iterator[Any]:
        for packet in self.source.demux(*wanted):
            try:
                for frame in packet.decode():
                    self.decoded += 1
                    if self.decoded > MOST_FRAMES:
                        raise ValueError("long")
                    yield frame
            except FFmpegError:
                if not self.decoded:
                    raise

    def _insist_on_length(self, at: float) -> None:
        self.begin = at if self.begin is None else self.begin
        limit = self.longest[self.kind] + GRACE
        if at - self.begin > limit or self.spoken > limit * RATE or self.count > limit * FRAMES:
            raise ValueError("long")

    def _see(self, frame: Any) -> None:
        """Write one picture, upright and small enough; of more than thirty a second the surplus is left out."""
        due = int(max(0.0, (frame.time or 0.0) - (self.begin or 0.0)) * FRAMES)
        if self.shown is not None and due < self.count:
            return
        shape = (frame.width, frame.height, frame.format.name)
        if frame.width * frame.height > MOST_POINTS:
            raise ValueError("wide")
        if shape != self.shape:
            if self.decoded > 1 and self.shown is not None:
                raise ValueError("broken")  # a film that changes its size half way
            self.shape, self.graph = shape, self._turning(frame)
        self.graph.push(frame)
        small = self.graph.pull()
        if self.shown is None:
            self._begin_to_show(small)
        if self.still is None or (due < STILL_AT * FRAMES and self.count < STILL_AT * FRAMES):
            self.still = small.to_image()
        fresh = plain(small)
        fresh.pts, fresh.time_base = due, Fraction(1, FRAMES)
        self.count = due + 1
        self.target.mux(self.shown.encode(fresh))

    def _turning(self, frame: Any) -> Any:
        """The way from an old picture to a new one: turned upright, made smaller, in plain colours, without what came beside it."""
        turn = {90: "cclock", -270: "cclock", -90: "clock", 270: "clock"}.get(round(frame.rotation), "")
        half = abs(round(frame.rotation)) == 180
        across, up = (frame.height, frame.width) if turn else (frame.width, frame.height)
        less = min(1.0, LONG_SIDE / max(across, up))
        size = tuple(max(2, int(side * less) // 2 * 2) for side in (across, up))
        graph = av.filter.Graph()
        parts: list[Any] = [
            graph.add_buffer(template=self.picture, width=frame.width, height=frame.height, format=frame.format)
        ]
        if turn:
            parts.append(graph.add("transpose", f"dir={turn}"))
        if half:
            parts += [graph.add("hflip"), graph.add("vflip")]
        parts += [
            graph.add("scale", f"{size[0]}:{size[1]}:out_range=tv"), graph.add("format", "pix_fmts=yuv420p"), graph.add("buffersink")
        ]  # fmt: skip
        graph.link_nodes(*parts).configure()
        return graph

    def _begin_to_show(self, frame: Any) -> None:
        if min(frame.width, frame.height) < rebuild.LEAST_SIDE:
            raise ValueError("small")
        self.shown = self.target.add_stream(
            "libx264", rate=FRAMES, options={"preset": "veryfast", "crf": "25", "threads": "2"}
        )
        self.shown.width, self.shown.height, self.shown.pix_fmt = frame.width, frame.height, "yuv420p"
        self.shown.codec_context.gop_size = 2 * FRAMES

    def _hear(self, frame: Any) -> None:
        assert self.samples is not None
        if not self.spoken and not self.waiting:  # sound that begins later than the pictures stays later
            self.spoken = round(max(0.0, (frame.time or 0.0) - (self.begin or 0.0)) * RATE)
        frame.pts = None
        self.waiting += self.samples.resample(frame)
        if not self.picture or self.shown:
            self._write()

    def _write(self) -> None:
        """Write the sound that waits: the new file must know its pictures before its first sound."""
        for one in self.waiting:
            one.pts, one.time_base = self.spoken, Fraction(1, RATE)
            self.spoken += one.samples
            self.target.mux(self.heard.encode(one))
        self.waiting = []

    def _end(self) -> Made:
        seconds = max(self.count / FRAMES, self.spoken / RATE)
        if self.picture and self.shown is None:
            raise ValueError("broken")
        if seconds < LEAST_SECONDS:
            raise ValueError("short")
        if self.heard and self.samples:
            self.waiting += self.samples.resample(None)
            self._write()
            self.target.mux(self.heard.encode(None))
        made = Made(self.kind, max(1, round(seconds)))
        if self.shown:
            self.target.mux(self.shown.encode(None))
            made.width, made.height = self.shown.width, self.shown.height
        self.target.close()
        made.files = [(self.kind, self.out.getvalue())]
        if self.still:
            made.files += list(zip(rebuild.SIZES, in_sizes(self.still), strict=True))
        return made


def plain(frame: Any) -> Any:
    """A fresh picture that has been given these points and nothing that hangs on them."""
    fresh = av.VideoFrame(frame.width, frame.height, "yuv420p")
    for old, new in zip(frame.planes, fresh.planes, strict=True):
        raw, wide, pad = bytes(old), old.line_size, bytes(new.line_size - new.width)
        new.update(b"".join(raw[row * wide : row * wide + old.width] + pad for row in range(old.height)))
    return fresh


def in_sizes(image: Image.Image) -> list[bytes]:
    """A JPEG for each size, largest first."""
    image, found = rebuild.on_white(image), []
    for side in rebuild.SIZES.values():
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        found.append(rebuild.pixels_only(image))
    return found


def pages(data: bytes) -> Made:
    """Every page of a paper as a picture. Nothing in it is run, followed or filled in."""
    paper = pypdfium2.PdfDocument(data)
    if not len(paper):
        raise ValueError("broken")
    if len(paper) > MOST_PAGES:
        raise ValueError("pages")
    made = Made("pdf")
    for number in range(len(paper)):
        page = paper[number]
        across, up = page.get_size()
        if not (min(across, up) >= 1 and max(across, up) <= 20_000 and max(across, up) / min(across, up) <= 20):
            raise ValueError("broken")
        image = page.render(scale=rebuild.SIZES["screen"] / max(across, up), may_draw_forms=False).to_pil()
        page.close()
        if min(image.size) < rebuild.LEAST_SIDE:
            raise ValueError("small")
        for size, jpeg in zip(rebuild.SIZES, in_sizes(image), strict=True):
            made.files.append((f"{number}-{size}", jpeg))
    made.width, made.height = rebuild.sized(made.files[0][1])
    return made


def get_ready() -> None:
    """Load what decoding may want: afterwards no file can be opened any more."""
    Image.preinit()
    for one in pkgutil.walk_packages(av.__path__, "av."):
        if not one.name.endswith("__main__"):
            importlib.import_module(one.name)


def main() -> None:
    data = sys.stdin.buffer.read()
    only_sound = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    get_ready()
    av.logging.set_level(av.logging.PANIC)
    kind = kind_of(data[:16])
    rebuild.MEMORY = MEMORY
    rebuild.SECONDS = SECONDS.get(kind, SECONDS["film"] if kind in ("mov", "matroska") else SECONDS["sound"])
    os.nice(10)
    rebuild.give_up()
    try:
        made = remade(data, only_sound=only_sound)
    except ValueError as trouble:
        words = ("kind", "wide", "small", "long", "short", "pages", "film")
        rebuild.answer(json.dumps({"trouble": str(trouble) if str(trouble) in words else "broken"}).encode(), [])
    except Exception:
        rebuild.answer(json.dumps({"trouble": "broken"}).encode(), [])
    else:
        said = {name: getattr(made, name) for name in ("kind", "seconds", "width", "height")}
        said["files"] = [(name, len(one)) for name, one in made.files]
        rebuild.answer(json.dumps(said).encode(), [one for _, one in made.files])


if __name__ == "__main__":
    main()

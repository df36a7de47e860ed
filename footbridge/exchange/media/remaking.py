"""Having a recording, a film or a paper made anew by the process that can reach nothing, and reading its answer with suspicion."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from footbridge.exchange import limited
from footbridge.exchange.pictures.rebuilding import SIZES, insist_on_clean

PROGRAM = Path(__file__).with_name("remake.py")
WAIT = 600  # seconds, queueing for a processor included
LONGEST_FILM, LONGEST_SOUND, MOST_PAGES = 90, 300, 12  # seconds, seconds, pages; the program holds the same
HEAVIEST = 150_000_000  # bytes of a film
HEAVIEST_OF = {"sound": 40_000_000, "pdf": 25_000_000}
TAKES = "Send a picture (JPEG, PNG, WebP, HEIC), a recording (M4A, MP3, WAV, OGG), a film (MP4, MOV, WebM) or a PDF."
WORDS = {
    "kind": f"This is not a file that we take. {TAKES}",
    "wide": "This film is larger than 4K. Film in HD (1080p).",
    "small": "This is too small to be seen.",
    "long": "This is too long: a film may last 90 seconds, a recording 5 minutes. Cut it, or send it in parts.",
    "short": "This is too short to be seen or heard.",
    "film": "This is a film. Here only sound is taken.",
    "pages": "This PDF has more than 12 pages. Send the pages that matter.",
    "heavy": "This file is too large: a film may have 150 MB, a recording 40 MB, a PDF 25 MB.",
    "slow": "This film takes too long to be made anew. Film it in HD (1080p), or make it shorter.",
    "broken": "This file cannot be opened. Record it again, or save it anew.",
}


class NotTaken(ValueError):
    """The file is not taken; the message is a sentence for the teacher."""

    def __init__(self, word: str) -> None:
        super().__init__(WORDS.get(word, WORDS["broken"]))
        self.word = word


@dataclass(frozen=True)
class Remade:
    """What was made anew: film, sound or pdf; seconds; pixels; its files by name (page 0 of a paper: “0-screen”, “0-class”, “0-list”)."""

    kind: str
    seconds: int
    width: int
    height: int
    files: dict[str, bytes]

    @property
    def pages(self) -> list[tuple[int, int]]:
        """Width and height of each page of a paper."""
        return [_sized(one) for name, one in self.files.items() if name.endswith("-screen")]


def _sized(jpeg: bytes) -> tuple[int, int]:
    """Width and height of a JPEG of ours, from its frame header; nothing is decoded in this process."""
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC2):
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return int.from_bytes(jpeg[at + 7 : at + 9], "big"), int.from_bytes(jpeg[at + 5 : at + 7], "big")


def remake(data: bytes, *, only_sound: int = 0) -> Remade:
    """The recording, film or paper, made anew; with `only_sound` nothing but a recording of at most so many seconds. Raises NotTaken
    for everything that is none of them, whole and within bounds, and what `insist_on_clean` raises.
    """
    if len(data) > (HEAVIEST_OF["sound"] if only_sound else HEAVIEST):
        raise NotTaken("heavy")
    insist_on_clean(data)
    try:
        made = _read(*limited.ask(PROGRAM, data, WAIT, *([str(only_sound)] if only_sound else [])))
    except limited.Silent as silent:
        raise NotTaken("slow" if silent.slow else "broken") from None
    if len(data) > HEAVIEST_OF.get(made.kind, HEAVIEST):
        raise NotTaken("heavy")
    return made


def _read(said: dict[str, object], rest: bytes) -> Remade:
    if "trouble" in said:
        raise NotTaken(str(said["trouble"]))
    kind, told = str(said["kind"]), said.get("files")
    if not isinstance(told, list) or sum(length for _, length in told) != len(rest):
        raise NotTaken("broken")
    files = {}
    for name, length in told:
        files[name], rest = rest[:length], rest[length:]
    if list(files) != _expected(kind, len(files)):
        raise NotTaken("broken")
    for name, one in files.items():
        sound = one[4:8] == b"ftyp" if name == kind else limited.is_jpeg(one)
        if not sound:
            raise NotTaken("broken")
    return Remade(kind, int(str(said["seconds"])), int(str(said["width"])), int(str(said["height"])), files)


def _expected(kind: str, count: int) -> list[str]:
    if kind == "pdf":
        return [f"{n}-{size}" for n in range(min(count // len(SIZES), MOST_PAGES)) for size in SIZES]
    return {"sound": ["sound"], "film": ["film", *SIZES]}.get(kind, [])

"""Having a picture rebuilt by the process that can reach nothing, and reading its answer with suspicion."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from footbridge.exchange import limited
from footbridge.exchange.pictures.scanning import scan

HEAVIEST = 25_000_000  # bytes of a file
WAIT = 40  # seconds, queueing for a processor included
PROGRAM = Path(__file__).with_name("rebuild.py")
SIZES = ("screen", "class", "list")
WORDS = {
    "kind": "This is not a picture that we take. Send a JPEG, PNG, WebP or HEIC.",
    "large": "This picture has more than 50 million points. Make it smaller first.",
    "small": "This picture is too small to be seen.",
    "broken": "This picture cannot be opened. Take it again, or save it anew.",
    "heavy": "This picture is larger than 25 MB. Make it smaller first.",
    "empty": "This file is empty.",
    "infected": "A virus was found in this file, and it is not kept. Tell whoever looks after your computers.",
    "unscanned": "This file is larger than the virus check takes. Make it smaller, or send it in parts.",
    "unchecked": "The virus check cannot be reached now, so nothing is taken in. Try again in a while.",
}


class NotAPicture(ValueError):
    """The file is not taken; the message is a sentence for the teacher."""

    def __init__(self, word: str) -> None:
        super().__init__(WORDS.get(word, WORDS["broken"]))
        self.word = word


class NotChecked(NotAPicture):
    """The virus check cannot be reached: the file may wait, and is not opened meanwhile."""


def insist_on_clean(data: bytes) -> None:
    """Have a file looked at before anything opens it. Raises NotChecked, or NotAPicture for an infected or a too large one."""
    found = scan(data)
    if found == "unreachable":
        raise NotChecked("unchecked")
    if found != "clean":
        raise NotAPicture("infected" if found == "infected" else "unscanned")


@dataclass(frozen=True)
class Rebuilt:
    """A picture in three sizes, each a JPEG made from pixels; width and height are those of the largest."""

    width: int
    height: int
    files: dict[str, bytes]


def rebuild(data: bytes) -> Rebuilt:
    """The picture, rebuilt. Raises NotAPicture for everything that is not one of the kinds we take, whole and within bounds."""
    if not data:
        raise NotAPicture("empty")
    if len(data) > HEAVIEST:
        raise NotAPicture("heavy")
    insist_on_clean(data)
    try:
        return _read(*limited.ask(PROGRAM, data, WAIT))
    except limited.Silent:
        raise NotAPicture("broken") from None


def _read(said: dict[str, object], rest: bytes) -> Rebuilt:
    if "trouble" in said:
        raise NotAPicture(str(said["trouble"]))
    lengths, files = said.get("lengths"), {}
    if not isinstance(lengths, list) or len(lengths) != len(SIZES) or sum(lengths) != len(rest):
        raise NotAPicture("broken")
    for size, length in zip(SIZES, lengths, strict=True):
        files[size], rest = rest[:length], rest[length:]
        if not limited.is_jpeg(files[size]):
            raise NotAPicture("broken")
    return Rebuilt(int(str(said["width"])), int(str(said["height"])), files)

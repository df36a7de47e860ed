"""The sealed words of a piece: its title, its text, and of a recording or film what is said in it, with times where somebody gave them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import Piece
from footbridge.vault import sealing
from footbridge.vault.locks import Lock

KIND = "piece"
TIMED = re.compile(r"^\s*(\d{1,2}):([0-5]\d)\s+(\S.*)$")
LONGEST_CAPTION = 8  # seconds that a line stands when no other follows


@dataclass(frozen=True)
class Words:
    """Title and words of a piece, opened. `lines` are its captions: from which second, and what is said."""

    title: str
    words: str = ""
    lines: Sequence[tuple[int, str]] = ()

    @property
    def typed(self) -> str:
        """The words as they are typed: with the time before each line that has one."""
        return "\n".join(f"{at // 60}:{at % 60:02} {text}" for at, text in self.lines) or self.words


def spoken(title: str, typed: str) -> Words:
    """What is said in a recording or film: a line that begins with a time (0:05) is a caption, and what follows it belongs to it."""
    lines: list[tuple[int, str]] = []
    for line in typed.splitlines():
        if found := TIMED.match(line):
            lines.append((60 * int(found[1]) + int(found[2]), found[3].strip()))
        elif line.strip():
            at, before = lines.pop() if lines else (0, "")
            lines.append((at, f"{before}\n{line.strip()}".strip()))
    if not any(TIMED.match(line) for line in typed.splitlines()):
        return Words(title, typed)
    return Words(title, "\n".join(text for _, text in lines), tuple(lines))


def wrong_times(typed: str, seconds: int) -> str:
    """Why times before lines cannot hold, in a sentence; empty where they can."""
    before = -1
    for at, text in spoken("", typed).lines:
        words = f"“{at // 60}:{at % 60:02} {text.splitlines()[0][:30]}”"
        if at <= before:
            return f"{words} does not come after the line above it. Put the lines in the order of their times."
        if at >= seconds:
            return f"{words} begins after the end: it lasts {seconds // 60}:{seconds % 60:02}."
        before = at
    return ""


def captions(words: Words, seconds: int) -> str:
    """The captions of a recording or film as WebVTT."""
    ends = [*(at for at, _ in words.lines[1:]), seconds + 1]
    cues = [
        f"{_at(at)} --> {_at(min(end, at + LONGEST_CAPTION) if end > seconds else end)}\n{_plain(text)}"
        for (at, text), end in zip(words.lines, ends, strict=True)
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _at(second: int) -> str:
    return f"00:{second // 60:02}:{second % 60:02}.000"


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def sealed(piece: Piece, words: Words, lock: Lock) -> bytes:
    """The words sealed for this piece."""
    plain = {"title": words.title, "words": words.words, **({"lines": list(words.lines)} if words.lines else {})}
    return sealing.seal(json.dumps(plain, ensure_ascii=False).encode(), lock=lock, kind=KIND, row=piece.pk)


def opened(pieces: Iterable[Piece]) -> dict[UUID, Words]:
    """The words of pieces of one link."""
    found: dict[UUID, Words] = {}
    lock: Lock | None = None
    for piece in pieces:
        lock = lock or lock_of(piece.link_id)
        plain = json.loads(sealing.open_(piece.sealed, lock=lock, kind=KIND, row=piece.pk))
        lines = tuple((int(at), str(text)) for at, text in plain.get("lines", ()))
        found[piece.pk] = Words(plain["title"], plain["words"], lines)
    return found

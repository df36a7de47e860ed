"""The table of permissions as a page shows it and as it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from footbridge.exchange.labels import ChildLabel
from footbridge.exchange.permissions.queries import Cell
from footbridge.exchange.permissions.uses import Said, Use

USES: Sequence[tuple[str, str]] = tuple((use.value, str(use.label)) for use in Use)
WORDS: Sequence[tuple[str, str]] = tuple((said.value, str(said.label)) for said in Said)


@dataclass(frozen=True)
class Choice:
    """One word of a cell's list."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Square:
    """One cell: a child and a use."""

    name: str
    use: str
    said: str
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Line:
    """One child with a cell for each use, and one that sets all."""

    child: ChildLabel
    all_name: str
    squares: Sequence[Square]
    complete: bool


def lines_for(children: Sequence[ChildLabel], held: Mapping[Cell, str]) -> list[Line]:
    """The table with what holds now."""
    found = []
    for child in children:
        squares = []
        for use, label in USES:
            said = held.get((child.id, use), Said.UNKNOWN)
            choices = [Choice(value, words, value == said) for value, words in WORDS]
            squares.append(Square(f"{child.id.hex}-{use}", label, said, choices))
        found.append(Line(child, f"{child.id.hex}-all", squares, all(one.said != Said.UNKNOWN for one in squares)))
    return found


def cells_from(posted: Mapping[str, str], children: Sequence[ChildLabel]) -> dict[Cell, str]:
    """What came back, by child and use. Words that nobody offered are left out. “All” goes before single cells."""
    found: dict[tuple[UUID, str], str] = {}
    for child in children:
        everything = posted.get(f"{child.id.hex}-all", "")
        for use, _ in USES:
            said = everything or posted.get(f"{child.id.hex}-{use}", "")
            if said in Said.values:
                found[child.id, use] = said
    return found

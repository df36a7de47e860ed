"""Wishes as teachers type them, a line each, in the labels of their children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from uuid import UUID

from footbridge.exchange.labels import ChildLabel

Ids = list[list[str]]  # each a wish: the ids of the children in it


class Unknown(ValueError):
    """A name that no child or several children have; the message says which."""


def read(text: str, names: Mapping[str, Sequence[UUID]]) -> Ids:
    """The wishes of a text: names with commas between them, one wish a line. Raises Unknown."""
    found: Ids = []
    for line in text.splitlines():
        words = [word.strip() for word in line.replace(";", ",").split(",") if word.strip()]
        if not words:
            continue
        ids: list[str] = []
        for word in words:
            known = names.get(word.casefold(), ())
            if not known:
                raise Unknown(f"Nobody here is called {word}. Write the name as it stands in the lists above.")
            if len(known) > 1:
                raise Unknown(
                    f"Both classes have {word}. Write the school in brackets after the name, as in the lists above."
                )
            ids.append(str(known[0]))
        if len(set(ids)) < 2:
            raise Unknown(f"“{line.strip()}” needs two names with a comma between them.")
        found.append(list(dict.fromkeys(ids)))
    return found


def write(wishes: Ids, said: Mapping[str, str]) -> str:
    """The text that `read` understands; children who are gone are left out."""
    lines = [[said[one] for one in wish if one in said] for wish in wishes]
    return "\n".join(", ".join(line) for line in lines if len(line) > 1)


def pairs(wishes: Ids, place: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    """Wishes as pairs of places in a list; children who are gone are left out."""
    found = [pair for wish in wishes for pair in combinations([place[one] for one in wish if one in place], 2)]
    return tuple(dict.fromkeys(found))


def called(
    classes: Mapping[int, Sequence[ChildLabel]], schools: Mapping[int, str], named: Mapping[int, str]
) -> dict[str, str]:
    """How each child is called where all classes are read: the label, with the school where two children share it, and with
    the class where two of one school do. `named` is what each class is called in its school."""
    everywhere = Counter(label.text.casefold() for labels in classes.values() for label in labels)
    at_school = _at_school(classes, schools)

    def said(one: int, text: str) -> str:
        if everywhere[text.casefold()] == 1:
            return text
        more = f", {named[one]}" if at_school[schools[one], text.casefold()] > 1 else ""
        return f"{text} ({schools[one]}{more})"

    return {str(label.id): said(one, label.text) for one, labels in classes.items() for label in labels}


def called_at_school(
    classes: Mapping[int, Sequence[ChildLabel]], schools: Mapping[int, str], named: Mapping[int, str]
) -> dict[str, str]:
    """How each child is called under the name of its school: the label, with the class where two of the school share it."""
    at_school = _at_school(classes, schools)
    return {
        str(label.id): f"{label.text} ({named[one]})"
        if at_school[schools[one], label.text.casefold()] > 1
        else label.text
        for one, labels in classes.items()
        for label in labels
    }


def _at_school(classes: Mapping[int, Sequence[ChildLabel]], schools: Mapping[int, str]) -> Counter[tuple[str, str]]:
    return Counter((schools[one], label.text.casefold()) for one, labels in classes.items() for label in labels)


def names_of(said: Mapping[str, str], classes: Mapping[int, Sequence[ChildLabel]]) -> dict[str, list[UUID]]:
    """Which children a typed name may mean: the label alone where one child has it, else with its school."""
    found: dict[str, list[UUID]] = {}
    for labels in classes.values():
        for label in labels:
            for name in {label.text.casefold(), said[str(label.id)].casefold()}:
                found.setdefault(name, []).append(label.id)
    return found

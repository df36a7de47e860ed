"""Which school a row is about: by URN, else by name and postcode; unsure wherever a person should look."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db.models import Q

from footbridge.interest.models import SheetRow
from footbridge.interest.sheets import values
from footbridge.interest.sheets.understanding import Remark, remark
from footbridge.schools.models import School, Succession

Matched = SheetRow.Matched
Finder = Callable[[str, int], Sequence[School]]
_GENERIC = {
    "the",
    "school",
    "primary",
    "junior",
    "infant",
    "infants",
    "academy",
    "and",
    "nursery",
    "voluntary",
    "cofe",
    "st",
    "community",
    "controlled",
    "aided",
    "a",
}
MOST_CANDIDATES = 6
_LONGEST_CHAIN = 6  # schools that took over from one another


@dataclass(frozen=True)
class Clue:
    """What a row says about its school, as typed."""

    name: str = ""
    urn: str = ""
    postcode: str = ""


@dataclass
class Found:
    """The school of a row. `sure` means nobody needs to look; otherwise the candidates stand best first."""

    matched: str = Matched.NONE
    school: School | None = None
    candidates: list[School] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    sure: bool = False

    def unsure(self, field_name: str, text: str) -> None:
        """Say why a person should look."""
        self.sure = False
        self.remarks.append(remark(field_name, text))


def plain_name(name: str) -> str:
    """A name without what people spell differently: “St. Mary's C of E” and “st marys cofe” are the same."""
    words = name.lower().replace("&", " and ").replace("’", "'").replace("'", "")
    words = re.sub(r"\bchurch of england\b|\bc\.? ?of ?e\.?\b|\bce\b", "cofe", words)
    words = re.sub(r"\bsaint\b", "st", re.sub(r"\(.*?\)", " ", words))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", words).split())


def alike(one: str, other: str) -> bool:
    """Whether two names may well mean the same school: the same words that matter, or nearly the same letters."""
    first, second = plain_name(one), plain_name(other)
    if not first or not second:
        return False
    own = set(first.split()) - _GENERIC
    theirs = set(second.split()) - _GENERIC
    if own and theirs and (own <= theirs or theirs <= own):
        return True
    return SequenceMatcher(None, first, second).ratio() >= 0.8


def _resemble(one: str, other: str) -> bool:
    """Whether two names are near enough to be worth showing to a person."""
    return alike(one, other) or SequenceMatcher(None, plain_name(one), plain_name(other)).ratio() >= 0.6


def is_open(school: School) -> bool:
    """Whether the register says a school is open, or says nothing; one that was replaced is not."""
    return (
        school.closed is None
        and school.replaced_by_id is None
        and not school.status.lower().startswith(("closed", "proposed to open"))
    )


class Matching:
    """The schools that the rows of one sheet could mean, fetched in a handful of queries whatever its length."""

    def __init__(self, clues: Iterable[Clue], authorities: Iterable[str], search: Finder) -> None:
        clues = list(clues)
        self.authorities = set(authorities)
        self.search = search
        urns = {one for clue in clues if (one := values.urn(clue.urn))}
        postcodes = {one for clue in clues if (one := values.postcode(clue.postcode))}
        self.successors = _successor_urns(urns)
        wanted = urns | {new for found in self.successors.values() for new in found}
        held = (
            School.objects.select_related("replaced_by")
            .filter(Q(urn__in=wanted) | Q(postcode__in=postcodes) | Q(authority__in=self.authorities))
            .defer("provenance", "words")
        )
        self.by_urn: dict[str, School] = {}
        self.by_postcode: dict[str, list[School]] = defaultdict(list)
        self.by_name: dict[str, list[School]] = defaultdict(list)
        for school in held:
            if school.urn:
                self.by_urn[school.urn] = school
            if is_open(school):
                if school.postcode:
                    self.by_postcode[values.postcode(school.postcode)].append(school)
                if school.authority_id in self.authorities:
                    self.by_name[plain_name(school.name)].append(school)

    def find(self, clue: Clue) -> Found:
        """The school of one row."""
        name = "" if values.is_formula(clue.name) else clue.name.strip()
        number = values.urn(clue.urn)
        found = self._by_number(number, name) if number else Found()
        if not found.matched or found.matched == Matched.NONE:
            before = found.remarks
            found = self._by_place(name, values.postcode(clue.postcode), known_number=bool(number))
            found.remarks = before + found.remarks
        if clue.urn.strip() and not number:
            found.unsure("urn", f"“{values.shown(clue.urn)}” is not a URN, which has six digits.")
        if found.school and found.school.authority_id not in self.authorities:
            found.unsure("school", f"{found.school.name} lies outside the area of your programme.")
        if found.school is None and found.candidates and found.matched == Matched.NONE:
            found.matched = Matched.GUESS
        found.candidates = found.candidates[:MOST_CANDIDATES]
        return found

    def _by_number(self, number: str, name: str) -> Found:
        school = self.by_urn.get(number)
        if school is not None and is_open(school):
            found = Found(Matched.URN, school, [school], sure=True)
            if not name:
                found.unsure("school", f"The sheet does not name the school. URN {number} is {school.name}.")
            elif not alike(name, school.name):
                found.unsure("school", f"URN {number} is {school.name} in the register. Is that the school meant?")
            return found
        heirs = [self.by_urn[urn] for urn in self.successors.get(number, []) if urn in self.by_urn]
        if not heirs and school is not None and school.replaced_by is not None:
            heirs = [school.replaced_by]
        heirs = [one for one in heirs if is_open(one)]
        heirs.sort(key=lambda one: -SequenceMatcher(None, plain_name(name), plain_name(one.name)).ratio())
        if heirs:
            found = Found(Matched.SUCCESSOR, heirs[0] if len(heirs) == 1 else None, heirs)
            after = " and ".join(one.name for one in heirs[:3])
            found.unsure("urn", f"URN {number} belongs to a school that closed. After it came {after}.")
            return found
        found = Found()
        if school is not None:
            found.unsure(
                "urn", f"URN {number} is {school.name}, which has closed, and the register names no successor."
            )
        else:
            found.unsure("urn", f"URN {number} is not in the register.")
        return found

    def _by_place(self, name: str, postcode: str, *, known_number: bool) -> Found:
        here = self.by_postcode.get(postcode, []) if postcode else []
        named = [one for one in here if alike(name, one.name)]
        if len(named) == 1:
            found = Found(Matched.NAME_AND_POSTCODE, named[0], named, sure=True)
            if known_number or plain_name(name) != plain_name(named[0].name):
                found.unsure("school", f"Name and postcode point to {named[0].name}. Is that the school meant?")
            return found
        same = self.by_name.get(plain_name(name), []) if name else []
        candidates = list(dict.fromkeys([*named, *same, *here]))
        if not candidates and name:
            found_by_words = (one for one in self.search(name, MOST_CANDIDATES) if is_open(one))
            candidates = [one for one in found_by_words if _resemble(name, one.name)]
        found = Found(candidates=candidates)
        if candidates:
            found.unsure("school", "It could be one of these schools. Choose the one meant.")
        else:
            found.unsure(
                "school", "No school of the register fits. Look for it, leave the row out, or say it is none of yours."
            )
        return found


def _successor_urns(urns: set[str]) -> dict[str, list[str]]:
    """For each closed school's number the numbers that came after it at the end of the chain."""
    after: dict[str, list[str]] = {}
    asked: set[str] = set()
    front = set(urns)
    for _ in range(_LONGEST_CHAIN):
        front -= asked
        if not front:
            break
        asked |= front
        pairs = Succession.objects.filter(predecessor_urn__in=front).values_list("predecessor_urn", "successor_urn")
        fresh: set[str] = set()
        for before, next_one in pairs:
            after.setdefault(before, []).append(next_one)
            fresh.add(next_one)
        front = fresh
    return {urn: _ends(urn, after) for urn in urns if urn in after}


def _ends(urn: str, after: dict[str, list[str]]) -> list[str]:
    """Every number after this one, nearest first; each once, also where chains run in a circle."""
    found: list[str] = []
    front = list(after.get(urn, []))
    while front:
        one = front.pop(0)
        if one not in found and one != urn:
            found.append(one)
            front += after.get(one, [])
    return found

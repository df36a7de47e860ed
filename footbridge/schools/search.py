"""Finding a school as people type: part of a name, typing errors, postcode, URN, town.

A dictionary of the words of all schools mends typing errors: a typed word is compared with those that begin alike when a
letter or two are left out, and schools are then found by whole words. Both steps use indexes, so it stays quick at every size.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

_URN = re.compile(r"^\d{4,8}$")
_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?(\d[A-Z]{0,2})?$")
_MOST_WORDS = 8  #: typed words that are looked at
_MOST_CANDIDATES = 600  #: schools that are ranked
_LEAST = 0.5  #: schools that fit less well than this share of the best are left out
_SCHOOLS = 25_000  #: about how many there are; only sets how much rarer words count


@dataclass(frozen=True)
class Found:
    """A school that fits what was typed. `gone` where it closed; then `after` is the id of the one that came after."""

    id: int
    urn: str | None
    name: str
    town: str
    postcode: str
    phase: str
    authority: str
    gone: bool
    after: int | None

    @property
    def place(self) -> str:
        """Town (or authority) and postcode, to tell schools of one name apart."""
        return ", ".join(filter(None, (self.town or self.authority, self.postcode)))


_COLUMNS = """s.id, s.urn, s.name, s.town, s.postcode, s.phase, coalesce(a.name, ''),
  (s.status ILIKE 'closed%%' OR s.replaced_by_id IS NOT NULL), s.replaced_by_id"""
_FROM = "FROM schools_school s LEFT JOIN schools_localauthority a ON a.code = s.authority_id"


def find(
    text: str, *, limit: int = 10, phases: Sequence[str] = (), authorities: Sequence[str] = (), standing: bool = False
) -> list[Found]:
    """The schools of England that fit best what was typed, best first.

    `phases` and `authorities` narrow; `standing` leaves out schools that closed. Fewer than two characters find nothing.
    """
    typed = " ".join(text.replace("\0", "").split())[:100]
    if len(typed) < 2:
        return []
    where, params = _narrowing(phases, authorities, standing)
    compact = typed.upper().replace(" ", "")
    found: list[Found] = []
    if _URN.match(compact):
        found = _rows(
            f"{where} AND s.urn LIKE %s ORDER BY length(s.urn), s.urn LIMIT %s", [*params, compact + "%", limit]
        )
    elif _POSTCODE.match(compact):
        found = _by_postcode(compact, where, params, limit)
    return found or _by_words(typed, where, params, limit)


def _narrowing(phases: Sequence[str], authorities: Sequence[str], standing: bool) -> tuple[str, list[Any]]:
    where, params = "WHERE s.is_school", list[Any]()
    if phases:
        where += " AND s.phase = ANY(%s)"
        params.append(list(phases))
    if authorities:
        where += " AND s.authority_id = ANY(%s)"
        params.append(list(authorities))
    if standing:
        where += " AND s.status NOT ILIKE 'closed%%' AND s.replaced_by_id IS NULL"
    return where, params


def _rows(rest: str, params: Sequence[Any]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} {_FROM} {rest}", params)
        return [Found(*row) for row in cursor.fetchall()]


def _by_postcode(compact: str, where: str, params: list[Any], limit: int) -> list[Found]:
    """Schools whose postcode starts so; for a whole postcode without a school those of its neighbourhood."""
    outward = re.match(r"^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$", compact)
    starts = [f"{outward[1]} {outward[2]}", f"{outward[1]} {outward[2][0]}", f"{outward[1]} "] if outward else []
    if not outward:
        # Where the space belongs is not known yet: DE23 may be DE23 or the start of DE2 3.
        splits = [f"{compact[:-n]} {compact[-n:]}" for n in (1, 2) if re.match(r"^\d[A-Z]*$", compact[-n:])]
        starts = ["|".join([compact, *splits])]
    for start in starts:
        likes = [f"{one}%" for one in start.split("|")]
        either = " OR ".join("s.postcode LIKE %s" for _ in likes)  # not LIKE ANY, which would leave the index aside
        found = _rows(
            f"{where} AND ({either}) "
            "ORDER BY (s.status ILIKE 'closed%%'), (s.postcode LIKE %s) DESC, s.postcode, s.name LIMIT %s",
            [*params, *likes, f"{compact} %", limit],
        )
        if found:
            return found
    return []


@dataclass(frozen=True)
class _Match:
    """A word of the dictionary that a typed word may mean."""

    word: str
    likeness: float
    schools: int


def _by_words(typed: str, where: str, params: list[Any], limit: int) -> list[Found]:
    matches = [found for found in _matches(typed) if found]
    if not matches:
        return []
    weighed: dict[tuple[int, str], float] = {}
    for at, found in enumerate(matches):
        # What a typed word is worth depends on how many schools it can mean: “park” says more than “primary”.
        worth = math.log(1 + _SCHOOLS / (1 + sum(match.schools for match in found)))
        for match in found:
            weighed[at, match.word] = match.likeness * worth
    rarest = sorted(matches, key=lambda found: sum(match.schools for match in found))
    needed = sorted({match.word for found in rarest[:2] for match in found})
    if sum(match.schools for match in rarest[0]) > 50 and len(rarest) > 1:
        pairs = [sorted({match.word for match in found}) for found in rarest[:2]]
        both = _ranked(weighed, typed, f"{where} AND s.words && %s AND s.words && %s", [*params, *pairs], limit)
        if len(both) >= limit:
            return both
    return _ranked(weighed, typed, f"{where} AND s.words && %s", [*params, needed], limit)


def _ranked(
    weighed: dict[tuple[int, str], float], typed: str, where: str, params: list[Any], limit: int
) -> list[Found]:
    """Candidates by the weight of what was matched; of equals those that stand, and shorter names, come first."""
    places, words, weights = zip(*((at, word, weight) for (at, word), weight in weighed.items()), strict=True)
    matched: list[Any] = [list(places), list(words), list(weights)]
    first = [word for at, word in weighed if at == 0]
    parts = [f"%{_like(part)}%" for part in typed.split()]
    wording: list[Any] = [max(120, 3 * limit), _like(typed) + "%", parts, first, limit]
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(where=where), [*matched, *params, _MOST_CANDIDATES, *wording])
        rows = cursor.fetchall()
    return [Found(*row) for score, *row in rows if score >= _LEAST * rows[0][0]]


# Looking at the wording of the name costs most, so only the best by their words are looked at so closely.
_RANKED = f"""
WITH match AS (SELECT * FROM unnest(%s::int[], %s::text[], %s::float8[]) AS m (at, word, weight)),
candidate AS MATERIALIZED (
  SELECT s.id, s.words, s.name, s.status, s.replaced_by_id FROM schools_school s {{where}} LIMIT %s),
best AS (
  SELECT c.id, m.at, max(m.weight) AS weight FROM candidate c, unnest(c.words) AS w (word)
  JOIN match m ON m.word = w.word GROUP BY c.id, m.at),
weight AS (SELECT id, sum(weight) AS weight FROM best GROUP BY id),
close AS (
  SELECT c.id, c.name, c.words, weight - 0.05 * cardinality(c.words)
    - CASE WHEN left(c.status, 6) = 'Closed' OR c.replaced_by_id IS NOT NULL THEN 1 ELSE 0 END AS score
  FROM candidate c JOIN weight ON weight.id = c.id ORDER BY score DESC, c.id LIMIT %s),
ranked AS (
  SELECT id, score + CASE WHEN name ILIKE %s THEN 1.5 WHEN name ILIKE ALL(%s) THEN 0.8 ELSE 0 END
    + CASE WHEN words[1] = ANY(%s) THEN 0.8 ELSE 0 END AS score
  FROM close ORDER BY score DESC, name, id LIMIT %s)
SELECT r.score, {_COLUMNS} {_FROM} JOIN ranked r ON r.id = s.id ORDER BY r.score DESC, s.name, s.id"""  # noqa: S608


def _like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


# `~>=~` and `~<~` compare letter by letter, so that “begins with” uses the index although the beginning is not fixed.
_DICTIONARY = """
SELECT q.at, q.word, w.word, w.schools, w.kind FROM (
  SELECT word, at FROM unnest(footbridge_words(%s, '', '')) WITH ORDINALITY AS typed (word, at) LIMIT %s) AS q,
LATERAL (
  (SELECT word, schools, 'start' AS kind FROM schools_searchword
   WHERE word ~>=~ q.word AND word ~<~ (q.word || '~') AND schools > 0 ORDER BY word = q.word DESC, schools DESC LIMIT 60)
  UNION ALL
  (SELECT word, schools, 'like' FROM schools_searchword
   WHERE length(q.word) >= 4 AND schools > 0
     AND NOT EXISTS (SELECT 1 FROM schools_searchword known WHERE known.word = q.word AND known.schools > 0)
     AND slips && footbridge_slips(q.word)
     AND length(word) BETWEEN length(q.word) - 2 AND length(q.word) + 2 LIMIT 150)
) AS w ORDER BY q.at"""


def _matches(typed: str) -> list[list[_Match]]:
    """For each typed word the words of the dictionary it may mean, with a likeness of 0 to 1."""
    with connection.cursor() as cursor:
        cursor.execute(_DICTIONARY, [typed, _MOST_WORDS])
        rows = cursor.fetchall()
    found: dict[int, dict[str, _Match]] = {}
    for at, word, known, schools, kind in rows:
        likeness = _start_likeness(word, known) if kind == "start" else _likeness(word, known)
        held = found.setdefault(at, {})
        if likeness > 0 and (known not in held or held[known].likeness < likeness):
            held[known] = _Match(known, likeness, schools)
    short = {at for at, word, *_ in rows if len(word) < 3}
    return [_closest(list(held.values()), few=at in short) for at, held in found.items()]


def _closest(matches: list[_Match], *, few: bool) -> list[_Match]:
    """Where a word is known as it was typed, guesses at other words are left out; completions stay, of one or two letters few."""
    exact = any(match.likeness == 1 for match in matches)
    kept = [match for match in matches if not exact or match.likeness >= 0.75]
    return sorted(kept, key=lambda match: (match.likeness < 1, -match.schools))[:12] if few else kept


def _start_likeness(typed: str, known: str) -> float:
    return 1.0 if typed == known else 0.75 + 0.2 * len(typed) / len(known)


def _likeness(typed: str, known: str) -> float:
    """0.7 for one slip, 0.5 for two in a longer word, else 0. A slip is a letter too many, too few, wrong or swapped."""
    slips = distance(typed, known, most=2)
    if slips == 0:
        return 1.0
    if slips == 1:
        return 0.7
    return 0.5 if slips == 2 and len(typed) >= 6 else 0.0


def distance(one: str, other: str, *, most: int) -> int:
    """Slips between two words (optimal string alignment); `most` + 1 when there are more."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    before, last = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[-1] + 1, last[j] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)

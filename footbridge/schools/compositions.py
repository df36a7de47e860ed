"""Who is at a school, as shares of groups: for brokering, for charts, and for the means of a programme and of everybody.

Shares are tuples of 0 to 1 that add up to 1, in the order of `GROUPS[characteristic]`. None is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from footbridge.schools.models import RegisterFile, School
from footbridge.schools.register.groups import BROAD_GROUPS, BROAD_OF, BROAD_WORDS, ETHNIC_GROUPS, ETHNIC_WORDS

Shares = tuple[float, ...]

CHARACTERS = (
    *("No religious character", "Church of England", "Catholic", "Methodist", "Orthodox", "Other Christian"),
    *("Muslim", "Jewish", "Sikh", "Hindu", "Buddhist", "Other"),
)
GROUPS: dict[str, tuple[str, ...]] = {
    "ethnicity": ETHNIC_GROUPS,
    "fsm": ("eligible", "other"),
    "eal": ("eal", "english"),
    "character": CHARACTERS,
    "urban_rural": ("urban", "rural"),
}
CHARACTERISTICS = tuple(GROUPS)
GROUP_WORDS: dict[str, str] = {
    **ETHNIC_WORDS,
    **BROAD_WORDS,
    "eligible": "Eligible for free school meals",
    "eal": "First language other than English",
    "english": "First language English",
    "urban": "Town or city",
    "rural": "Countryside",
}
CHARACTERISTIC_WORDS = {
    "ethnicity": "Ethnic background",
    "fsm": "Free school meals",
    "eal": "English as an additional language",
    "character": "Religious character",
    "urban_rural": "Town or country",
}
#: Of a suppressed composition at most this share of the children may be hidden for it to be used at all.
MOST_HIDDEN = 0.05


@dataclass(frozen=True)
class Known:
    """Shares of one characteristic with where they come from; `total` children, where counts are published."""

    shares: Shares
    year: int | None
    source: str
    total: int | None = None
    of_predecessor: bool = False


def known_of(school_ids: Iterable[int]) -> dict[int, dict[str, Known]]:
    """What is known of each school, by characteristic; of several census years the last.

    A school that has published nothing yet takes the figures of the one school it came after. Two queries.
    """
    ids = list(dict.fromkeys(school_ids))
    found: dict[int, dict[str, Known]] = {school_id: {} for school_id in ids}
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [ids, ids])
        for school_id, characteristic, year, counts, shares, total, source, inherited in cursor.fetchall():
            read = shares_of(characteristic, _json(counts), _json(shares), total)
            if read is not None and characteristic not in found[school_id]:
                found[school_id][characteristic] = Known(read, year, source, total, inherited)
    facts = School.objects.filter(pk__in=ids).values_list("pk", "character", "is_urban", "fsm_share")
    for school_id, character, is_urban, fsm_share in facts:
        held = found[school_id]
        if character in CHARACTERS:
            held["character"] = Known(tuple(float(c == character) for c in CHARACTERS), None, "register")
        if is_urban is not None:
            held["urban_rural"] = Known((1.0, 0.0) if is_urban else (0.0, 1.0), None, "register")
        if "fsm" not in held and fsm_share is not None:
            held["fsm"] = Known((fsm_share, 1 - fsm_share), None, "register")
    return found


# Own figures first, then those of a single predecessor; within each the latest year.
_LATEST = """
WITH asked AS (
  SELECT unnest(%s::bigint[]) AS school_id
), held AS (
  SELECT school_id, school_id AS from_id, false AS inherited FROM asked
  UNION ALL
  SELECT before.replaced_by_id, min(before.id), true FROM schools_school before
  WHERE before.replaced_by_id = ANY(%s) GROUP BY before.replaced_by_id HAVING count(*) = 1
)
SELECT DISTINCT ON (h.school_id, c.characteristic)
  h.school_id, c.characteristic, c.year, c.counts, c.shares, c.total, coalesce(f.name, ''), h.inherited
FROM held h JOIN schools_composition c ON c.school_id = h.from_id LEFT JOIN schools_registerfile f ON f.id = c.source_id
ORDER BY h.school_id, c.characteristic, h.inherited, c.year DESC
"""


def _json(held: Any) -> dict[str, Any]:
    import json

    return json.loads(held) if isinstance(held, str) else held  # type: ignore[no-any-return]


def shares_of(
    characteristic: str, counts: Mapping[str, int | None], shares: Mapping[str, float], total: int | None
) -> Shares | None:
    """Shares in the order of the groups, adding up to 1; None where too much is hidden.

    Where small groups are suppressed and together hold at most 5% of the children, these are spread evenly over the
    suppressed groups: an estimate that can be wrong by no more than what is hidden.
    """
    groups = GROUPS[characteristic]
    if counts:
        numbers = [counts.get(group) for group in groups]
        seen = sum(filter(None, numbers))
        hidden = [at for at, number in enumerate(numbers) if number is None]
        whole = seen if not hidden else total
        if not whole or (hidden and (whole < seen or (whole - seen) > MOST_HIDDEN * whole)):
            return None
        rest = (whole - seen) / len(hidden) if hidden else 0.0
        return tuple((rest if number is None else number) / whole for number in numbers)
    values = [shares.get(group) for group in groups]
    known = [value for value in values if value is not None]
    sum_known = sum(known)
    if len(known) < len(groups) or not 0.9 <= sum_known <= 1.1:
        # Published percentages leave out the children whose group nobody knows, so they may add up to less than 1.
        return tuple(v / sum_known for v in known) if len(known) == len(groups) and sum_known >= 0.5 else None
    return tuple(value / sum_known for value in known)


def broad(shares: Shares) -> Shares:
    """Shares of the five broad ethnic groups from those of the eighteen."""
    sums = [0.0] * len(BROAD_GROUPS)
    for at, share in zip(BROAD_OF, shares, strict=True):
        sums[at] += share
    return tuple(sums)


@dataclass(frozen=True)
class Means:
    """Shares among all children of many schools, and how many schools that is."""

    shares: dict[str, Shares | None]
    schools: int


def means(authorities: Sequence[str] | None = None) -> Means:
    """Shares among all children of these authorities, or of every school with figures (None), in their latest year.

    Kept in the process until the next file takes effect.
    """
    newest = RegisterFile.objects.order_by("-applied").values_list("pk", "applied").first()
    key = (newest, None if authorities is None else tuple(sorted(authorities)))
    if newest is None:
        return _means(authorities)
    if key not in _held_means:
        if len(_held_means) >= _MOST_MEANS:
            _held_means.clear()
        _held_means[key] = _means(authorities)
    return _held_means[key]


_MOST_MEANS = 100
_held_means: dict[object, Means] = {}


def _means(authorities: Sequence[str] | None) -> Means:
    narrowed = "" if authorities is None else "JOIN schools_school s ON s.id = c.school_id AND s.authority_id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT characteristic, part.key, sum(part.value::text::numeric), count(DISTINCT school_id) FROM (
              SELECT DISTINCT ON (c.school_id, c.characteristic) c.school_id, c.characteristic, c.counts
              FROM schools_composition c {narrowed} ORDER BY c.school_id, c.characteristic, c.year DESC) AS latest,
              jsonb_each(latest.counts) AS part
            WHERE jsonb_typeof(part.value) = 'number' GROUP BY characteristic, part.key""",  # noqa: S608
            [] if authorities is None else [list(authorities)],
        )
        sums: dict[str, dict[str, float]] = {}
        schools = 0
        for characteristic, group, number, counted in cursor.fetchall():
            schools = max(schools, counted)
            sums.setdefault(characteristic, {})[group] = float(number)
    found: dict[str, Shares | None] = {}
    for characteristic in ("ethnicity", "fsm", "eal"):
        held = sums.get(characteristic, {})
        whole = sum(held.values())
        found[characteristic] = tuple(held.get(g, 0.0) / whole for g in GROUPS[characteristic]) if whole else None
    return Means(found, schools)

"""Shares of the groups in schools, from their newest census rows. No row is unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from footbridge.schools.models import Composition
from footbridge.schools.register.groups import BROAD_GROUPS, BROAD_OF, ETHNIC_GROUPS

PUBLISHED = ("ethnicity", "fsm", "eal")
Shares = dict[str, tuple[float, ...] | None]


def shares_of(schools: Iterable[int]) -> dict[int, Shares]:
    """School → characteristic → shares that add up to one, of the newest year that is known. One query.

    Ethnicity is in 18 groups where every school has them, else in the five broad ones for all.
    """
    rows = (
        Composition.objects.filter(school__in=schools, characteristic__in=PUBLISHED)
        .order_by("school_id", "characteristic", "-year")
        .distinct("school_id", "characteristic")
        .values_list("school_id", "characteristic", "counts", "shares", "total")
    )
    found: dict[int, Shares] = {}
    ethnic: dict[int, Mapping[str, float]] = {}
    for school, characteristic, counted, published, total in rows:
        # some years publish shares and no counts
        counts, whole = (counted, total) if _says_something(counted) else (published, 1)
        here = found.setdefault(school, dict.fromkeys(PUBLISHED))
        if characteristic == "ethnicity":
            ethnic[school] = counts
        else:
            here[characteristic] = _two_groups(counts, whole)
    fine = all(_is_fine(counts) for counts in ethnic.values())
    for school, counts in ethnic.items():
        found[school]["ethnicity"] = _share(_fine(counts) if fine else _broad(counts))
    return found


def _says_something(counts: Mapping[str, float | None]) -> bool:
    return any(value is not None for value in counts.values())


def _is_fine(counts: Mapping[str, float]) -> bool:
    return any(group in counts for group in ETHNIC_GROUPS if group not in BROAD_GROUPS)


def _fine(counts: Mapping[str, float]) -> list[float]:
    return [float(counts.get(group) or 0) for group in ETHNIC_GROUPS]


def _broad(counts: Mapping[str, float]) -> list[float]:
    if not _is_fine(counts):
        return [float(counts.get(group) or 0) for group in BROAD_GROUPS]
    sums = [0.0] * len(BROAD_GROUPS)
    for group, broad in zip(ETHNIC_GROUPS, BROAD_OF, strict=True):
        sums[broad] += float(counts.get(group) or 0)
    return sums


def _two_groups(counts: Mapping[str, float], total: int | None) -> tuple[float, ...] | None:
    """Eligible or not, English or another first language: the named group against the rest."""
    named = next((float(counts[key]) for key in ("eligible", "eal", "yes") if counts.get(key) is not None), None)
    if named is None or not total:
        return None
    share = min(max(named / total, 0.0), 1.0)
    return (share, 1.0 - share)


def _share(values: list[float]) -> tuple[float, ...] | None:
    total = sum(values)
    return tuple(value / total for value in values) if total > 0 else None

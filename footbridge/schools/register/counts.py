"""Rows of pupil numbers: who is at a school, by ethnic group, free school meals and first language."""

from collections.abc import Iterable
from typing import TypeVar

from footbridge.schools.register import columns, dates, groups, values
from footbridge.schools.register.facts import identity
from footbridge.schools.register.records import CompositionRow, PassedOver, Refusal
from footbridge.schools.register.values import Unreadable

T = TypeVar("T")

_FEWEST_GROUPS = 10  #: with fewer ethnic columns than this a file is not one of ethnic groups
_PUPILS, _UNCLASSIFIED = ("pupils", "total"), ("ethnicity", "unclassified")


class CompositionReader:
    """Reads rows of pupil characteristics once the header, some sample rows and the year are known."""

    def __init__(self, headings: list[str], samples: Iterable[list[str]] = (), year: int | None = None) -> None:
        self.headings, self.year = headings, year
        squashed = [columns.squash(heading) for heading in headings]
        self._urn = columns.urn_column(squashed) or 0
        self._level = columns.find(squashed, ("geographiclevel",))
        self._period = columns.find(squashed, ("timeperiod", "academicyear", "schoolyear", "censusyear", "year"))
        self._type = columns.find(
            squashed, ("typeofestablishmentname", "typeofestablishment", "schooltype", "phasetypegrouping")
        )
        self.counts, self.shares, self.fractions = _plan(headings, list(samples))
        ethnic = {key[1] for key in (*self.counts, *self.shares) if key[0] == "ethnicity"} - {"unclassified"}
        self.ethnic_groups = len(ethnic)
        self.latest_year: int | None = None

    @property
    def says_its_year(self) -> bool:
        """Whether every row carries its own school year."""
        return self._period is not None

    def row(self, line: int, cells: list[str]) -> CompositionRow | Refusal | PassedOver:
        """One row; counts that contradict each other refuse it."""
        urn = identity(line, cells, self._urn, self.headings[self._urn], self._level)
        if not isinstance(urn, str):
            return urn
        year = self.year
        if self._period is not None and self._period < len(cells):
            year = dates.census_year(cells[self._period].strip()) or year
        if year is None:
            return Refusal(line, "year", "the row does not say which school year it counts", "")
        at = 0
        count: dict[tuple[str, str], int | None] = {}
        share: dict[tuple[str, str], float | None] = {}
        try:
            for key, at in self.counts.items():
                count[key] = values.count(cells[at]) if at < len(cells) else None
            for key, at in self.shares.items():
                share[key] = values.percent(cells[at], fraction=key in self.fractions) if at < len(cells) else None
        except Unreadable as error:
            return Refusal(line, self.headings[at], str(error), cells[at].strip()[:60])
        if self.latest_year is None or year > self.latest_year:
            self.latest_year = year
        kind = cells[self._type].lower() if self._type is not None and self._type < len(cells) else ""
        return _composition(line, urn, year, count, share, independent="independent" in kind)


def _plan(
    headings: list[str], samples: list[list[str]]
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int], set[tuple[str, str]]]:
    """Which column holds the count and which the share of each group; the best spelling wins, then the leftmost."""
    best: dict[tuple[str, tuple[str, str]], tuple[int, int]] = {}
    fractions: set[tuple[str, str]] = set()
    found = [(at, groups.heading(heading)) for at, heading in enumerate(headings)]
    bare = [at for at, seen in found if seen and seen.measure == "bare" and seen.characteristic == "ethnicity"]
    bare_is_share = _adds_to_hundred(samples, bare)
    for at, seen in found:
        if seen is None:
            continue
        key, measure = (seen.characteristic, seen.group), seen.measure
        if measure == "bare":
            as_share = bare_is_share if seen.characteristic == "ethnicity" else _has_decimals(samples, at)
            measure = "percent" if as_share else "count"
        if measure == "fraction":
            fractions.add(key)
        slot = ("count" if measure == "count" else "share", key)
        if slot not in best or (seen.rank, at) < best[slot]:
            best[slot] = (seen.rank, at)
    counts = {key: at for (what, key), (_rank, at) in best.items() if what == "count"}
    shares = {key: at for (what, key), (_rank, at) in best.items() if what == "share"}
    return counts, shares, fractions


def _adds_to_hundred(samples: list[list[str]], at: list[int]) -> bool:
    near = 0
    for cells in samples:
        try:
            total = sum(values.percent(cells[position]) or 0 for position in at if position < len(cells))
        except Unreadable:
            continue
        near += 0.97 < total < 1.03
    return len(at) >= _FEWEST_GROUPS and near * 2 > len(samples)


def _has_decimals(samples: list[list[str]], at: int) -> bool:
    cells = [cells[at].strip() for cells in samples if at < len(cells)]
    return any("%" in cell for cell in cells) or any(
        "." in cell.removesuffix(".0") for cell in cells if cell[:1].isdigit()
    )


def _composition(
    line: int,
    urn: str,
    year: int,
    count: dict[tuple[str, str], int | None],
    share: dict[tuple[str, str], float | None],
    *,
    independent: bool,
) -> CompositionRow | Refusal:
    pupils = count.get(_PUPILS)
    ethnicity = _eighteen(count)
    ethnicity_shares = _eighteen(share)
    unclassified = count.get(_UNCLASSIFIED)
    fsm, eal, english = (count.get(key) for key in (("fsm", "eligible"), ("eal", "eal"), ("eal", "english")))
    silent = count.get(("eal", "unclassified"))
    fsm_share, eal_share = share.get(("fsm", "eligible")), share.get(("eal", "eal"))
    if independent and not any(filter(None, (ethnicity or ethnicity_shares or ()))):
        # Nobody collects these of independent schools; some years wrote zeros instead of saying so.
        ethnicity = ethnicity_shares = unclassified = fsm = fsm_share = None
        eal = eal_share = english = silent = eal if eal else None
    total = sum(filter(None, ethnicity or ())) + (unclassified or 0)
    if pupils is not None:
        most = pupils * 1.1 + 5
        for what, number in (
            ("ethnic groups", total),
            ("free school meals", fsm or 0),
            ("first languages", (eal or 0) + (english or 0)),
        ):
            if number > most:
                return Refusal(line, what, f"{number} children are counted, but the school has {pupils}", "")
    if ethnicity_shares and sum(filter(None, ethnicity_shares)) > 1.06:
        return Refusal(line, "ethnic groups", "the shares add up to more than 100 per cent", "")
    if pupils == 0:
        return CompositionRow(line, urn, year, 0)  # a school of nobody says nothing
    if total == 0:
        ethnicity = None
    if fsm is not None and pupils:
        fsm_share = min(fsm / pupils, 1.0)
    if eal is not None:
        if english is None and pupils is not None:
            english = max(pupils - eal - (silent or 0), 0)
        known = eal + (english or 0)
        eal_share = min(eal / known, 1.0) if known > 0 else eal_share
    return CompositionRow(
        line,
        urn,
        year,
        pupils,
        ethnicity,
        _shares(ethnicity, ethnicity_shares),
        unclassified if ethnicity else None,
        fsm,
        fsm_share,
        eal,
        english,
        eal_share,
        silent,
    )


def _eighteen(found: dict[tuple[str, str], T | None]) -> tuple[T | None, ...] | None:
    eighteen = tuple(found.get(("ethnicity", group)) for group in groups.ETHNIC_GROUPS)
    return eighteen if any(value is not None for value in eighteen) else None


def _shares(
    counts: tuple[int | None, ...] | None, published: tuple[float | None, ...] | None
) -> tuple[float | None, ...] | None:
    """Shares among the children whose group is known: from counts where all are there, else as published."""
    if counts is not None and None not in counts:
        total = sum(filter(None, counts))
        return tuple((value or 0) / total for value in counts) if total else None
    if published is not None and any(published):
        return published
    if counts is None:
        return None
    total = sum(filter(None, counts))
    return tuple(None if value is None else value / total for value in counts) if total else None

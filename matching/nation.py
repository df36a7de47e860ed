"""A whole country at once: schools within reach are scored in blocks, class pairs are never all stored, the proof is for all.

Classes of a school share its composition and place, so worth belongs to pairs of schools. A k-d tree lists the pairs of schools
within reach; the pricing of `matching.graph.priced` asks which class pairs the duals do not cover, and skips a pair of schools at
once where even its smallest duals cover it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from matching.errors import BadProblem
from matching.graph.checker import Certificate, first_uncovered, why_wrong
from matching.graph.compiled import compiled
from matching.graph.matcher import Progress, offset_for
from matching.graph.priced import Priced, lack
from matching.graph.table import Ints

Floats = npt.NDArray[np.float64]
BLOCK = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """Schools and classes of a country.

    `places` (schools × 2) in metres; `vectors` (schools × anything): √weight-scaled shares of all characteristics side by
    side, so that the contact gained is half a squared distance. `school_of` (classes, ascending) and `year` per class. A pair may be
    linked within `metres` and `gap` years; `travel_per_km` is in points.
    """

    places: Floats
    vectors: Floats
    school_of: Ints
    year: Ints
    metres: float
    gap: int = 1
    travel_per_km: float = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class CountryLinks:
    """Partner of every class (−1: none), links, total worth in micro-units, and how it was found."""

    mate: Ints
    links: int
    worth: int
    school_pairs: int
    edges_used: int
    rounds: int
    certificate: Certificate


class SchoolPairs:
    """All allowed class pairs of a country, as pairs of schools with their worth."""

    def __init__(self, land: Country) -> None:
        if len(land.school_of) and (np.diff(land.school_of) < 0).any():
            raise BadProblem("Classes must be listed school by school.")
        self.land = land
        self.n = len(land.school_of)
        self.first = np.searchsorted(land.school_of, np.arange(len(land.places) + 1)).astype(np.int64)
        pairs = cKDTree(land.places).query_pairs(land.metres, output_type="ndarray")
        a, b = pairs.min(axis=1, initial=len(land.places)), pairs.max(axis=1, initial=0)
        order = np.lexsort((b, a))
        self.a, self.b = a[order].astype(np.int64), b[order].astype(np.int64)
        self.worth = self._score()

    def _score(self) -> Ints:
        """Worth of every pair of schools in micro-units, block by block."""
        land = self.land
        worth = np.empty(len(self.a), dtype=np.int64)
        for low in range(0, len(worth), BLOCK):
            a, b = self.a[low : low + BLOCK], self.b[low : low + BLOCK]
            gain = 0.5 * ((land.vectors[a] - land.vectors[b]) ** 2).sum(axis=1)
            way = np.hypot(*(land.places[a] - land.places[b]).T)
            worth[low : low + BLOCK] = np.rint(gain * 1e6) - np.rint(way * (land.travel_per_km * 1000.0))
        return worth

    def best(self, each: int) -> tuple[Ints, Ints, Ints]:
        """For every class about `each` class pairs, one for each of the best partner schools."""
        return best_pairs(self.first, self.land.year, self.land.gap, self.a, self.b, self.worth, each)

    def uncovered(self, y: Ints, parent: Ints, cover: Ints, offset: int, each: int) -> tuple[Ints, Ints, Ints]:
        """Class pairs that the duals do not cover: the `each` worst of every class."""
        return worst_pairs(
            self.first, self.land.year, self.land.gap, self.a, self.b, self.worth, y, parent, cover, offset, each
        )

    def class_pairs(self, low: int, high: int) -> tuple[Ints, Ints, Ints]:
        """All class pairs of the pairs of schools `low` to `high`, made without the compiled code above."""
        a, b = self.a[low:high], self.b[low:high]
        count = np.diff(self.first)
        repeat = count[a] * count[b]
        pair = np.repeat(np.arange(len(a)), repeat)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
        i = self.first[a[pair]] + within // count[b[pair]]
        j = self.first[b[pair]] + within % count[b[pair]]
        keep = np.abs(self.land.year[i] - self.land.year[j]) <= self.land.gap
        return i[keep], j[keep], self.worth[low:high][pair[keep]]


@compiled
def best_pairs(first: Ints, year: Ints, gap: int, a: Ints, b: Ints, worth: Ints, each: int) -> tuple[Ints, Ints, Ints]:
    """For every school its `each` best partner schools; with each of them one class pair per class."""
    schools = len(first) - 1
    lowest = -(1 << 62)
    best = np.full((schools, each), lowest, dtype=np.int64)
    for p in range(len(a)):
        for s in (a[p], b[p]):
            row = best[s]
            if worth[p] > row[0]:
                k = 0
                while k + 1 < each and row[k + 1] < worth[p]:
                    row[k] = row[k + 1]
                    k += 1
                row[k] = worth[p]
    room = 0
    for p in range(len(a)):
        if worth[p] >= best[a[p], 0] or worth[p] >= best[b[p], 0]:
            room += max(first[a[p] + 1] - first[a[p]], first[b[p] + 1] - first[b[p]])
    i = np.empty(room, dtype=np.int64)
    j = np.empty(room, dtype=np.int64)
    w = np.empty(room, dtype=np.int64)
    count = 0
    for p in range(len(a)):
        if worth[p] < best[a[p], 0] and worth[p] < best[b[p], 0]:
            continue
        left, right = first[a[p]], first[b[p]]
        m, n = first[a[p] + 1] - left, first[b[p] + 1] - right
        for k in range(max(m, n) if m > 0 and n > 0 else 0):
            for turn in range(n):  # the class of the partner that stands at the same place, or the next that fits
                u, v = left + k % m, right + (k + p + turn) % n
                if abs(year[u] - year[v]) <= gap:
                    i[count], j[count], w[count] = u, v, worth[p]
                    count += 1
                    break
    return i[:count].copy(), j[:count].copy(), w[:count].copy()


@compiled
def worst_pairs(
    first: Ints,
    year: Ints,
    gap: int,
    a: Ints,
    b: Ints,
    worth: Ints,
    y: Ints,
    parent: Ints,
    cover: Ints,
    offset: int,
    each: int,
) -> tuple[Ints, Ints, Ints]:
    """For every class the `each` class pairs that the duals cover least, as far as they do not cover them."""
    n = len(y)
    schools = len(first) - 1
    least = np.full(schools, 1 << 61, dtype=np.int64)
    for s in range(schools):
        for v in range(first[s], first[s + 1]):
            least[s] = min(least[s], y[v])
    short = np.zeros((n, each), dtype=np.int64)
    other = np.full((n, each), -1, dtype=np.int64)
    value = np.zeros((n, each), dtype=np.int64)
    for p in range(len(a)):
        w2 = 2 * (worth[p] + offset)
        if least[a[p]] + least[b[p]] >= w2:
            continue
        for u in range(first[a[p]], first[a[p] + 1]):
            if y[u] + least[b[p]] >= w2:
                continue
            for v in range(first[b[p]], first[b[p] + 1]):
                if y[u] + y[v] >= w2 or abs(year[u] - year[v]) > gap:
                    continue
                lacks = lack(u, v, w2, n, y, parent, cover)
                for one, two in ((u, v), (v, u)):
                    if lacks > short[one, 0]:
                        k = 0
                        while k + 1 < each and short[one, k + 1] < lacks:
                            short[one, k] = short[one, k + 1]
                            other[one, k] = other[one, k + 1]
                            value[one, k] = value[one, k + 1]
                            k += 1
                        short[one, k] = lacks
                        other[one, k] = two
                        value[one, k] = worth[p]
    count = 0
    i = np.empty(n * each, dtype=np.int64)
    j = np.empty(n * each, dtype=np.int64)
    w = np.empty(n * each, dtype=np.int64)
    for u in range(n):
        for k in range(each):
            v = other[u, k]
            listed = False
            for q in range(each):
                listed = listed or (v >= 0 and v < u and other[v, q] == u)
            if v >= 0 and not listed:
                i[count], j[count], w[count] = min(u, v), max(u, v), value[u, k]
                count += 1
    return i[:count].copy(), j[:count].copy(), w[:count].copy()


def link_country(land: Country, *, coverage_first: bool = True, progress: Progress | None = None) -> CountryLinks:
    """The best links of a whole country: the most classes first, then the most worth; proven for all pairs in reach."""
    pairs = SchoolPairs(land)
    offset = offset_for(pairs.n, pairs.worth, coverage_first)
    priced = Priced(pairs.n, pairs, offset)
    matcher = priced.solve(progress)
    mate = matcher.mate
    used = (mate[priced.i] == priced.j).nonzero()[0]
    _, once = np.unique(priced.i[used], return_index=True)
    return CountryLinks(
        mate=mate,
        links=int((mate >= 0).sum()) // 2,
        worth=int(priced.w[used[once]].sum()),
        school_pairs=len(pairs.a),
        edges_used=len(priced.i),
        rounds=len(priced.rounds),
        certificate=matcher.certificate(),
    )


def why_wrong_country(land: Country, found: CountryLinks) -> str:
    """Check the certificate against every class pair of the country, block by block; empty if it holds."""
    pairs = SchoolPairs(land)
    proof, n = found.certificate, pairs.n
    mates = np.flatnonzero(found.mate > np.arange(n))
    linked = {(int(u), int(found.mate[u])) for u in mates}
    matched: list[tuple[Ints, Ints, Ints]] = []
    for low in range(0, len(pairs.a), BLOCK):
        i, j, w = pairs.class_pairs(low, low + BLOCK)
        bad = first_uncovered(n, i, j, w, proof.vertex_duals, proof.parent, proof.cover(), proof.offset)
        if bad >= 0:
            return f"The pair of classes {i[bad]} and {j[bad]} is not covered."
        used = found.mate[i] == j
        matched.append((i[used], j[used], w[used]))
    i, j, w = (np.concatenate(part) for part in zip(*matched, strict=True)) if matched else (np.zeros(0, np.int64),) * 3
    if {(int(a), int(b)) for a, b in zip(i, j, strict=True)} != linked:
        return "A link is not an allowed pair."
    lowest = int(pairs.worth.min()) if len(pairs.worth) else 0
    if proof.offset and (found.links + 1) * (lowest + proof.offset) <= int(w.sum()) + proof.offset * found.links:
        return "The offset is too small to prove that no more classes can be linked."
    return why_wrong(n, i, j, w, found.mate, proof)

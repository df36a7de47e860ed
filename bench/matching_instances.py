"""Instances for the matching benchmarks: invented, clustered and segregated as England is, the same for a seed on every machine.

Towns have sizes by Zipf's law and lie where chance puts them in a box of England's size; quarters of a town differ in their
composition, and more so in larger towns. Classes of one school share its composition; two links of one year apart may be linked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

WEIGHTS = {"ethnicity": 1.0, "fsm": 0.5, "eal": 0.5}
TRAVEL_PER_KM = 0.01
WIDTH, HEIGHT = 420_000.0, 560_000.0


@dataclass(frozen=True)
class Country:
    """Schools (places in metres, shares per characteristic) and classes (school number, year group)."""

    places: Floats
    shares: dict[str, Floats]
    school_of: Ints
    year: Ints

    @property
    def vectors(self) -> Floats:
        """√weight-scaled shares side by side: the contact gained by a pair is half a squared Euclidean distance."""
        return np.hstack([np.sqrt(WEIGHTS[name]) * rows for name, rows in self.shares.items()])


def country(classes: int, seed: int, area: float = 1.0) -> Country:
    """About `classes` / 6 schools with `classes` Key Stage 2 classes; `area` scales the box (1 is England)."""
    dice = np.random.default_rng(seed)
    schools = max(2, round(classes * 0.168))
    towns = max(1, schools // 12)
    size = 1.0 / np.arange(1, towns + 1) ** 0.85
    town = dice.choice(towns, schools, p=size / size.sum())
    box = np.array([WIDTH, HEIGHT]) * np.sqrt(area)
    centre = dice.random((towns, 2)) * box
    count = np.bincount(town, minlength=towns)
    spread = 600.0 * np.sqrt(np.maximum(count, 1))
    places = centre[town] + dice.normal(size=(schools, 2)) * spread[town][:, None]
    quarters = np.maximum(1, count // 8)
    quarter = (dice.random(schools) * quarters[town]).astype(np.int64) + town * 1000
    shares = {name: _shares(dice, quarter, groups) for name, groups in (("ethnicity", 5), ("fsm", 2), ("eal", 2))}
    school_of = np.sort(np.concatenate([np.arange(schools), dice.integers(0, schools, max(0, classes - schools))]))[
        :classes
    ]
    return Country(places, shares, school_of.astype(np.int64), dice.integers(3, 7, len(school_of)))


def _shares(dice: np.random.Generator, quarter: Ints, groups: int) -> Floats:
    names, index = np.unique(quarter, return_inverse=True)
    base = dice.gamma(0.5, size=(len(names), groups)) * np.linspace(2.0, 0.5, groups) + 0.02
    rows = base[index] * dice.gamma(3.0, size=(len(quarter), groups))
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))


def school_pairs(land: Country, metres: float) -> tuple[Ints, Ints, Ints]:
    """Pairs of schools within reach and their worth in micro-units."""
    tree = cKDTree(land.places)
    pairs = tree.query_pairs(metres, output_type="ndarray")
    a, b = np.minimum(pairs[:, 0], pairs[:, 1]), np.maximum(pairs[:, 0], pairs[:, 1])
    worth = np.empty(len(a), dtype=np.int64)
    vectors = land.vectors
    for low in range(0, len(a), 200_000):
        s = slice(low, low + 200_000)
        gain = 0.5 * ((vectors[a[s]] - vectors[b[s]]) ** 2).sum(axis=1)
        way = np.hypot(*(land.places[a[s]] - land.places[b[s]]).T)
        worth[s] = np.rint(gain * 1e6).astype(np.int64) - np.rint(way * (TRAVEL_PER_KM * 1000)).astype(np.int64)
    return a.astype(np.int64), b.astype(np.int64), worth


def class_edges(land: Country, metres: float, gap: int = 1) -> tuple[Ints, Ints, Ints]:
    """All allowed pairs of classes (i < j) and their worth in micro-units."""
    a, b, worth = school_pairs(land, metres)
    first = np.searchsorted(land.school_of, np.arange(len(land.places) + 1))
    count = np.diff(first)
    repeat = count[a] * count[b]
    pair = np.repeat(np.arange(len(a)), repeat)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    i = first[a[pair]] + within // count[b[pair]]
    j = first[b[pair]] + within % count[b[pair]]
    keep = np.abs(land.year[i] - land.year[j]) <= gap
    i, j, w = i[keep], j[keep], worth[pair[keep]]
    order = np.lexsort((j, i))
    return i[order], j[order], w[order]

"""Worth of every possible pair of classes at once, part by part, as integer matrices.

A `Table` is made once per problem. With √weight-scaled shares the contact gained is half a squared Euclidean
distance, so one matrix product per characteristic scores all pairs. Everything is symmetric, class by class, in
micro-units.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.model import MICRO, Problem, School
from matching.results import Link

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Shares:
    """Shares of one characteristic per school: `values` (schools × groups, unknown rows at the mean) and `known`."""

    values: Floats
    known: Bools


class Table:
    """All pairs of a problem's classes: what they are worth and how far they are apart.

    `n` classes in the order of the problem; `school_of[i]` is the index of class i's school. A class whose school
    publishes nothing scores at the mean of the programme's classes; ties between a known and an unknown partner go
    to the known one (one micro-unit is taken off for each unknown characteristic).
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.classes = problem.classes
        self.schools = problem.schools
        self.n = len(problem.classes)
        self.said: dict[tuple[tuple[int, ...], str, str], Link] = {}
        self.index = {one.id: k for k, one in enumerate(problem.classes)}
        self.school_index = {one.id: k for k, one in enumerate(problem.schools)}
        self.school_of = np.array([self.school_index[c.school] for c in problem.classes], dtype=np.int64)

    def school(self, i: int) -> School:
        """The school of class number `i`."""
        return self.schools[int(self.school_of[i])]

    def called(self, i: int) -> str:
        """Class number `i` for people: its name where it has one, and its school's."""
        name = self.classes[i].name
        return f"{name} of {self.school(i).name}" if name else f"the class of {self.school(i).name}"

    def spread(self, by_school: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """A matrix over schools as a matrix over classes."""
        return by_school[np.ix_(self.school_of, self.school_of)]

    @cached_property
    def characteristics(self) -> tuple[str, ...]:
        """Characteristics that are weighed or published, weighed ones first."""
        weighed = list(self.problem.weights.characteristics)
        published = sorted({name for s in self.schools for name in s.compositions})
        return tuple(weighed + [name for name in published if name not in weighed])

    @cached_property
    def shares(self) -> dict[str, Shares]:
        """Shares of every school per characteristic; unknown rows hold the mean over the problem's classes."""
        return {name: self._shares_of(name) for name in self.characteristics}

    def _shares_of(self, name: str) -> Shares:
        rows = [s.compositions.get(name) for s in self.schools]
        width = next((len(r) for r in rows if r is not None), 1)
        known = np.array([r is not None for r in rows], dtype=bool)
        values = np.zeros((len(rows), width))
        for k, row in enumerate(rows):
            if row is not None:
                values[k] = row
        values[known] /= np.maximum(values[known].sum(axis=1, keepdims=True), 1e-12)
        counted = self.school_of[known[self.school_of]] if self.n else np.flatnonzero(known)
        mean = values[counted].mean(axis=0) if len(counted) else np.full(width, 1.0 / width)
        values[~known] = mean
        return Shares(values, known)

    @cached_property
    def places(self) -> Floats:
        """Easting and northing of every school in metres, NaN where unknown."""
        nan = float("nan")
        rows = [
            (nan, nan) if s.easting is None or s.northing is None else (s.easting, s.northing) for s in self.schools
        ]
        return np.array(rows, dtype=np.float64).reshape(len(rows), 2)

    @cached_property
    def school_distance(self) -> Floats:
        """Straight-line metres between schools, NaN where a place is unknown."""
        x, y = self.places[:, 0], self.places[:, 1]
        return np.asarray(np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :]))

    @cached_property
    def distance(self) -> Floats:
        """Straight-line metres between the schools of two classes, NaN where a place is unknown."""
        return np.asarray(self.spread(self.school_distance), dtype=np.float64)

    @cached_property
    def gains(self) -> dict[str, Floats]:
        """Contact gained between schools per characteristic, 0 to 1."""
        out = {}
        for name, shares in self.shares.items():
            v = shares.values
            square = (v * v).sum(axis=1)
            out[name] = np.maximum(0.5 * (square[:, None] + square[None, :]) - v @ v.T, 0.0)
        return out

    @cached_property
    def contact(self) -> dict[str, Ints]:
        """Micro-units for contact gained per weighed characteristic, class by class."""
        out = {}
        for name, weight in self.problem.weights.characteristics.items():
            worth = np.rint(self.gains[name] * (weight * MICRO)).astype(np.int64)
            if weight > 0:
                unknown = (~self.shares[name].known).astype(np.int64)
                worth -= unknown[:, None] + unknown[None, :]
            out[name] = np.asarray(self.spread(worth), dtype=np.int64)
        return out

    @cached_property
    def travel(self) -> Ints:
        """Micro-units taken off for travel (negative or zero); an unknown place counts at the mean distance."""
        metres = self.school_distance
        known = metres[np.isfinite(metres) & (metres > 0)]
        filled = np.where(np.isfinite(metres), metres, known.mean() if known.size else 0.0)
        cost = -np.rint(filled * (self.problem.weights.travel_per_km * MICRO / 1000.0)).astype(np.int64)
        return np.asarray(self.spread(cost), dtype=np.int64)

    @cached_property
    def last_year(self) -> dict[frozenset[int], str]:
        """Policy for each pair of school numbers that was linked last year."""
        out: dict[frozenset[int], str] = {}
        for row in self.problem.last_year:
            a, b = self.school_index.get(row.school_a), self.school_index.get(row.school_b)
            if a is not None and b is not None:
                out[frozenset((a, b))] = row.policy
        return out

    @cached_property
    def repeat(self) -> Ints:
        """Micro-units added or taken off for pairs of schools that were linked last year."""
        size = len(self.schools)
        worth = np.zeros((size, size), dtype=np.int64)
        amount = round(self.problem.weights.repeat * MICRO)
        sign = {"keep": 1, "avoid": -1, "indifferent": 0}
        for pair, policy in self.last_year.items():
            if len(pair) == 2:
                a, b = pair
                worth[a, b] = worth[b, a] = sign[policy] * amount
        return np.asarray(self.spread(worth), dtype=np.int64)

    @cached_property
    def wishes_met(self) -> Ints:
        """How many wishes of class i partner j meets (not symmetric)."""
        from matching.wishes import met_matrix

        return met_matrix(self)

    @cached_property
    def wishes(self) -> Ints:
        """Micro-units for wishes met on both sides."""
        return (self.wishes_met + self.wishes_met.T) * round(self.problem.weights.wish * MICRO)

    @cached_property
    def worth(self) -> Ints:
        """Worth of every pair in micro-units: the sum of its parts."""
        total = self.travel + self.wishes + self.repeat
        for part in self.contact.values():
            total = total + part
        return np.asarray(total, dtype=np.int64)

    def parts(self, i: int, j: int) -> list[tuple[str, int]]:
        """The named parts of the worth of one pair."""
        out = [(f"contact:{name}", int(part[i, j])) for name, part in self.contact.items()]
        out += [("travel", int(self.travel[i, j])), ("wishes", int(self.wishes[i, j]))]
        if self.repeat[i, j]:
            out.append(("repeat", int(self.repeat[i, j])))
        return out

    @cached_property
    def allowed_by_rules(self) -> Bools:
        """True where no rule forbids the pair, whatever the facilitator has ruled out."""
        out = np.ones((self.n, self.n), dtype=bool)
        for broken in self.broken.values():
            out &= ~broken
        return out

    @cached_property
    def broken(self) -> dict[str, Bools]:
        """Pairs that each rule forbids, by the rule's name; decisions, which come and go, are not among them."""
        from matching.rules import DECIDED, RULES

        found = {rule.name: rule.broken(self) for rule in RULES if rule.name not in DECIDED}
        return {name: pairs for name, pairs in found.items() if pairs is not None}

    @cached_property
    def allowed(self) -> Bools:
        """True where no rule and no ban forbids the pair."""
        out = self.allowed_by_rules.copy()
        for i, j in self.banned:
            out[i, j] = out[j, i] = False
        return out

    @cached_property
    def banned(self) -> set[tuple[int, int]]:
        """Pairs (i < j) that decisions rule out: the facilitator's bans, and second links of schools that go apart."""
        pairs = [(self.index[a], self.index[b]) for a, b in self.problem.forbidden]
        for group in (*self.problem.fixed, *self.problem.standing):
            pairs += self._kept_apart(group)
        return {(min(p), max(p)) for p in pairs}

    @cached_property
    def goes_apart(self) -> Bools:
        """True for schools that want their classes to go to different partner schools."""
        out = np.zeros(len(self.schools), dtype=bool)
        wish = [c.wishes.together == "apart" for c in self.classes]
        out[self.school_of[np.array(wish, dtype=bool)]] = True
        return out

    def _kept_apart(self, group: tuple[str, ...]) -> list[tuple[int, int]]:
        """Pairs between the schools of a given link, where one of them wants its classes to go apart."""
        schools = sorted({int(self.school_of[self.index[one]]) for one in group})
        apart = self.goes_apart
        both = [(a, b) for a in schools for b in schools if a < b and (apart[a] or apart[b])]
        members = {s: np.flatnonzero(self.school_of == s).tolist() for s in schools} if both else {}
        return [(i, j) for a, b in both for i in members[a] for j in members[b]]

    def after(self, problem: Problem, *, weights: bool = False) -> Table:
        """The table of a problem that differs only in what is fixed, forbidden, standing or held back (or in weights)."""
        other = object.__new__(Table)
        decided = ["allowed", "available", "banned"]
        if weights:
            decided += ["contact", "travel", "repeat", "wishes", "worth", "characteristics"]
        other.__dict__.update({name: value for name, value in self.__dict__.items() if name not in decided})
        other.problem = problem
        if weights:
            other.said = {}
        return other

    @cached_property
    def available(self) -> Bools:
        """True for classes that are free: not fixed, standing or held back."""
        out = np.ones(self.n, dtype=bool)
        for group in (*self.problem.fixed, *self.problem.standing):
            out[[self.index[one] for one in group]] = False
        out[[self.index[one] for one in self.problem.held_back]] = False
        return out

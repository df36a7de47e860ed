"""Large graphs priced by duals: the same optimum as on all edges, proven for all edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.nation import make, programme_of
from matching import BadProblem
from matching.graph import Matcher, max_weight_matching, why_wrong
from matching.graph.matcher import offset_for
from matching.graph.priced import Listed, Priced
from matching.nation import SchoolPairs, link_country, why_wrong_country
from matching.parts import cut, join, link


@pytest.mark.parametrize("size_first", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_pricing_proves_the_whole_graph(seed: int, size_first: bool) -> None:
    pairs = SchoolPairs(make(500, 14, seed))
    i, j, w = pairs.class_pairs(0, len(pairs.a))
    w = w - 50_000  # some worth less than nothing
    offset = offset_for(500, w, size_first)
    priced = Priced(500, Listed(500, i, j, w), offset, each=3)
    matcher = priced.solve()
    assert len(priced.i) < len(i) / 2
    assert why_wrong(500, i, j, w, matcher.mate, matcher.certificate()) == ""
    whole = Matcher(500, i, j, w, offset)
    whole.solve()
    used, other = matcher.mate[i] == j, whole.mate[i] == j
    assert w[used].sum() == w[other].sum()


@pytest.mark.parametrize("coverage_first", [False, True])
def test_a_small_country_is_linked_as_well_as_can_be(coverage_first: bool) -> None:
    land = make(700, 12, 3)
    found = link_country(land, coverage_first=coverage_first)
    assert why_wrong_country(land, found) == ""
    pairs = SchoolPairs(land)
    i, j, w = pairs.class_pairs(0, len(pairs.a))
    mate, _ = max_weight_matching(700, i, j, w, max_cardinality=coverage_first)
    used = mate[i] == j
    assert found.worth == w[used].sum()
    assert not coverage_first or found.links == used.sum()
    assert (np.abs(land.year[mate[mate >= 0]] - land.year[np.flatnonzero(mate >= 0)]) <= 1).all()


def test_the_national_check_sees_planted_faults() -> None:
    land = make(300, 12, 4)
    found = link_country(land)
    lower = found.certificate.vertex_duals.copy()
    lower[int(np.argmax(lower))] -= 2
    assert why_wrong_country(land, replace(found, certificate=replace(found.certificate, vertex_duals=lower)))
    fewer = found.mate.copy()
    first = int(np.flatnonzero(fewer >= 0)[0])
    fewer[[first, fewer[first]]] = -1
    assert why_wrong_country(land, replace(found, mate=fewer))


@pytest.mark.parametrize("programmes", [1, 7])
def test_programmes_one_by_one_give_the_same_links(programmes: int) -> None:
    land = make(900, 12, 5)
    parts, whole = cut(land, programme_of(land, programmes))
    assert sorted(np.concatenate([part.members for part in parts]).tolist()) == list(range(900))
    together, _ = link(whole)
    found = [link(part) for part in reversed(parts)][::-1]
    assert all(good for _, good in found)
    assert (join(900, parts, [mate for mate, _ in found]) == together).all()
    if programmes == 1:
        assert len(whole.i) == len(parts[0].i)


def test_every_school_needs_a_programme() -> None:
    land = make(60, 12, 1)
    with pytest.raises(BadProblem, match="number of its programme"):
        cut(land, np.zeros(3, dtype=np.int64))


@pytest.mark.slow
def test_england() -> None:
    land = make(100_000, 11, 2)
    assert why_wrong_country(land, link_country(land)) == ""

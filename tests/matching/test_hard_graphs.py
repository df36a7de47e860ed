"""Graphs made to be hard, beside networkx; and certificates spoilt number by number, which the checker must refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.graph import Certificate, max_weight_matching, verify
from tests.matching.test_graph import Edges, near_points, worth


def unfriendly(dice: np.random.Generator, kind: int, n: int) -> Edges:
    """Graphs that are hard for matching methods: flowers in flowers, ties, weights of both signs, parts, trees, complete graphs."""
    i, j = np.triu_indices(n, 1)
    if kind == 0:  # triangles of triangles of triangles: odd sets inside odd sets
        power = np.ones(len(i), dtype=np.int64)
        for size in (3, 9, 27):
            power += i // size == j // size
        keep = dice.random(len(i)) < 0.15 + 0.2 * power
        return i[keep], j[keep], (10 * power + dice.integers(0, 3, len(i)))[keep]
    if kind == 1:  # all alike
        keep = dice.random(len(i)) < 0.3
        return i[keep], j[keep], np.full(int(keep.sum()), 7)
    if kind == 2:  # nothing, less than nothing, something
        keep = dice.random(len(i)) < 0.4
        return i[keep], j[keep], dice.integers(-6, 7, int(keep.sum()))
    if kind == 3:  # parts of odd size that are not joined
        keep = (i // 7 == j // 7) & (dice.random(len(i)) < 0.7)
        return i[keep], j[keep], dice.integers(0, 5, int(keep.sum()))
    if kind == 4:  # a long odd cycle with chords and hairs
        keep = (j == i + 1) | ((i == 0) & (j == n - 1 - n % 2)) | (dice.random(len(i)) < 0.04)
        return i[keep], j[keep], 100 + dice.integers(0, 4, int(keep.sum()))
    if kind == 5:  # stars: most stay single
        keep = (i < 4) | (dice.random(len(i)) < 0.02)
        return i[keep], j[keep], dice.integers(-1, 50, int(keep.sum()))
    return i, j, dice.integers(1, 1 << 40, len(i))  # complete, weights far apart


def check_unfriendly(rounds: int, seed: int) -> int:
    """Compare with networkx; returns in how many certificates there were odd sets inside others."""
    networkx = pytest.importorskip("networkx", reason="networkx is a benchmark dependency: pip install networkx")
    dice = np.random.default_rng(seed)
    nested = 0
    for number in range(rounds):
        kind, n = number % 7, int(dice.integers(20, 46))
        i, j, w = unfriendly(dice, kind, n)
        names = dice.permutation(n)
        i, j = names[i], names[j]
        graph = networkx.Graph()
        graph.add_weighted_edges_from(zip(i.tolist(), j.tolist(), w.tolist(), strict=True))
        for size_first in (False, True):
            other = networkx.max_weight_matching(graph, maxcardinality=size_first)
            mate, proof = max_weight_matching(n, i, j, w, max_cardinality=size_first)
            assert verify(n, i, j, w, mate, proof)
            got, want = worth(mate, (i, j, w)), sum(graph[a][b]["weight"] for a, b in other)
            assert got[1] == want, (kind, n, size_first)
            assert not size_first or got[0] == len(other), (kind, n)
            nested += bool((proof.parent[n:] >= 0).any())
    return nested


def test_unfriendly_graphs_agree_with_networkx() -> None:
    assert check_unfriendly(42, 5) > 3


@pytest.mark.slow
def test_thousands_of_unfriendly_graphs_agree_with_networkx() -> None:
    assert check_unfriendly(3000, 6) > 200


def test_every_part_of_a_certificate_counts() -> None:
    """Whatever single number of mates, duals, odd sets or offset is changed, and however, the checker refuses."""
    dice = np.random.default_rng(8)
    looked = 0
    for seed in range(6):
        edges = near_points(21, seed, 6)
        mate, proof = max_weight_matching(21, *edges, max_cardinality=bool(seed % 2))
        assert verify(21, *edges, mate, proof)
        parts = {"vertex_duals": proof.vertex_duals, "set_duals": proof.set_duals, "mate": mate}
        for name, values in parts.items():
            for at in range(len(values)):
                for by in (-1, 1, 2, int(dice.integers(3, 1000)), 1 << 61, -(1 << 62)):
                    spoilt = values.copy()
                    spoilt[at] += by
                    looked += 1
                    given = spoilt if name == "mate" else mate
                    other = proof if name == "mate" else replace(proof, **{name: spoilt})
                    assert not verify(21, *edges, given, other), (name, at, by)
        for at in range(
            len(proof.parent)
        ):  # a set moved elsewhere proves something only where its own arithmetic still holds
            for to in range(-3, len(proof.parent) + 2):
                spoilt = proof.parent.copy()
                spoilt[at] = to
                other = replace(proof, parent=spoilt)
                looked += 1
                if to != proof.parent[at] and verify(21, *edges, mate, other):
                    assert proves(21, edges, mate, other)
    assert looked > 1500


def proves(n: int, edges: Edges, mate: np.ndarray, proof: Certificate) -> bool:
    """The definition of a proof, spelt out with Python's numbers: every slack, every sign, and the bound that is met."""
    members = [set() for _ in proof.set_duals]
    for v in range(n):
        up = int(proof.parent[v])
        while up >= 0:
            members[up - n].add(v)
            up = int(proof.parent[up])
    total = sum(map(int, proof.vertex_duals))
    for inside, z in zip(members, proof.set_duals.tolist(), strict=True):
        if len(inside) % 2 == 0 or z < 0:
            return False
        total += z * (len(inside) - 1) // 2
    gained = 0
    for a, b, x in zip(*(part.tolist() for part in edges), strict=True):
        both = sum(z for inside, z in zip(members, proof.set_duals.tolist(), strict=True) if {a, b} <= inside)
        if int(proof.vertex_duals[a]) + int(proof.vertex_duals[b]) + both < 2 * (x + proof.offset):
            return False
        gained += (x + proof.offset) * (int(mate[a]) == b)
    return total == 2 * gained

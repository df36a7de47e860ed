"""The matching of graphs: right on every small graph, proven on large ones, and never wrong silently."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import BadProblem, Cancelled
from matching.graph import Certificate, Matcher, max_weight_matching, plain, verify, why_wrong

Edges = tuple[np.ndarray, np.ndarray, np.ndarray]


def worth(mate: np.ndarray, edges: Edges) -> tuple[int, int]:
    """(edges, total weight) of a matching in a graph without parallel edges."""
    i, j, w = edges
    used = mate[i] == j
    return int(used.sum()), int(w[used].sum())


def brute_force(n: int, edges: Edges, max_cardinality: bool) -> tuple[int, int]:
    """(edges, weight) of the best matching by trying every one; without max_cardinality only the weight counts."""
    weight = {(int(min(a, b)), int(max(a, b))): int(x) for a, b, x in zip(*edges, strict=True)}

    @cache
    def best(free: int) -> tuple[int, int]:
        if not free:
            return 0, 0
        v = free.bit_length() - 1
        rest = free ^ (1 << v)
        found = best(rest)
        for u in range(v):
            if rest >> u & 1 and (u, v) in weight:
                size, total = best(rest ^ (1 << u))
                mine = (size + 1, total + weight[u, v])
                found = max(found, mine) if max_cardinality else max(found, mine, key=lambda r: r[1])
        return found

    return best((1 << n) - 1)


def small_graph(dice: np.random.Generator, kind: int) -> tuple[int, Edges]:
    """A graph of up to 10 vertices: dense, sparse, cycles with chords, near points, few distinct weights."""
    n = int(dice.integers(1, 11))
    i, j = np.triu_indices(n, 1)
    if kind == 0:
        return n, (i, j, dice.integers(-5, 1000, len(i)))
    if kind == 1:
        keep = dice.random(len(i)) < 0.4
        return n, (i[keep], j[keep], dice.integers(-2, 4, int(keep.sum())))
    if kind == 2:
        keep = (j == i + 1) | ((i == 0) & (j == n - 1)) | (dice.random(len(i)) < 0.2)
        return n, (i[keep], j[keep], dice.integers(8, 12, int(keep.sum())))
    points = dice.integers(0, 5, (n, 2))
    return n, (i, j, 9 - np.abs(points[i] - points[j]).sum(axis=1))


def check_small_graphs(count: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    for number in range(count):
        n, edges = small_graph(dice, number % 4)
        for size_first in (False, True):
            mate, proof = max_weight_matching(n, *edges, max_cardinality=size_first)
            assert why_wrong(n, *edges, mate, proof) == "", (n, edges, size_first)
            got, want = worth(mate, edges), brute_force(n, edges, size_first)
            assert got[1] == want[1], (n, edges, size_first)
            assert not size_first or got == want, (n, edges)


def test_brute_force_on_small_graphs() -> None:
    check_small_graphs(800, seed=1)


@pytest.mark.slow
def test_brute_force_on_ten_thousand_small_graphs() -> None:
    check_small_graphs(10_000, seed=2)


def near_points(n: int, seed: int, neighbours: int = 8) -> Edges:
    """Points in a square joined to their nearest: many nested odd cycles."""
    points = np.random.default_rng(seed).random((n, 2))
    gaps = np.hypot(*(points[:, None, :] - points[None, :, :]).T)
    nearest = np.argsort(gaps, axis=1)[:, 1 : neighbours + 1]
    pairs = sorted({(min(a, int(b)), max(a, int(b))) for a in range(n) for b in nearest[a]})
    i, j = np.array(pairs).T
    return i, j, 1_000_000 - np.rint(gaps[i, j] * 1e6).astype(np.int64)


@pytest.mark.parametrize("n", [50, 101, 400])
@pytest.mark.parametrize("size_first", [False, True])
def test_nested_odd_cycles_are_proven(n: int, size_first: bool) -> None:
    edges = near_points(n, n)
    mate, proof = max_weight_matching(n, *edges, max_cardinality=size_first)
    assert why_wrong(n, *edges, mate, proof) == ""
    assert not size_first or len(proof.set_duals) > 5


@pytest.mark.parametrize("size_first", [False, True])
def test_agrees_with_networkx(size_first: bool) -> None:
    networkx = pytest.importorskip("networkx", reason="networkx is a benchmark dependency: pip install networkx")
    for seed in range(8):
        i, j, w = near_points(60, seed, 5)
        w = w // (1 if seed % 2 else 100_000) - 500_000 // (1 if seed % 2 else 100_000)
        graph = networkx.Graph()
        graph.add_weighted_edges_from(zip(i.tolist(), j.tolist(), w.tolist(), strict=True))
        other = networkx.max_weight_matching(graph, maxcardinality=size_first)
        mate, _ = max_weight_matching(60, i, j, w, max_cardinality=size_first)
        want = sum(graph[a][b]["weight"] for a, b in other)
        got = worth(mate, (i, j, w))
        assert got[1] == want
        assert not size_first or got[0] == len(other)


@settings(max_examples=200)
@given(
    st.integers(1, 12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(-3, 6)), max_size=60),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_any_multigraph_in_any_order(n: int, rows: list[tuple[int, int, int]], size_first: bool, dice: object) -> None:
    rows = [(a % n, b % n, x) for a, b, x in rows if a % n != b % n]
    i, j, w = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    mate, proof = max_weight_matching(n, i, j, w, max_cardinality=size_first)
    assert why_wrong(n, i, j, w, mate, proof) == ""
    dice.shuffle(rows)  # type: ignore[attr-defined]
    turned = [(b, a, x) if k % 2 else (a, b, x) for k, (a, b, x) in enumerate(rows)]
    i, j, w = np.array(turned, dtype=np.int64).reshape(-1, 3).T
    again, _ = max_weight_matching(n, i, j, w, max_cardinality=size_first)
    assert (mate == again).all(), "the order of the edges decided between ties"


def test_the_checker_sees_planted_faults() -> None:
    i, j, w = near_points(30, 3)
    mate, proof = max_weight_matching(30, i, j, w, max_cardinality=True)
    assert verify(30, i, j, w, mate, proof)
    for change in range(30):
        y = proof.vertex_duals.copy()
        y[change] += 1 if change % 2 else -1
        assert not verify(30, i, j, w, mate, Certificate(y, proof.parent, proof.set_duals, proof.offset))
    fewer = mate.copy()
    fewer[[0, mate[0]]] = -1
    assert not verify(30, i, j, w, fewer, proof)
    swapped = np.roll(mate, 1)
    assert not verify(30, i, j, w, swapped, proof)
    raised = w.copy()
    raised[np.flatnonzero(mate[i] != j)[0]] += 10**7
    assert not verify(30, i, j, raised, mate, proof)
    small = Certificate(proof.vertex_duals, proof.parent, proof.set_duals, 5)
    assert not verify(30, i, j, w, mate, small)


@pytest.mark.parametrize(
    ("n", "i", "j", "w", "sentence"),
    [
        (3, [0, 1], [1], [1, 1], "one length"),
        (3, [0], [3], [1], "not 0 to 2"),
        (3, [0], [-1], [1], "not 0 to 2"),
        (3, [1], [1], [1], "to itself"),
        (3, [0], [1], [0.5], "integers"),
        (3, [0], [1], [float("nan")], "integers"),
        (3, [0], [1], [1 << 57], "too large"),
        (3, [0], [1], [1 << 60], "too large"),
        (10**6, [0, 1], [1, 2], [1 << 40, 0], "to put size first"),
        (-1, [], [], [], "-1 vertices"),
        (True, [], [], [], "whole number"),
        (2.0, [0], [1], [1], "whole number"),
        (3, [0], [1], [1 << 70], "64 bits"),
        (3, [0], [1], np.array([(1 << 64) - 1], dtype=np.uint64), "too large"),
        (3, [[0]], [[1]], [[1]], "dimensions"),
        (3, [0], [1], ["a"], "integers"),
        (3, [0], [1], [True], "integers"),
        (3, [0], [1], [-(1 << 63)], "too large"),
    ],
)
def test_bad_graphs_get_a_sentence(n: int, i: list[int], j: list[int], w: list[float], sentence: str) -> None:
    with pytest.raises(BadProblem, match=sentence):
        max_weight_matching(n, i, j, w, max_cardinality=True)


@pytest.mark.parametrize("kind", ["int8", "int16", "int32", "uint8", "uint32", "uint64", "int64", ">i8"])
def test_any_kind_of_integers_will_do(kind: str) -> None:
    i, j, w = [0, 1, 2, 2], [1, 2, 3, 3], [4, 9, 4, 3]
    want, proof = max_weight_matching(np.int32(4), i, j, w)  # type: ignore[arg-type]
    arrays = [np.repeat(np.array(x, dtype=kind), 2)[::2] for x in (i, j, w)]
    mate, _ = max_weight_matching(4, *arrays)
    assert mate.tolist() == want.tolist() == [-1, 2, 1, -1]
    assert verify(4, *arrays, mate.astype("int32"), proof)
    assert verify(4, i, j, w, want.tolist(), proof)


def test_what_is_no_certificate_proves_nothing() -> None:
    i, j, w = near_points(31, 5)
    mate, proof = max_weight_matching(31, i, j, w, max_cardinality=True)
    y, parent, z, offset = proof.vertex_duals, proof.parent, proof.set_duals, proof.offset
    assert len(z)
    far, cut, even = parent.copy(), parent.copy(), z.copy()
    far[0], cut[0], even[0] = 10**6, -7, -1
    false = [
        Certificate(y.astype(float), parent, z, offset),
        Certificate(y[:-1], parent, z, offset),
        Certificate(y, far, z, offset),
        Certificate(y, cut, z, offset),
        Certificate(y, parent, even, offset),
        Certificate(y, parent, z, 1 << 62),
        Certificate(y, parent, z, -offset),
        Certificate(y, parent, z, float(offset)),  # type: ignore[arg-type]
    ]
    assert not any(verify(31, i, j, w, mate, one) for one in false)
    single = np.where(mate == -1, -2, mate)
    assert not verify(31, i, j, w, single, proof)
    assert not verify(31, i, j, w, mate + 0.25, proof)
    assert not verify(31, i, j, w, mate[:-1], proof)


@pytest.mark.parametrize("size_first", [False, True])
def test_in_one_call_or_step_by_step_is_the_same(size_first: bool) -> None:
    for seed in range(4):
        edges = near_points(90, seed)
        mate, proof = max_weight_matching(90, *edges, max_cardinality=size_first)
        other, steps = max_weight_matching(90, *edges, max_cardinality=size_first, progress=lambda part, phrase: None)
        assert mate.tolist() == other.tolist()
        assert proof.parent.tolist() == steps.parent.tolist()
        assert proof.set_duals.tolist() == steps.set_duals.tolist()
        assert proof.vertex_duals.tolist() == steps.vertex_duals.tolist()


def test_graphs_with_nothing_in_them() -> None:
    for n in (0, 1, 5):
        mate, proof = max_weight_matching(n, [], [], [])
        assert (mate == -1).all()
        assert verify(n, [], [], [], mate, proof)


def test_plain_and_compiled_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    edges = near_points(60, 4)
    rows = []
    for warm in (False, True):
        monkeypatch.setattr(plain, "_warm", warm)
        monkeypatch.setattr(plain, "FOLDER", "nowhere")
        assert (plain.tools_for(60, len(edges[0])) is plain._compiled()) == warm
        for size_first in (False, True):
            mate, proof = max_weight_matching(60, *edges, max_cardinality=size_first)
            rows.append((mate.tolist(), proof.vertex_duals.tolist(), proof.parent.tolist(), proof.set_duals.tolist()))
    assert rows[:2] == rows[2:]


def test_a_run_can_be_stopped() -> None:
    seen: list[float] = []

    def stop(part: float, phrase: str) -> bool:
        seen.append(part)
        return False

    with pytest.raises(Cancelled):
        max_weight_matching(50, *near_points(50, 1), progress=stop)
    assert seen


def near_the_limit(dice: np.random.Generator, kind: int) -> tuple[int, Edges]:
    """Small graphs whose weights lie just below what 64 bits allow."""
    n, (i, j, _) = small_graph(dice, kind)
    top = (1 << 57) - 1
    spread = dice.choice([1, 1 << 20, 1 << 56])
    high = top - dice.integers(0, spread, len(i)) * dice.choice([1, 2 if spread < 1 << 57 else 1])
    return n, (i, j, np.where(dice.random(len(i)) < 0.2, -high, high) if dice.random() < 0.3 else high)


def offset_of(n: int, w: np.ndarray) -> int:
    """What has to be added to every weight so that one edge more is always worth more."""
    return (n // 2 + 1) * (int(w.max()) - int(w.min())) + 1 - min(0, int(w.min())) if len(w) else 1


def test_weights_up_to_the_limit_are_matched_exactly() -> None:
    dice = np.random.default_rng(57)
    accepted = 0
    for number in range(400):
        n, (i, j, w) = near_the_limit(dice, number % 4)
        w = np.clip(w, 1 - (1 << 57), (1 << 57) - 1)
        for size_first in (False, True):
            too_large = size_first and int(np.abs(w).max(initial=0)) + offset_of(n, w) >= 1 << 57
            if too_large:  # adding what puts size first can leave 64 bits; weight alone never does
                with pytest.raises(BadProblem, match="power of 57"):
                    max_weight_matching(n, i, j, w, max_cardinality=True)
                continue
            mate, proof = max_weight_matching(n, i, j, w, max_cardinality=size_first)
            accepted += 1
            assert why_wrong(n, i, j, w, mate, proof) == ""
            used = mate[i] == j
            got = int(used.sum()), sum(w[used].tolist())
            want = brute_force(n, (i, j, w), size_first)
            assert got[1] == want[1]
            assert not size_first or got == want
            state = Matcher(n, i, j, w, proof.offset)  # taken out, banned and put back at this size as well
            state.solve()
            state.take_out(0)
            state.search()
            assert state.why_wrong() == ""
            state.put_back(0)
            if len(i):
                state.reweigh(int(i[0]), int(j[0]), None)
            state.search()
            assert state.why_wrong() == ""
    assert accepted > 450

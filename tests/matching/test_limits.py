"""What a long run may rely on: no function calls itself, memory is linear in edges, and the same on every run."""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path

import numpy as np
import pytest

import matching.graph
from matching.graph import Matcher, max_weight_matching, plain, why_wrong
from tests.matching.test_graph import near_points

GRAPH = Path(matching.graph.__file__).parent
LONG_RUNS = [*sorted(GRAPH.glob("*.py")), GRAPH.parent / "nation.py", GRAPH.parent / "parts.py"]


def calls(sources: list[str]) -> dict[str, set[str]]:
    """Function → the names it calls, over modules taken together."""
    found: dict[str, set[str]] = {}
    for source in sources:
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
                found.setdefault(node.name, set()).update(n.func.id for n in inner if isinstance(n.func, ast.Name))
    return found


def circles(graph: dict[str, set[str]]) -> list[str]:
    """Functions that can come back to themselves."""
    out = []
    for first in graph:
        seen: set[str] = set()
        todo = list(graph[first] & set(graph))
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += graph[name] & set(graph)
        if first in seen:
            out.append(first)
    return out


def test_nothing_that_runs_long_calls_itself() -> None:
    graph = calls([path.read_text("utf-8") for path in LONG_RUNS])
    assert len(graph) > 40
    assert circles(graph) == []
    assert circles(calls(["def a():\n    b()\ndef b():\n    a()\n"])) == ["a", "b"]  # the guard sees what it looks for


def test_deep_nests_need_no_deep_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """In plain Python, with a stack of a few frames more than there are now."""
    monkeypatch.setattr(plain, "_warm", False)
    monkeypatch.setattr(plain, "FOLDER", "nowhere")
    edges = near_points(150, 3)
    max_weight_matching(9, *near_points(9, 1, 4))  # loads what is loaded once
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 40)
    try:
        mate, proof = max_weight_matching(150, *edges, max_cardinality=True)
    finally:
        sys.setrecursionlimit(before)
    assert len(proof.set_duals) > 10
    assert why_wrong(150, *edges, mate, proof) == ""


@pytest.mark.parametrize(("n", "each"), [(100, 5), (100, 90), (3000, 5), (3000, 60)])
def test_memory_is_linear_in_edges(n: int, each: int) -> None:
    dice = np.random.default_rng(1)
    i = np.repeat(np.arange(n - 1), each)
    j = i + 1 + (dice.random(len(i)) * (n - 1 - i)).astype(np.int64)
    matcher = Matcher(n, i, j, dice.integers(0, 1000, len(i)))
    matcher.solve()
    held = sum(value.nbytes for value in vars(matcher).values() if isinstance(value, np.ndarray))
    assert held <= 64 * len(i) + 1000 * n + 10_000


def test_every_run_is_the_same() -> None:
    i, j, _ = near_points(120, 2)
    w = np.full(len(i), 5)  # all alike: only the rule decides
    runs = {max_weight_matching(120, i, j, w, max_cardinality=True)[0].tobytes() for _ in range(5)}
    assert len(runs) == 1

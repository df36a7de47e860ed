"""The engine beside other solvers, in one run: time, links and worth on the same graphs, coverage first.

./run bench matching [--limit 60] [--sizes 40,400,1063,4000,20000] [--seed 1] [--write]

`--write` writes table and chart to docs/matching/. The same graphs come from the same seed on every machine. Real schools are
compared with practice where the shared school files are beside the project (see bench/matching_practice.py).
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from bench.matching_instances import class_edges, country
from bench.matching_peers import PEERS, Graph, run
from bench.matching_practice import practice_table
from matching import Rules, Weights, solve
from matching.graph import max_weight_matching, why_wrong
from matching.graph.table import Ints

DOCS = Path(__file__).resolve().parent.parent / "docs" / "matching"
REACH = {40: 9_000.0, 400: 15_000.0, 1063: 15_000.0, 4_000: 20_000.0, 20_000: 16_000.0}
EXACT = [name for name in PEERS if name != "greedy"]


def instance(classes: int, seed: int) -> Graph:
    """A graph of `classes` classes; 1,063 come as 28 programmes that may not be linked with each other."""
    reach = REACH.get(classes, 15_000.0)
    if classes != 1063:
        return (classes, *class_edges(country(classes, seed, classes / 100_000), reach))
    parts, first = [], 0
    for number in range(28):
        size = 38 if number < 27 else 37
        i, j, w = class_edges(country(size, seed * 100 + number, size / 100_000), reach)
        parts.append((i + first, j + first, w))
        first += size
    return (first, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def value(mate: Ints, graph: Graph) -> tuple[int, int]:
    """Links and worth of a matching."""
    _, i, j, w = graph
    used = mate[i] == j
    return int(used.sum()), int(w[used].sum())


def cell(
    result: tuple[float, Ints] | None, graph: Graph, best: tuple[int, int], limit: float
) -> tuple[str, float | None]:
    """What the table says of a run, and its seconds where the result is the optimum."""
    if result is None:
        return f"over {limit:.0f} s", None
    seconds, got = result[0], value(result[1], graph)
    said = f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds:.2f} s"
    if got == best:
        return said, seconds
    if got[0] < best[0]:
        return f"{said}, {got[0]} of {best[0]} links", None
    return f"{said}, {100 * (best[1] - got[1]) / max(1, abs(best[1])):.3f} % less worth", None


def compare_solvers(
    sizes: list[int], seed: int, limit: float
) -> tuple[list[list[str]], dict[str, list[tuple[int, float]]]]:
    """Rows of the table and the points of the chart."""
    rows: list[list[str]] = [[name] for name in PEERS]
    points: dict[str, list[tuple[int, float]]] = {name: [] for name in EXACT}
    given_up: set[str] = set()
    for size in sizes:
        graph = instance(size, seed)
        n, i, j, w = graph
        mate, proof = max_weight_matching(n, i, j, w, max_cardinality=True)
        wrong = why_wrong(n, i, j, w, mate, proof)
        best = value(mate, graph)
        print(
            f"\n{n} classes, {len(i)} pairs: {best[0]} links, worth {best[1] / 1e6:.3f}; certificate {wrong or 'holds'}"
        )
        if wrong:
            raise SystemExit(1)
        for row, name in zip(rows, PEERS, strict=True):
            result = None
            if name not in given_up:
                result = run(name, graph, best[0], limit)
            text, seconds = cell(result, graph, best, limit)
            if result is None:
                given_up.add(name)
            if seconds is not None and name in points:
                points[name].append((size, seconds))
            row.append(text)
            print(f"  {name:12} {text}", flush=True)
    return rows, points


def programme_figures(seed: int) -> list[list[str]]:
    """How long a facilitator waits: propose, change and ask again, all prices, shapes; 95th percentile in milliseconds."""
    from tests.matching.world import make_problem

    rows = []
    for size in (40, 60, 130, 230, 400):
        problem = make_problem(size, seed, rules=Rules(max_distance=15_000.0))
        plain = tuple(c for c in problem.classes)
        solve(problem)
        fresh = [_timed(partial(solve, problem)) for _ in range(5)]
        proposal = solve(problem)
        again = []
        for link in proposal.links[:20]:
            again.append(_timed(partial(proposal.with_changes, forbid=(link.classes,))))
        asked = _timed(proposal.all_alternatives) if size <= 130 else float("nan")
        shaped = make_problem(
            size + 1, seed, rules=Rules(max_distance=15_000.0), shapes=frozenset({"pair", "block2", "block3", "triad"}),
            weights=Weights(),
        )  # fmt: skip
        begun = time.perf_counter()
        result = solve(shaped)
        took = time.perf_counter() - begun
        gap = "proven" if result.proof.optimal else f"gap {result.proof.gap:.3%}"
        rows.append(
            [
                str(len(plain)),
                f"{np.percentile(fresh, 95) * 1000:.1f} ms",
                f"{np.percentile(again, 95) * 1000:.1f} ms",
                "–" if np.isnan(asked) else f"{asked * 1000:.0f} ms",
                f"{took:.2f} s, {gap}",
            ]
        )
        print("  " + " | ".join(rows[-1]), flush=True)
    return rows


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def chart(points: dict[str, list[tuple[int, float]]], path: Path) -> None:
    """Seconds by classes on logarithmic scales, as SVG with text."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"
    matplotlib.rcParams["svg.hashsalt"] = "matching"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.5, 4.5))
    marks = "osD^vP"
    for (name, series), mark in zip(points.items(), marks, strict=False):
        if series:
            axes.plot(
                *zip(*series, strict=True), marker=mark, linewidth=3 if name == "this engine" else 1.5, label=name
            )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("classes")
    axes.set_ylabel("seconds to the proven optimum")
    axes.grid(True, which="major", alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Title": "Seconds to the optimum by number of classes"})


def main(argv: list[str]) -> int:
    """Run the benchmark; with --write keep table and chart in docs/matching/."""
    parser = argparse.ArgumentParser(
        prog="bench matching", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--sizes", default="40,400,1063,4000,20000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args(argv)
    sizes = [int(x) for x in wanted.sizes.split(",")]
    rows, points = compare_solvers(sizes, wanted.seed, wanted.limit)
    head = ["solver", *(f"{size:,} classes" for size in sizes)]
    print("\nOne programme (propose · change and ask again · all alternatives · shapes)", flush=True)
    programme = programme_figures(wanted.seed)
    practice = practice_table()
    print("\n" + table(head, rows) + "\n\n" + practice)
    if wanted.write:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        made = (
            "# Benchmarks of the matching engine\n\nMade by `./run bench matching --write`; anyone can run it again. Python "
            f"{platform.python_version()}, {os.cpu_count()} processors, load {load:.1f} at the end of the run "
            f"(other work was going on where this is above {os.cpu_count()}, which shows in the times of one programme), "
            f"seed {wanted.seed}, limit {wanted.limit:.0f} s.\n\n"
            "Every graph is solved for the most links first, then for the greatest worth. The engine's certificate was checked "
            "on each. A time without remark means: the same optimum. Times are the smaller of seconds by the clock and seconds of "
            "processor, so that other work on the machine is not counted.\n\n"
        )
        programmes = (
            "\n\n## One programme, as a facilitator meets it\n\nWith rules, wishes, reasons in words and proof, in milliseconds "
            "(95th percentile).\n\n"
        )
        columns = ["classes", "propose", "change and ask again", "all alternatives", "with blocks and threes"]
        text = (
            made + table(head, rows) + "\n\n![Seconds to the optimum by number of classes](benchmark.svg)" + programmes
        )
        (DOCS / "benchmark.md").write_text(
            text + table(columns, programme) + "\n\n" + practice + "\n", encoding="utf-8"
        )
        chart(points, DOCS / "benchmark.svg")
    return 0

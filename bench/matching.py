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
from matching import ALL_SHAPES, Rules, solve
from matching.graph import Matcher, max_weight_matching, why_wrong
from matching.graph.matcher import offset_for
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


def again_figures(seed: int) -> list[list[str]]:
    """A ban and a pin after another, from the state that is there: milliseconds until the new optimum, beside matching anew."""
    rows = []
    for size in (40, 400, 4_000):
        n, i, j, w = instance(size, seed)
        dice = np.random.default_rng(seed)
        first = Matcher(n, i, j, w, offset_for(n, w, True))
        anew = _timed(first.solve)
        took: dict[str, list[float]] = {"ban": [], "pin": []}
        for kind, times in took.items():
            state = first.copy()
            for v in dice.choice(n, min(n, 200), replace=False).tolist():
                u = int(state.mate[v])
                if u < 0:
                    continue
                near = state.near[state.start[v] : state.start[v + 1]]
                other = int(near[int(dice.integers(len(near)))])
                after = state.copy()
                change = partial(_ban, after, v, u) if kind == "ban" else partial(_pin, after, v, other)
                times.append(_timed(change))
                if kind == "ban":
                    state = after
            if why := state.why_wrong():
                raise SystemExit(why)
        parts = [f"{np.percentile(times, 95) * 1000:.2f} ms" for times in took.values()]
        rows.append([f"{size:,}", *parts, f"{anew * 1000:.1f} ms"])
        print("  " + " | ".join(rows[-1]), flush=True)
    return rows


def _ban(state: Matcher, v: int, u: int) -> None:
    state.reweigh(v, u, None)
    state.search()


def _pin(state: Matcher, v: int, u: int) -> None:
    state.take_out(v)
    state.take_out(u)
    state.search()


def programme_figures(seed: int) -> list[list[str]]:
    """How long a facilitator waits: propose, change and ask again, all prices, shapes; 95th percentile in milliseconds."""
    from tests.matching.world import make_problem

    rows = []
    for size in (40, 60, 130, 230, 400):
        problem = make_problem(size, seed, rules=Rules(max_distance=15_000.0))
        solve(problem)
        fresh = [_timed(partial(solve, problem)) for _ in range(5)]
        proposal = solve(problem)
        again = []
        for link in proposal.links[:40]:
            again.append(_timed(partial(proposal.with_changes, forbid=(link.classes,))))
        asked = _timed(proposal.all_alternatives) if size <= 130 else float("nan")
        rows.append(
            [
                str(size),
                f"{np.percentile(fresh, 95) * 1000:.1f} ms",
                f"{np.percentile(again, 95) * 1000:.1f} ms",
                "–" if np.isnan(asked) else f"{asked * 1000:.0f} ms",
            ]
        )
        print("  " + " | ".join(rows[-1]), flush=True)
    return rows


def shape_figures() -> list[list[str]]:
    """Blocks and threes: seconds to the proof for three programmes of each size, and the gap after five; all of processor time."""
    import types

    from matching import apart, pricing, shapes, solver, tree
    from tests.matching.world import make_problem

    for module in (apart, pricing, shapes, solver, tree):  # limits are not used up by other work on the machine
        vars(module)["time"] = types.SimpleNamespace(perf_counter=time.process_time)
    rows = []
    for size in (41, 61, 131, 231):
        seconds, gaps = [], []
        for seed in (1, 2, 3):
            for limit in (5.0, 90.0):
                problem = make_problem(
                    size, seed, rules=Rules(max_distance=15_000.0), shapes=ALL_SHAPES, time_limit=limit
                )
                busy = time.process_time()
                proof = solve(problem).proof
                took = time.process_time() - busy
                if limit == 5.0:
                    gaps.append("proven" if proof.optimal else f"{proof.gap:.3%}" if proof.gap else "coverage open")
                if proof.optimal or limit > 5.0:
                    seconds.append(f"{took:.1f} s" if proof.optimal else f"{proof.gap:.3%} left after {took:.0f} s")
                    break
        rows.append([str(size), ", ".join(seconds), ", ".join(gaps)])
        print("  " + " | ".join(rows[-1]), flush=True)
    return rows


def _timed(work: Callable[[], object]) -> float:
    """Seconds by the clock or of processor, the smaller."""
    begun, busy = time.perf_counter(), time.process_time()
    work()
    return min(time.perf_counter() - begun, time.process_time() - busy)


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
    again = again_figures(wanted.seed)
    shapes = shape_figures()
    practice = practice_table()
    print("\n" + table(head, rows) + "\n\n" + practice)
    if wanted.write:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        made = (
            "# Benchmarks of the matching engine\n\nMade by `./run bench matching --write`; anyone can run it again. Python "
            f"{platform.python_version()}, {os.cpu_count()} processors, load {load:.1f} at the end of the run "
            f"(other work was going on where this is above {os.cpu_count()}), "
            f"seed {wanted.seed}, limit {wanted.limit:.0f} s.\n\n"
            "Every graph is solved for the most links first, then for the greatest worth. The engine's certificate was checked "
            "on each. A time without remark means: the same optimum. Times are the smaller of seconds by the clock and seconds of "
            "processor, and the limit is in seconds of processor, so that other work on the machine is not counted.\n\n"
            "LEMON is not among the peers: it is a C++ library without a "
            "Python package, so that nobody could run it again from this folder alone. What it needed on such graphs when the engine was "
            "designed stands in engine.md.\n\n"
        )
        programmes = (
            "\n\n## One programme, as a facilitator meets it\n\nWith rules, wishes, schools that go apart, reasons in words and proof "
            "(95th percentile).\n\n"
        )
        columns = ["classes", "propose", "change and ask again", "all alternatives"]
        more = (
            "\n\nThe graph alone, after up to 200 bans (one upon the other) and 200 pins (one by one), until the new optimum (95th "
            "percentile), beside matching it anew.\n\n"
            + table(["classes", "after a ban", "after a pin", "anew"], again)
            + "\n\n## Blocks and threes\n\nThree programmes of each size with blocks of two and three, threes, and wishes to go together "
            "or apart: until nothing better exists, proven in whole numbers; and how far five "
            "seconds get. Seconds of processor.\n\n" + table(["classes", "until proven", "after 5 s"], shapes)
        )
        text = (
            made + table(head, rows) + "\n\n![Seconds to the optimum by number of classes](benchmark.svg)" + programmes
        )
        (DOCS / "benchmark.md").write_text(
            text + table(columns, programme) + more + "\n\n" + practice + "\n", encoding="utf-8"
        )
        chart(points, DOCS / "benchmark.svg")
    return 0

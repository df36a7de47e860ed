"""Other solvers on the same graph, each in a process of its own with a limit in seconds of processor.

A solver takes (n, i, j, w), makes its own picture of the graph, and returns a function that solves it and gives mates: only that
function is timed, so that no solver pays for being called from Python. For this engine everything is timed. HiGHS and CP-SAT are
told the greatest number of links beforehand, which spares them the first of two goals.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from matching.graph.table import Ints

Graph = tuple[int, Ints, Ints, Ints]
Solver = Callable[[Graph, int, float], Callable[[], Ints]]


def ours(graph: Graph, links: int, seconds: float) -> Callable[[], Ints]:
    """This engine."""
    from matching.graph import Priced, max_weight_matching
    from matching.graph.priced import Listed

    line = np.arange(2)
    Priced(3, Listed(3, line, line + 1, line + 5), 0).solve()  # load or compile the part for large graphs
    return lambda: max_weight_matching(*graph, max_cardinality=True)[0]


def _mates(n: int, pairs: list[tuple[int, int]]) -> Ints:
    mate = np.full(n, -1, dtype=np.int64)
    for a, b in pairs:
        mate[a], mate[b] = b, a
    return mate


def networkx(graph: Graph, links: int, seconds: float) -> Callable[[], Ints]:
    """networkx: Galil's version of Edmonds' method in Python."""
    import networkx

    n, i, j, w = graph
    g = networkx.Graph()
    g.add_weighted_edges_from(zip(i.tolist(), j.tolist(), w.tolist(), strict=True))
    return lambda: _mates(n, [(int(a), int(b)) for a, b in networkx.max_weight_matching(g, maxcardinality=True)])


def rustworkx(graph: Graph, links: int, seconds: float) -> Callable[[], Ints]:
    """rustworkx: the same method in Rust."""
    import rustworkx

    n, i, j, w = graph
    g = rustworkx.PyGraph(multigraph=False)
    g.add_nodes_from(range(n))
    g.add_edges_from(list(zip(i.tolist(), j.tolist(), w.tolist(), strict=True)))
    return lambda: _mates(n, list(rustworkx.max_weight_matching(g, max_cardinality=True, weight_fn=int)))


def pymatching(graph: Graph, links: int, seconds: float) -> Callable[[], Ints]:
    """PyMatching (sparse blossom): perfect matchings of two copies of the graph, joined where a class may stay single."""
    import pymatching

    n, i, j, w = graph
    span = int(w.max() - w.min()) + 1
    model = pymatching.Matching()
    for a, b, x in zip(i.tolist(), j.tolist(), (w.max() - w).tolist(), strict=True):
        model.add_edge(a, b, weight=4 * span + x)
        model.add_edge(a + n, b + n, weight=4 * span + x)
    for v in range(n):
        model.add_edge(v, v + n, weight=8 * span)
    every = np.ones(2 * n, dtype=np.uint8)

    def solve() -> Ints:
        pairs = model.decode_to_matched_dets_array(every)
        return _mates(n, [(int(a), int(b)) for a, b in pairs if a < n and b < n])

    return solve


def highs(graph: Graph, links: int, seconds: float) -> Callable[[], Ints]:
    """HiGHS: mixed-integer program with a variable for each pair."""
    from matching.pack import pack

    n, i, j, w = graph
    members = list(zip(i.tolist(), j.tolist(), strict=True))
    ones = [1.0] * len(members)

    def solve() -> Ints:
        best = pack(members, w.tolist(), at_least=[(range(len(members)), ones, links)], seconds=seconds)
        return _mates(n, [members[k] for k in best.chosen])

    return solve


def cp_sat(graph: Graph, links: int, seconds: float) -> Callable[[], Ints]:
    """OR-tools CP-SAT with two workers."""
    from ortools.sat.python import cp_model

    n, i, j, w = graph
    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in range(len(i))]
    at: list[list[object]] = [[] for _ in range(n)]
    for k, (a, b) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
        at[a].append(take[k])
        at[b].append(take[k])
    for row in at:
        model.add_at_most_one(row)
    model.add(sum(take) == links)
    model.maximize(cp_model.LinearExpr.weighted_sum(take, w.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds

    def solve() -> Ints:
        state = solver.solve(model)
        found = state in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return _mates(n, [(int(i[k]), int(j[k])) for k in range(len(i)) if found and solver.value(take[k])])

    return solve


def greedy(graph: Graph, links: int, seconds: float) -> Callable[[], Ints]:
    """By hand: the best pair first, then the best of what is left (not exact)."""
    n, i, j, w = graph

    def solve() -> Ints:
        mate = np.full(n, -1, dtype=np.int64)
        for k in np.argsort(-w, kind="stable").tolist():
            if mate[i[k]] < 0 and mate[j[k]] < 0:
                mate[i[k]], mate[j[k]] = j[k], i[k]
        return mate

    return solve


PEERS: dict[str, Solver] = {
    "this engine": ours,
    "rustworkx": rustworkx,
    "PyMatching": pymatching,
    "networkx": networkx,
    "HiGHS": highs,
    "CP-SAT": cp_sat,
    "greedy": greedy,
}


COARSE = 0.02
"""Seconds from which the clock of the processor, which ticks coarsely on some machines, is asked as well."""
BUSY = 12
"""How many times longer than its processor time a run may take by the clock, for machines where other work goes on."""


def _child(pipe: Connection, name: str, graph: Graph, links: int, seconds: float, rounds: int) -> None:
    solver = PEERS[name]
    line = np.array([0, 1], dtype=np.int64)
    solver((3, line, line + 1, np.array([5, 7], dtype=np.int64)), 1, 5.0)()  # load and compile before the clock runs
    best = float("inf")
    for _ in range(rounds):
        solve = solver(graph, links, BUSY * seconds)
        if hasattr(resource, "RLIMIT_CPU"):  # the system ends the process when its limit is used up
            most = int(time.process_time() + seconds * (2 if name == "CP-SAT" else 1)) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        pipe.send(None)  # the graph is there, the clock starts
        begun, busy = time.perf_counter(), time.process_time()
        mate = solve()
        took, busy = time.perf_counter() - begun, time.process_time() - busy
        if took > COARSE:  # what others do here is not its fault
            took = min(took, busy)
        best = min(best, took)
    pipe.send((best, mate))
    pipe.close()


def run(name: str, graph: Graph, links: int, seconds: float) -> tuple[float, Ints] | None:
    """Seconds (the best of some rounds for small graphs) and mates; None where the time limit passed."""
    rounds = 5 if len(graph[1]) < 30_000 and name in ("this engine", "rustworkx", "PyMatching", "greedy") else 1
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(there, name, graph, links, seconds, rounds))
    process.start()
    there.close()
    result: tuple[float, Ints] | None = None
    try:
        while here.poll(600 + BUSY * seconds) and (result := here.recv()) is None:
            if not here.poll(BUSY * seconds + 2):
                break
    except EOFError:
        result = None
    if process.is_alive():
        process.kill()
    process.join()
    return result

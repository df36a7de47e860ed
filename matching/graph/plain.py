"""The same functions, compiled or as plain Python: whichever answers a graph sooner.

Compiling takes some seconds, once per machine. Until that has been done (a worker calls `matching.warm_up`), small graphs are
matched by plain Python, which takes milliseconds for them. The plain form is no second implementation: the modules are
loaded once more from the same files, and their functions taken as they were before compiling.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from matching.graph import checker, driver, start, table
from matching.graph.compiled import FOLDER, HAVE_NUMBA

SMALL_VERTICES, SMALL_EDGES = 200, 8000


@dataclass(frozen=True, slots=True)
class Tools:
    """What a matcher calls."""

    adjacency: Callable[..., Any]
    fresh_table: Callable[..., Any]
    first_duals: Callable[..., Any]
    half_searches: Callable[..., Any]
    round_cycles: Callable[..., Any]
    searches: Callable[..., Any]
    set_free: Callable[..., Any]
    lift: Callable[..., Any]
    first_uncovered: Callable[..., Any]
    looked_at: Callable[..., Any]
    at_once: Callable[..., Any]
    proof_of: Callable[..., Any]


def tools_for(vertices: int, edges: int, *, waiting: bool = False) -> Tools:
    """Compiled functions, or plain ones where the graph is small and nothing has been compiled on this machine yet.

    `waiting` says that the caller would rather wait for the compiler.
    """
    if not waiting and vertices <= SMALL_VERTICES and edges <= SMALL_EDGES and not is_warm():
        return _plain()
    return _compiled()


def is_warm() -> bool:
    """True once the compiled code is on disk (or where there is no compiler, and so no difference)."""
    global _warm
    if not _warm:
        _warm = not HAVE_NUMBA or any(Path(FOLDER).rglob("driver.lift*.nbi"))
    return _warm


_warm = False


@cache
def _compiled() -> Tools:
    return _tools(table, start, driver, checker)


@cache
def _plain() -> Tools:
    copies: dict[str, ModuleType] = {}
    for name in ("table", "blossoms", "search", "start", "driver", "checker"):
        spec = importlib.util.find_spec(f"matching.graph.{name}")
        if spec is None or spec.loader is None:  # pragma: no cover - the module is part of this package
            return _compiled()
        module = importlib.util.module_from_spec(spec)
        if name != "checker":
            spec.loader.exec_module(module)
        else:
            module.__dict__.update(vars(checker))
        for key, value in list(vars(module).items()):
            function = getattr(value, "py_func", None)
            if function is not None:
                home = function.__module__.rpartition(".")[2]
                own = home == name or home not in copies
                setattr(module, key, function if own else getattr(copies[home], key))
        copies[name] = module
    return _tools(copies["table"], copies["start"], copies["driver"], copies["checker"])


def _tools(table: ModuleType, start: ModuleType, driver: ModuleType, checker: ModuleType) -> Tools:
    return Tools(
        adjacency=table.adjacency,
        fresh_table=table.fresh_table,
        first_duals=start.first_duals,
        half_searches=driver.half_searches,
        round_cycles=start.round_cycles,
        searches=driver.searches,
        set_free=driver.set_free,
        lift=driver.lift,
        first_uncovered=checker.first_uncovered,
        looked_at=driver.looked_at,
        at_once=driver.at_once,
        proof_of=driver.proof_of,
    )

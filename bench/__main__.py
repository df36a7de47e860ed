"""Run a benchmark by name, or list the benchmarks there are."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def names() -> list[str]:
    """Names of all benchmarks: the modules of this folder that have a `main`."""
    found = [m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not m.name.startswith("_")]
    return sorted(name for name in found if "def main(" in (Path(__file__).parent / f"{name}.py").read_text("utf-8"))


def main(argv: list[str]) -> int:
    """Run `bench.NAME` with the remaining arguments; the exit code is the benchmark's."""
    if not argv or argv[0] in ("-h", "--help"):
        print("Benchmarks: " + ", ".join(names()))
        print("Run one with: ./run bench NAME [--help]")
        return 0
    if argv[0] not in names():
        print(f"There is no benchmark “{argv[0]}”. There are: {', '.join(names())}.", file=sys.stderr)
        return 2
    result = importlib.import_module(f"bench.{argv[0]}").main(argv[1:])
    return int(result or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""England at once: about 16,800 primary schools and 100,000 Key Stage 2 classes, invented, clustered and segregated.

./run bench nation [--classes 100000] [--km 11] [--seed 1] [--programmes 160] [--workers 2] [--no-check] [--write]

Makes the country, lists and scores all pairs of schools within reach, finds the best links, and checks the certificate against
every pair of classes. Then the same country is cut into programmes: a task for each is put into Footbridge's queue, several worker
processes take them, and the links are compared with one run over all programmes.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from bench.matching_instances import TRAVEL_PER_KM, country
from matching import warm_up
from matching.graph.table import Ints
from matching.nation import Country, link_country, why_wrong_country
from matching.parts import Part, cut, join, link


def make(classes: int, km: float, seed: int) -> Country:
    """The invented country as the engine takes it."""
    land = country(classes, seed, area=classes / 100_000)
    return Country(land.places, land.vectors, land.school_of, land.year, km * 1000, 1, TRAVEL_PER_KM)


def memory() -> float:
    """Most memory this process has used so far, in gigabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


LINES: list[str] = []


def say(text: str, begun: float) -> None:
    """One line with the time since `begun`."""
    LINES.append(f"{time.perf_counter() - begun:7.1f} s  {text}")
    print(LINES[-1], flush=True)


def write() -> None:
    """Keep the lines of this run in docs/matching/nation.md."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    page = Path(__file__).resolve().parent.parent / "docs" / "matching" / "nation.md"
    head = (
        "# England at once\n\nMade by `./run bench nation --write`; anyone can run it again. "
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load:.1f} at the end (other work was going on "
        f"where this is above {os.cpu_count()}: then look at the seconds of processor).\n\n"
    )
    page.write_text(head + "\n".join("    " + line for line in LINES) + "\n", encoding="utf-8")


def programme_of(land: Country, programmes: int) -> Ints:
    """Schools cut into programmes of about equal size: halves along the longer side, again and again."""
    out = np.zeros(len(land.places), dtype=np.int64)
    parts = [np.arange(len(land.places))]
    while len(parts) < programmes:
        part = max(parts, key=len)
        parts = [p for p in parts if p is not part]
        side = int(np.ptp(land.places[part], axis=0).argmax())
        order = part[np.argsort(land.places[part, side], kind="stable")]
        parts += [order[: len(order) // 2], order[len(order) // 2 :]]
    for number, part in enumerate(parts):
        out[part] = number
    return out


def run_programmes(land: Country, programmes: int, workers: int, begun: float) -> bool:
    """The same links by one run over all programmes and by queued tasks on several workers, a task for each programme."""
    parts, whole = cut(land, programme_of(land, programmes))
    sizes = [len(part.members) for part in parts]
    say(f"{programmes} programmes of {min(sizes)} to {max(sizes)} classes, {len(whole.i)} pairs of classes", begun)
    start = time.perf_counter()
    mate, _ = link(whole)
    say(f"linked in one run over all of them in {time.perf_counter() - start:.1f} s", begun)
    apart, proven, took = by_queue(parts, workers)
    same = bool((join(len(mate), parts, apart) == mate).all())
    say(f"linked by {workers} workers from the queue in {took:.1f} s, their start included", begun)
    say(f"same links: {'yes' if same else 'NO'}; all certificates hold: {'yes' if proven else 'NO'}", begun)
    return same and proven


def by_queue(parts: list[Part], workers: int) -> tuple[list[Ints], bool, float]:
    """Partners of every part as Footbridge's own workers find them, whether they are proven, and the seconds it took."""
    import django

    django.setup()
    from django.core.management import call_command

    from footbridge.brokering import country

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    run = country.begin(parts)
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot", "--queues", country.QUEUE]
    processes = [subprocess.Popen([*worker, "--concurrency", "1"], stderr=subprocess.DEVNULL) for _ in range(workers)]
    try:
        for process in processes:
            process.wait()
        mates, proven = country.results(run)
    finally:
        for process in processes:
            process.terminate()
        country.stop(run)
    return mates, proven, time.perf_counter() - start


def main(argv: list[str]) -> int:
    """Run the national benchmark; the exit code is 0 only if everything was proven and equal."""
    parser = argparse.ArgumentParser(
        prog="bench nation", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--classes", type=int, default=100_000)
    parser.add_argument("--km", type=float, default=11.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--programmes", type=int, default=160)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-check", action="store_true")
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args(argv)
    begun = time.perf_counter()
    warm_up()
    say("compiled code loaded", begun)
    land = make(wanted.classes, wanted.km, wanted.seed)
    say(f"made {len(land.places)} schools with {len(land.school_of)} classes", begun)
    start, processor = time.perf_counter(), time.process_time()

    def progress(part: float, phrase: str) -> None:
        say(f"  {phrase} {part:.0%}", begun)

    found = link_country(land, progress=progress if sys.stdout.isatty() else None)
    took, busy = time.perf_counter() - start, time.process_time() - processor
    say(
        f"linked {2 * found.links} of {len(land.school_of)} classes, worth {found.worth / 1e6:.1f}: candidates, scoring and "
        f"pairing in {took:.1f} s ({busy:.1f} s of processor), {memory():.2f} GB",
        begun,
    )
    say(
        f"{found.school_pairs} pairs of schools in reach; {found.edges_used} pairs of classes were ever looked at",
        begun,
    )
    wrong = ""
    if not wanted.no_check:
        wrong = why_wrong_country(land, found)
        say(wrong or "certificate holds for every pair of classes in reach", begun)
    same = run_programmes(land, wanted.programmes, wanted.workers, begun) if wanted.programmes else True
    if wanted.write:
        write()
    return 0 if same and not wrong else 1

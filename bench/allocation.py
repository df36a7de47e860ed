"""How fast venue slots are shared at Bradford's size: `./run bench allocation [RUNS]`, on real coordinates of schools.

72 first visits, 10 venues, 5 months (February to June). The national register of the Department for Education gives schools of
one authority with their place; which of them link, what they wish and which days do not suit them is drawn with a fixed seed.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
import time
from pathlib import Path

from footbridge.programmes.schooldays import is_school_day, usual_holidays
from footbridge.visits.allocation.problem import Link, Problem, School, Slot, Venue
from footbridge.visits.allocation.solving import share
from footbridge.visits.allocation.words import reasons, why_none

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
REGISTER = "gias_2022_08_dev6la.csv"
AREAS = {"Wakefield": ("384",), "Derby and Derbyshire": ("830", "831"), "Oldham": ("353",)}
LINKS, VENUES, PER_VENUE = 72, 10, 8
THEMES = ("identity", "diversity", "community", "equality", "history", "science", "art", "drama")


def real_places(folder: Path, areas: tuple[str, ...]) -> list[tuple[str, tuple[int, int]]]:
    """Names and places of open primary schools of some authorities, in the order of their numbers."""
    with (folder / REGISTER).open(encoding="cp1252", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["LA (code)"] in areas
            and row["PhaseOfEducation (name)"] == "Primary"
            and row["EstablishmentStatus (name)"].startswith("Open")
            and row["Easting"].isdecimal()
            and int(row["Easting"])
        ]
    rows.sort(key=lambda row: row["URN"])
    return [(row["EstablishmentName"], (int(row["Easting"]), int(row["Northing"]))) for row in rows]


def bradfords_size(places: list[tuple[str, tuple[int, int]]], *, seed: int = 1) -> Problem:
    """72 links of schools at these places, 10 venues among them, 80 slots from February to June."""
    chance = random.Random(seed)
    schools = tuple(
        School(
            n, name, place, frozenset(chance.sample(range(5), chance.choice((0, 1, 1, 2)))),
            frozenset(dt.date(2027, 2, 1) + dt.timedelta(chance.randrange(150)) for _ in range(4)),
        )
        for n, (name, place) in enumerate(chance.sample(places, min(len(places), 2 * LINKS)))
    )  # fmt: skip
    at = chance.sample(places, VENUES)
    venues = tuple(
        Venue(n, f"Venue {n + 1}", place, frozenset(chance.sample(THEMES, 3))) for n, (_, place) in enumerate(at)
    )
    holidays = usual_holidays(2026)
    days = [dt.date(2027, 2, 1) + dt.timedelta(n) for n in range(150)]
    open_days = [day for day in days if is_school_day(day, holidays)]
    slots = []
    for venue in venues:
        large = venue.id % 4 == 0
        for day in sorted(chance.sample(open_days, PER_VENUE)):
            slots.append(Slot(len(slots), venue.id, day, 4 if large else 2, 128 if large else 64, "9:30 to 14:00"))
    pairs = list(range(len(schools)))
    chance.shuffle(pairs)
    links = tuple(
        Link(
            n, f"Link {n + 1}", 4 if n % 12 == 0 else 2, 112 if n % 12 == 0 else chance.randrange(48, 63),
            (pairs[2 * n % len(pairs)], pairs[(2 * n + 1) % len(pairs)]),
            frozenset(chance.sample(THEMES, 1)) if n % 2 else frozenset(),
            frozenset({chance.randrange(VENUES)}) if n % 3 == 0 else frozenset(),
        )
        for n in range(LINKS)
    )  # fmt: skip
    return Problem(venues, tuple(slots), schools, links)


def main(arguments: list[str]) -> int:
    """Share the slots of each area and print what came out and how long it took."""
    runs = int(arguments[0]) if arguments else 5
    if not (SHARED / REGISTER).exists():
        print(f"The file {REGISTER} of the national register is not beside the project.", file=sys.stderr)
        return 1
    print("| schools of | placed | longest discomfort | total | proven | seconds, median of", runs, "|")
    print("|---|---|---|---|---|---|")
    for area, codes in AREAS.items():
        times = []
        for seed in range(1, runs + 1):
            problem = bradfords_size(real_places(SHARED, codes), seed=seed)
            began = time.perf_counter()
            found = share(problem)
            for link in problem.links:
                slot = found.slots.get(link.id)
                if slot is None:
                    why_none(problem, link, found.slots)
                else:
                    reasons(problem, link, problem.slot_by_id[slot], {})
            times.append((time.perf_counter() - began, len(found.slots), found))
        placed = ", ".join(str(count) for _, count, _ in times)
        middle = sorted(times, key=lambda one: one[0])[runs // 2]
        print(
            f"| {area} | {placed} of {LINKS} | {middle[2].worst / 10:.1f} | {middle[2].total / 10:.0f} | "
            f"{all(one[2].proven for one in times)} | {middle[0]:.2f} (at most {max(one[0] for one in times):.2f}) |"
        )
    return 0

"""Against practice, on real schools: the engine beside what people do by hand.

Reads the Department for Education's files beside the project, where they are (see CONTRIBUTING); says so where they are not.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from matching import OfferedClass, Problem, Proposal, Rules, School, Weights, evaluate, solve
from matching.explain import points
from matching.scoring import Table

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
REGISTER = SHARED / "gias_2022_08_dev6la.csv"
CENSUS = SHARED / "spc_school_level_2022_23_dev6la.csv"
AREAS = {"Derby and Derbyshire": ("830", "831"), "Oldham": ("353",), "Luton": ("821",), "Wakefield": ("384",)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="cp1252", newline="") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _shares(row: dict[str, str], names: list[str]) -> tuple[float, ...] | None:
    counts = [_number(row.get(name, "")) for name in names]
    if any(c is None for c in counts) or not sum(c or 0 for c in counts):
        return None
    total = sum(c or 0.0 for c in counts)
    return tuple((c or 0.0) / total for c in counts)


def real_schools(areas: tuple[str, ...]) -> list[School]:
    """Open state primary schools of some authorities with their place and composition."""
    census = {row["urn"]: row for row in _rows(CENSUS)}
    some = next(iter(census.values()))
    ethnic = [c for c in some if c.startswith("number of pupils classified as") and "ethnic origin" in c]
    english = ["number of pupils whose first language is known or believed to be English"]
    english.append("number of pupils whose first language is known or believed to be other than English")
    out = []
    for row in _rows(REGISTER):
        if row["LA (code)"] not in areas or row["PhaseOfEducation (name)"] != "Primary" or not row["Easting"]:
            continue
        found = census.get(row["URN"])
        compositions: dict[str, tuple[float, ...] | None] = {}
        if found is not None:
            free = _number(found["% of pupils known to be eligible for free school meals"])
            compositions = {
                "ethnicity": _shares(found, ethnic),
                "fsm": None if free is None else (free / 100, 1 - free / 100),
                "eal": _shares(found, english),
            }
        place = float(row["Easting"]), float(row["Northing"])
        out.append(School(row["URN"], row["EstablishmentName"], *place, compositions, "primary"))
    return out


def real_problem(areas: tuple[str, ...], classes: int, seed: int) -> Problem:
    """Some schools of an area offer one or two classes of Years 3 to 5; who takes part is chance."""
    dice = random.Random(seed)
    schools = real_schools(areas)
    dice.shuffle(schools)
    offered: list[OfferedClass] = []
    used: list[School] = []
    while len(offered) < classes and schools:
        school = schools.pop()
        used.append(school)
        for _ in range(dice.choice([1, 1, 2])):
            year = frozenset({dice.choice([3, 4, 5])})
            offered.append(OfferedClass(f"{school.id}-{len(offered)}", school.id, year, dice.randint(24, 31)))
    return Problem(tuple(offered[:classes]), tuple(used), Weights(), Rules(max_distance=20_000.0))


def by_order(table: Table, key: np.ndarray) -> list[tuple[str, str]]:
    """Links made one after another in the ascending order of `key` among allowed pairs."""
    i, j = np.nonzero(np.triu(table.allowed, 1))
    taken: set[int] = set()
    out = []
    for k in np.argsort(key[i, j], kind="stable").tolist():
        a, b = int(i[k]), int(j[k])
        if not {a, b} & taken:
            taken |= {a, b}
            out.append((table.classes[a].id, table.classes[b].id))
    return out


def last_year(problem: Problem, seed: int) -> list[tuple[str, str]]:
    """Links kept from a year before, in which a third of the classes were others, and the rest added by hand."""
    dice = random.Random(seed)
    then = [c for c in problem.classes if dice.random() < 0.67]
    before = solve(replace(problem, classes=tuple(then)))
    kept = [(link.classes[0], link.classes[1]) for link in before.links]
    rest = replace(problem, standing=tuple(kept))
    table = Table(rest)
    table.allowed[~table.available] = False
    table.allowed[:, ~table.available] = False
    return kept + by_order(table, -table.worth)


def _row(name: str, proposal: Proposal, problem: Problem) -> str:
    totals = proposal.totals
    gained = " | ".join(f"{totals.contact.get(c, 0):.3f}" for c in ("ethnicity", "fsm", "eal"))
    worst = "–" if totals.worst is None else points(totals.worst)
    way = f"{(totals.mean_distance or 0) / 1000:.1f} km"
    return f"| {name} | {totals.classes_linked} of {len(problem.classes)} | {points(totals.worth)} | {worst} | {gained} | {way} |"


def practice_for(name: str, areas: tuple[str, ...], classes: int = 60, seed: int = 1) -> str:
    """The table of one area."""
    problem = real_problem(areas, classes, seed)
    table = Table(problem)
    dice = np.random.default_rng(seed)
    chance = dice.random((table.n, table.n))
    ways = {
        "this engine": solve(problem),
        "this engine, worst link first": solve(replace(problem, weights=replace(problem.weights, fairness=1.0))),
        "by hand, best pair first": evaluate(problem, by_order(table, -table.worth)),
        "nearest first": evaluate(problem, by_order(table, table.distance)),
        "by chance": evaluate(problem, by_order(table, chance)),
        "last year's links kept": evaluate(problem, last_year(problem, seed)),
    }
    lines = [
        f"### {name}",
        "",
        "| way | classes linked | worth | worst link | ethnicity | free meals | language | mean way |",
    ]
    lines.append("|---|---|---|---|---|---|---|---|")
    return "\n".join(lines + [_row(way, proposal, problem) for way, proposal in ways.items()])


def practice_table() -> str:
    """Tables of all areas, or a sentence where the files are not there."""
    if not REGISTER.exists() or not CENSUS.exists():
        return "The real school files are not beside the project, so practice was not compared."
    head = (
        "## Against practice, on real schools\n\nSixty classes of real schools each, who takes part drawn by chance; register of "
        "August 2022 and school census 2022/23 (Department for Education, Open Government Licence v3.0). Contact gained is "
        "the mean over links, 0 to 1. Everything but the schools is made up."
    )
    return "\n\n".join([head, *(practice_for(name, areas) for name, areas in AREAS.items())])


def main(argv: list[str]) -> int:
    """Print the tables."""
    print(practice_table())
    return 0

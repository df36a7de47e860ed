"""The board over programmes, as figures: how many links are done with each step, how many have something late."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from footbridge.access import Permission, Viewer
from footbridge.brokering.links.queries import links_in_short
from footbridge.brokering.models import LIVE
from footbridge.care.flags.board import Row, rows_of
from footbridge.care.flags.steps import STEPS
from footbridge.programmes.models import LinkingYear
from footbridge.ui.tables import Column, Table


@dataclass(frozen=True)
class Line:
    """A programme in figures: links under way, those that need somebody, those with something late, and per step how many
    are done of how many it concerns by now."""

    name: str
    links: int
    needing: int
    late: int
    done: Mapping[str, tuple[int, int]]


def lines(viewer: Viewer, today: date) -> list[Line]:
    """Every programme with links under way, by name. The board's queries once, however many programmes.

    Raises PermissionError for a viewer who may not see the network's figures: the links themselves are read by the platform.
    """
    if not viewer.may(Permission.SEE_NETWORK_FIGURES):
        raise PermissionError("Only network staff see the figures of every programme.")
    platform = Viewer.for_system("figures over programmes")
    rows = links_in_short(platform).filter(linking_year__state=LinkingYear.State.OPEN, state__in=LIVE)
    by_name: dict[str, list[Row]] = {}
    for row in rows_of(platform, list(rows), today):
        by_name.setdefault(row.link.linking_year.programme.name, []).append(row)
    return [_line(name, found) for name, found in sorted(by_name.items())]


def _line(name: str, rows: Sequence[Row]) -> Line:
    done = {}
    for step in STEPS:
        standings = [row.standings[step.key] for row in rows if step.key in row.standings]
        done[step.key] = (sum(one.tone == "good" for one in standings), len(standings))
    late = sum(any(flag.late for flag in row.flags) for row in rows)
    return Line(name, len(rows), sum(bool(row.flags) for row in rows), late, done)


def table(found: Sequence[Line], query: Mapping[str, str]) -> Table:
    """The figures as a table, most late things first."""
    steps = [Column(f"at-{step.key}", step.label, numeric=True, show=_done(step.key)) for step in STEPS]
    return Table(
        list(found),
        [
            Column("name", "Programme", sort=True, main=True),
            Column("links", "Links under way", sort=True, numeric=True),
            *steps,
            Column("needing", "Need somebody", sort=True, numeric=True),
            Column("late", "Something late", sort=True, numeric=True),
        ],
        query,
        caption="Links under way",
        note="For each step: links that are done with it, of those it concerns by now.",
        search=["name"],
        order="-late",
        empty_title="No link is under way",
        empty_text="When programmes offer links, their figures stand here.",
    )


def _done(key: str) -> Callable[[Line], str]:
    return lambda line: "{} of {}".format(*line.done[key])

"""Contact that links make possible, summed up: inside the classes and across the links, for a programme and for the network.

Means over links of the latest academic year that has any, offered or standing or ended well; only links all of whose schools publish the
characteristic count, and how many those are is said. Chances only: meetings that are held make contact of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from footbridge.access import Permission, Viewer
from footbridge.brokering.contact import BARRED, WHOM, often
from footbridge.brokering.models import Link, LinkSide
from footbridge.brokering.problem.facts import CHARACTERISTICS
from footbridge.schools.queries import compositions
from footbridge.ui.charts import Bar, Bars
from footbridge.ui.tables import Column, Table
from matching.measure import across, within

COUNTED = [Link.State.OFFERED, Link.State.STANDING, Link.State.ENDED]
Chances = tuple[float, float]


@dataclass(frozen=True)
class Mean:
    """One characteristic over some links: chances inside the classes and across the links; None where no link is known."""

    name: str
    label: str
    known: int
    before: float | None
    after: float | None

    @property
    def sentence(self) -> str:
        """What it means, in words."""
        if self.before is None or self.after is None:
            return f"{self.label}: no link has figures for both schools."
        whom = WHOM[self.name]
        now, then = often(self.before), often(self.after)
        if now == then:
            return f"A child meets {whom} {now}, inside the own class as with the partners."
        return f"A child who meets {whom} {now} inside the own class would do so {then} with the partners."

    @property
    def gained(self) -> float | None:
        """Contact gained, 0 to 1."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def short(self) -> str:
        """For a table: "41% inside, 79% across"."""
        if self.before is None or self.after is None:
            return "not known"
        return f"{self.before:.0%} inside, {self.after:.0%} across"


@dataclass(frozen=True)
class Sum:
    """A programme, or all of them: its links and a mean for each characteristic."""

    name: str
    links: int
    means: tuple[Mean, ...]

    @property
    def chart(self) -> Bars:
        """Inside the classes and across the links, in per cent."""
        bars = [Bar(mean.label, mean.after, mean.before) for mean in self.means]
        title = f"How often two children differ: {self.name}"
        return Bars(title, bars, percent=True, names=("Inside the classes", "Across the links"))

    @property
    def notes(self) -> list[str]:
        """Where figures lack: never hidden in a mean."""
        return [
            f"{mean.label}: {mean.known} of {self.links} links have figures for all of their schools."
            for mean in self.means
            if 0 < mean.known < self.links
        ]


def table(rows: Sequence[Sum], query: Mapping[str, str]) -> Table:
    """Programme by programme."""
    columns = [Column("name", "Programme", sort=True, main=True), Column("links", "Links", sort=True, numeric=True)]
    for place, key in enumerate(BARRED):
        columns.append(
            Column(
                key,
                CHARACTERISTICS[key],
                sort=partial(_gained, place),
                show=partial(_short, place),
            )
        )
    note = "The chance that two children differ. Sorted by what is gained."
    return Table(rows, columns, query, caption="Inside the classes and across the links", note=note, order="name")


def _gained(place: int, one: Sum) -> float | None:
    return one.means[place].gained


def _short(place: int, one: Sum) -> str:
    return one.means[place].short


@dataclass(frozen=True)
class Together:
    """The page: an academic year, its programmes, and all together where there are several."""

    start: int
    programmes: tuple[Sum, ...]
    all: Sum | None

    @property
    def label(self) -> str:
        """The academic year: 2026/27."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"


def together(viewer: Viewer) -> Together | None:
    """What the viewer's links make possible: a facilitator's programmes, or all for network staff. Four queries, however many links.

    None where no link has been offered yet.
    """
    rows = LinkSide.objects.visible_to(viewer)
    if viewer.may(Permission.SEE_NETWORK_FIGURES):
        rows = LinkSide.objects.unscoped("network staff read means over links, no link")
    rows = rows.filter(link__state__in=COUNTED)
    start = rows.order_by("-link__linking_year__start").values_list("link__linking_year__start", flat=True).first()
    if start is None:
        return None
    sides = list(
        rows.filter(link__linking_year__start=start)
        .order_by("link__linking_year__programme__name", "link_id", "pk")
        .values_list("link__linking_year__programme__name", "link_id", "school_id")
        .distinct()
    )
    shares = compositions({school for _, _, school in sides})
    schools_of: defaultdict[str, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for programme, link, school in sides:
        schools_of[programme][link].append(school)
    sums = tuple(sum_of(name, links.values(), shares) for name, links in schools_of.items())
    every = [schools for links in schools_of.values() for schools in links.values()]
    return Together(start, sums, sum_of("all programmes", every, shares) if len(sums) > 1 else None)


def sum_of(
    name: str, links: Iterable[Sequence[int]], shares: Mapping[int, Mapping[str, tuple[float, ...] | None]]
) -> Sum:
    """The means over links, each given as the ids of its schools."""
    links = list(links)
    means = []
    for key in BARRED:
        found = [chances for schools in links if (chances := _chances([shares.get(s, {}).get(key) for s in schools]))]
        before = sum(b for b, _ in found) / len(found) if found else None
        after = sum(a for _, a in found) / len(found) if found else None
        means.append(Mean(key, CHARACTERISTICS[key], len(found), before, after))
    return Sum(name, len(links), tuple(means))


def _chances(shares: Sequence[tuple[float, ...] | None]) -> Chances | None:
    """That two children differ inside the classes and across the link; None where a school is not known."""
    known = [one for one in shares if one is not None]
    if len(known) < len(shares) or len(known) < 2:
        return None
    ways = [across(p, q) for p, q in combinations(known, 2)]
    return sum(map(within, known)) / len(known), sum(ways) / len(ways)

"""Totals of a linking year that anybody may read: never a link, a class, a school or a date, and no small number.

Children are counted where a class has said its size. A total under ten is None and is shown in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import Link, LinkClass
from footbridge.interest.models import Interest, OfferedClass

SMALLEST = 10


@dataclass(frozen=True)
class Figures:
    """Totals of one academic year of the network. None: fewer than ten."""

    start: int
    programmes: int
    schools: int | None
    classes: int | None
    children: int | None
    links: int | None

    @property
    def label(self) -> str:
        """The academic year: 2026/27."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return any(value is not None for value in (self.schools, self.classes, self.children, self.links))


def shown(total: int | None) -> int | None:
    """The total, or None where it is so small that it could point to somebody."""
    return total if total is not None and total >= SMALLEST else None


def latest_year() -> int | None:
    """The latest academic year in which links stand. One query."""
    standing = Link.objects.unscoped("totals of the whole network, small ones suppressed").filter(
        state__in=[Link.State.STANDING, Link.State.ENDED]
    )
    found: int | None = standing.aggregate(start=Max("linking_year__start"))["start"]
    return found


def of_year(start: int) -> Figures:
    """The network's totals of one academic year, from its links that stand. One query."""
    linked = LinkClass.objects.unscoped("totals of the whole network, small ones suppressed").filter(
        link__linking_year__start=start, link__state__in=[Link.State.STANDING, Link.State.ENDED]
    )
    total = linked.aggregate(
        programmes=Count("link__linking_year__programme", distinct=True),
        schools=Count("offered_class__school", distinct=True),
        classes=Count("offered_class", distinct=True),
        children=Sum("offered_class__size"),
        links=Count("link", distinct=True),
    )
    return Figures(
        start,
        total["programmes"],
        shown(total["schools"]),
        shown(total["classes"]),
        shown(total["children"]),
        shown(total["links"]),
    )


@dataclass
class Progress:
    """How far one linking year is: numbers for the network's staff, who see no school's answers."""

    answers: int = 0
    schools: int = 0
    classes: int = 0
    children: int = 0
    offered: int = 0
    links: int = 0
    linked: int = 0


def progress_of(viewer: Viewer, years: Sequence[int]) -> dict[int, Progress]:
    """Linking year -> its numbers, for viewers who may see every programme's figures. Four queries, however many years.

    `classes` are offered by schools whose answer is live; `linked` stand in links.
    """
    if not viewer.may(Permission.SEE_NETWORK_FIGURES):
        return {}
    found = {year: Progress() for year in years}
    answers = Interest.objects.unscoped("network staff see numbers, no answers").live().filter(linking_year__in=years)
    for row in answers.values("linking_year").annotate(n=Count("pk")):
        found[row["linking_year"]].answers = row["n"]
    offered = (
        OfferedClass.objects.unscoped("network staff see numbers, no answers")
        .filter(linking_year__in=years, withdrawn=None)
        .exclude(interest__state__in=[Interest.State.WITHDRAWN, Interest.State.REPLACED])
    )
    for row in offered.values("linking_year").annotate(
        n=Count("pk"), schools=Count("school", distinct=True), children=Sum("size")
    ):
        one = found[row["linking_year"]]
        one.classes, one.schools, one.children = row["n"], row["schools"], row["children"] or 0
    links = Link.objects.unscoped("network staff see numbers, no answers").filter(linking_year__in=years)
    for row in links.values("linking_year", "state").annotate(n=Count("pk")):
        if row["state"] == Link.State.OFFERED:
            found[row["linking_year"]].offered = row["n"]
        elif row["state"] in (Link.State.STANDING, Link.State.ENDED):
            found[row["linking_year"]].links += row["n"]
    standing = LinkClass.objects.unscoped("network staff see numbers, no answers").filter(
        link__linking_year__in=years, link__state=Link.State.STANDING
    )
    for held in standing.values("link__linking_year").annotate(n=Count("offered_class", distinct=True)):
        found[held["link__linking_year"]].linked = held["n"]
    return found

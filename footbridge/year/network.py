"""All programmes side by side: their year, their stage and their numbers, for network staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from footbridge.access import Viewer
from footbridge.brokering.figures import Progress, progress_of
from footbridge.people.models import Membership
from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.programmes.queries import host_of
from footbridge.ui.tables import Column, Filter, Table

STAGES = ["No open year", "Gathering answers", "Pairing", "Offers out", "Under way"]


@dataclass(frozen=True)
class Line:
    """A programme with its latest open year that has begun (else its next), and the numbers of that year."""

    slug: str
    name: str
    host: str
    recruiting: bool
    facilitators: int
    year: str
    stage: str
    late: bool
    schools: int
    classes: int
    linked: int
    links: int
    offered: int

    @property
    def state(self) -> str:
        """Whether schools can join."""
        return "open" if self.recruiting else "full"


def lines(viewer: Viewer, today: dt.date) -> list[Line]:
    """Every running programme. Eight queries, however many there are."""
    programmes = list(Programme.objects.filter(closed=None).prefetch_related("hostings").order_by("name"))
    years = _years(viewer, today)
    progress = progress_of(viewer, [year.pk for year in years.values()])
    people = dict(
        Membership.objects.visible_to(viewer)
        .current()
        .filter(role="facilitator")
        .values_list("programme")
        .annotate(n=Count("person", distinct=True))
    )
    return [_line(one, years.get(one.pk), progress, people.get(one.pk, 0), today) for one in programmes]


def _years(viewer: Viewer, today: dt.date) -> dict[int, LinkingYear]:
    """Programme -> the year to show: of those that are open, the latest that has begun, else the first to come."""
    found: dict[int, LinkingYear] = {}
    rows = LinkingYear.objects.visible_to(viewer).filter(state=LinkingYear.State.OPEN)
    for year in rows.select_related("programme").order_by("-start"):
        held = found.get(year.programme_id)
        if held is None or calendar.date_of(held, "interest_opens") > today:
            found[year.programme_id] = year
    return found


def _line(
    one: Programme, year: LinkingYear | None, progress: Mapping[int, Progress], facilitators: int, today: dt.date
) -> Line:
    numbers = progress.get(year.pk, Progress()) if year else Progress()
    stage, late = stage_of(year, numbers, today)
    host = host_of(one, today).now
    return Line(
        one.slug,
        one.name,
        host.organisation if host else "",
        one.recruiting,
        facilitators,
        year.label if year else "",
        stage,
        late,
        numbers.schools,
        numbers.classes,
        numbers.linked,
        numbers.links,
        numbers.offered,
    )


def stage_of(year: LinkingYear | None, numbers: Progress, today: dt.date) -> tuple[str, bool]:
    """How far a year is by its record, and whether its calendar is ahead of it.

    It gathers answers, pairs, has offers out, or is under way once half of its classes are linked.
    """
    if year is None:
        return STAGES[0], False
    if numbers.linked and 2 * numbers.linked >= numbers.classes:
        return STAGES[4], False
    after_offers = calendar.date_of(year, "agreements_by") < today
    if numbers.offered or numbers.links:
        return STAGES[3], after_offers
    if calendar.date_of(year, "brokering_opens") <= today:
        return STAGES[2], calendar.date_of(year, "offers_by") < today
    return STAGES[1], False


def table(rows: list[Line], query: QueryDict) -> Table:
    """The table of all programmes: sorted, filtered and paged by what its address says."""
    stages = sorted({line.stage for line in rows}, key=STAGES.index)
    return Table(
        rows,
        [
            Column("name", "Programme", sort=True, link=lambda line: reverse("programmes:overview", args=[line.slug])),
            Column("host", "Host", sort=True),
            Column(
                "stage",
                "Stage",
                sort=lambda line: STAGES.index(line.stage),
                show=lambda line: f"{line.stage}, late" if line.late else line.stage,
                tone=lambda line: "warning" if line.late else "info" if line.links else "plain",
            ),
            Column(
                "state",
                "Schools",
                sort=True,
                show=lambda line: "Can join" if line.recruiting else "Full",
                tone=lambda line: "good" if line.recruiting else "plain",
            ),
            Column("schools", "Answers", sort=True, numeric=True),
            Column(
                "linked",
                "Classes linked",
                sort=lambda line: line.linked / line.classes if line.classes else None,
                show=lambda line: f"{line.linked} of {line.classes}",
                numeric=True,
            ),
            Column("links", "Links", sort=True, numeric=True),
        ],
        query,
        caption="All programmes",
        note="Numbers of each programme's open year. Late: a date of its calendar has passed before the step was done.",
        search=["name", "host"],
        filters=[
            Filter("stage", "Stage", [(stage, stage) for stage in stages]),
            Filter("state", "Schools", [("open", "Can join"), ("full", "Full")]),
        ],
        order="name",
        empty_title="No programme yet",
        empty_text="Set up the first one; it takes eight questions.",
    )

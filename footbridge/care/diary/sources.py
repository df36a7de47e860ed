"""Where the calendar takes its entries from, in the order of the year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from footbridge.access import Permission, Viewer
from footbridge.brokering.links.queries import title_of
from footbridge.care.diary.entry import Entry, Source
from footbridge.care.models import LogLine
from footbridge.care.queries import sides_for
from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear

KINDS = {"year": "The year", "step": "My next steps"}


def of_the_year(viewer: Viewer, first: date, last: date) -> Sequence[Entry]:
    """The dates of the programmes' own calendars. One query."""
    years = LinkingYear.objects.visible_to(viewer).filter(state=LinkingYear.State.OPEN).select_related("programme")
    return [
        Entry(
            f"year-{year.pk}-{step}",
            day,
            calendar.LABELS[step],
            calendar.LABELS[step],
            "year",
            year.programme.name,
            reverse("programmes:dates", args=[year.programme.slug, year.start])
            if viewer.may(Permission.MANAGE_PROGRAMME)
            else "",
        )
        for year in years
        for step, day in calendar.dates_of(year).items()
        if first <= day <= last
    ]


def steps(viewer: Viewer, first: date, last: date) -> Sequence[Entry]:
    """Next steps after contacts. Three queries."""
    rows = LogLine.objects.visible_to(viewer).filter(done=None, next_on__gte=first, next_on__lte=last)
    rows = rows.select_related("link__linking_year__programme").prefetch_related(sides_for(viewer))
    return [
        Entry(
            f"step-{row.pk}",
            row.next_on,
            f"{row.next_step}: {title_of(row.link)}",
            "A next step with a link",
            "step",
            row.link.linking_year.programme.name,
            reverse("care:link", args=[row.link_id]),
        )
        for row in rows
        if row.next_on
    ]


SOURCES: Sequence[Source] = (of_the_year, steps)


def entries(viewer: Viewer, first: date, last: date) -> list[Entry]:
    """Everything between two days, soonest first. The queries of each source once."""
    found = [entry for source in SOURCES for entry in source(viewer, first, last)]
    return sorted(found, key=lambda entry: (entry.day, entry.starts is not None, str(entry.starts or ""), entry.title))

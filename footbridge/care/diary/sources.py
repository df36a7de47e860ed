"""Where the calendar takes its entries from, in the order of the year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from footbridge.access import Permission, Viewer
from footbridge.booking.models import Occasion
from footbridge.brokering.links.queries import title_of
from footbridge.care.diary.entry import Entry, Source
from footbridge.care.models import LogLine
from footbridge.care.queries import sides_for
from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear
from footbridge.visits.models import Meeting

KINDS = {"year": "The year", "occasion": "Occasions", "meeting": "Meetings", "step": "My next steps"}


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


def meetings(viewer: Viewer, first: date, last: date) -> Sequence[Entry]:
    """Meetings with a date. Three queries. Outside they say neither who meets nor where (D6)."""
    rows = Meeting.objects.visible_to(viewer).filter(day__gte=first, day__lte=last)
    rows = (
        rows.select_related("link__linking_year__programme").prefetch_related(sides_for(viewer)).order_by("day", "pk")
    )
    return [
        Entry(
            f"meeting-{row.pk}",
            row.day,
            f"{row.get_kind_display()}: {title_of(row.link)}",
            "A meeting of linked classes",
            "meeting",
            row.link.linking_year.programme.name,
            reverse("care:link", args=[row.link_id]) if viewer.may(Permission.LOOK_AFTER_LINKS) else "",
            starts=_at(row.day, row.starts),
            ends=_at(row.day, row.ends),
            state="" if row.is_ahead else row.get_state_display(),
        )
        for row in rows
        if row.day
    ]


def occasions(viewer: Viewer, first: date, last: date) -> Sequence[Entry]:
    """Briefings, training and celebrations. One query. Outside they say their kind and no place; a celebration's place, to which
    children come, stands on its own page alone (D6)."""
    rows = Occasion.objects.visible_to(viewer).exclude(state=Occasion.State.CANCELLED)
    begin, end = _at(first, time.min), _at(last, time.max)
    runs = viewer.may(Permission.RUN_OCCASIONS)
    return [
        Entry(
            f"occasion-{row.pk}",
            timezone.localdate(row.starts),
            row.title if row.hides_place or not row.place else f"{row.title}, {row.place}",
            OUTSIDE[row.kind],
            "occasion",
            row.programme.name,
            reverse("booking:occasion", args=[row.pk]) if runs else "",
            starts=row.starts,
            ends=row.ends,
            state="" if not row.is_over else "Held" if row.state == Occasion.State.HELD else "Over",
        )
        for row in rows.filter(starts__range=(begin, end)).select_related("programme").order_by("starts", "pk")
    ]


OUTSIDE = {
    "briefing": "A briefing for heads",
    "training": "Training of teachers",
    "celebration": "A celebration",
    "other": "An occasion of the programme",
}


def _at(day: date, hour: time | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, hour)) if hour else None


SOURCES: Sequence[Source] = (of_the_year, occasions, meetings, steps)


def entries(viewer: Viewer, first: date, last: date) -> list[Entry]:
    """Everything between two days, soonest first. The queries of each source once."""
    found = [entry for source in SOURCES for entry in source(viewer, first, last)]
    return sorted(found, key=lambda entry: (entry.day, entry.starts is not None, str(entry.starts or ""), entry.title))

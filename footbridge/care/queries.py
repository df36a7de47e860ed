"""What the pages of care read beside the board."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime

from footbridge.access import Viewer
from footbridge.brokering.models import Link, LinkSide
from footbridge.care.models import LogLine
from footbridge.care.nudges.words import KINDS
from footbridge.programmes.models import Programme
from footbridge.ui.parts import Event


def programmes_of(viewer: Viewer) -> list[Programme]:
    """The programmes whose links the viewer looks after."""
    return list(Programme.objects.filter(pk__in=viewer.programmes).order_by("name"))


def log_of(viewer: Viewer, link: Link) -> list[Event]:
    """Every contact about a link, newest first."""
    rows = LogLine.objects.visible_to(viewer).filter(link=link).select_related("by")
    return [
        Event(
            f"{localtime(row.at):%-d %B %Y}",
            _title(row),
            row.by.name if row.by else "Footbridge",
            row.summary + (f"\nNext: {row.next_step}" if row.next_step else ""),
            "info" if row.way == "nudge" else "plain",
        )
        for row in rows
    ]


def steps_due(viewer: Viewer, day: date) -> QuerySet[LogLine]:
    """Next steps whose day has come, oldest first."""
    rows = LogLine.objects.visible_to(viewer).due(day).select_related("link__linking_year")
    return rows.prefetch_related(sides_for(viewer)).order_by("next_on", "pk")


def sides_for(viewer: Viewer) -> Prefetch:
    """The sides of each line's link with their schools, as the viewer may see them. One query."""
    return Prefetch("link__sides", LinkSide.objects.visible_to(viewer).select_related("school").order_by("pk"))


def open_steps_of(viewer: Viewer, link: Link) -> list[LogLine]:
    """What is still to do after contacts about a link."""
    rows = LogLine.objects.visible_to(viewer).filter(link=link, done=None).exclude(next_step="")
    return list(rows.order_by("next_on", "pk"))


def line_for(viewer: Viewer, pk: int) -> LogLine:
    """A line of the log the viewer may see, or 404."""
    return get_object_or_404(LogLine.objects.visible_to(viewer).select_related("link__linking_year"), pk=pk)


def _title(row: LogLine) -> str:
    what = f"Nudge: {KINDS[row.about].short}" if row.way == "nudge" and row.about in KINDS else row.get_way_display()
    return what + (f", {row.talked_with}" if row.talked_with else "")

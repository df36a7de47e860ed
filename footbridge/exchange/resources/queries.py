"""The library as a viewer sees it, and the activities that classes of a room have taken."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from footbridge.access import Permission, Viewer
from footbridge.exchange import rules
from footbridge.exchange.models import AddedActivity, RoomActivity
from footbridge.exchange.resources.library import Activity, library
from footbridge.exchange.words import KeyQuestion, Strand


@dataclass(frozen=True)
class Taken:
    """An activity in a room, and whether an own class took it."""

    row: RoomActivity
    activity: Activity
    mine: bool


def activities_for(viewer: Viewer) -> list[Activity]:
    """The network's page, and what was added and may be used by the viewer; in the order of the key questions. One query."""
    rows = AddedActivity.objects.visible_to(viewer).filter(withdrawn=None).select_related("programme")
    added = [as_activity(row) for row in rows]
    order = list(dict.fromkeys(one.section for one in library()))
    return sorted(
        [*library(), *added], key=lambda one: order.index(one.section) if one.section in order else len(order)
    )


def as_activity(row: AddedActivity) -> Activity:
    """An added activity in the form of the page's."""
    whose = str(row.programme) if row.programme else "The network"
    return Activity(
        row.slug, row.title, str(KeyQuestion(row.question).label), row.question, row.years, row.minutes, row.when,
        [one.strip() for one in row.subjects.split(",") if one.strip()], row.aim, row.need,
        [line.strip() for line in row.steps.splitlines() if line.strip()], row.access, row.exchange, row.pk,
        f"{whose}, for {'every programme' if row.everywhere else 'its own classes'}",
    )  # fmt: skip


def activity_for(viewer: Viewer, slug: str) -> Activity:
    """One that the viewer may use, or 404."""
    for one in activities_for(viewer):
        if one.slug == slug:
            return one
    raise Http404


def may_change(viewer: Viewer, row: AddedActivity) -> bool:
    """Its own programme's facilitators; network staff what is the network's."""
    if viewer.may(Permission.PUBLISH_ACTIVITIES):
        return row.programme_id is None
    return viewer.may(Permission.ADD_ACTIVITIES) and row.programme_id in viewer.programmes


def added_for(viewer: Viewer, activity_id: int) -> AddedActivity:
    """An added activity that the viewer may change or publish, or 404."""
    row = AddedActivity.objects.visible_to(viewer).select_related("programme").filter(pk=activity_id).first()
    if row is None or not (may_change(viewer, row) or viewer.may(Permission.PUBLISH_ACTIVITIES)):
        raise Http404
    return row


def added_by(viewer: Viewer) -> list[tuple[AddedActivity, bool]]:
    """What the viewer's programmes have added, or for network staff everybody; and whether the viewer may change it."""
    if not viewer.may(Permission.ADD_ACTIVITIES):
        return []
    rows = AddedActivity.objects.visible_to(viewer).select_related("programme")
    if not viewer.may(Permission.PUBLISH_ACTIVITIES):
        rows = rows.filter(programme__in=viewer.programmes)
    return [(row, may_change(viewer, row)) for row in rows]


def taken_in(viewer: Viewer, link: int) -> list[Taken]:
    """The activities of a room, oldest first; those that the library no longer has are left out."""
    led = rules.classes_led(viewer)
    rows = RoomActivity.objects.visible_to(viewer).filter(link=link).order_by("at", "pk")
    known = {one.slug: one for one in activities_for(viewer)} if rows else {}
    return [Taken(row, one, row.link_class_id in led) for row in rows if (one := known.get(row.slug))]


def beginning_of(viewer: Viewer, link_class: int, slug: str) -> tuple[Activity | None, str, str]:
    """For a piece that begins with an activity taken into a class's room: it, its key question, and a strand of its subjects."""
    rows = RoomActivity.objects.visible_to(viewer).filter(link_class=link_class, slug=slug)
    one = next((one for one in activities_for(viewer) if one.slug == slug), None) if slug and rows.exists() else None
    if one is None:
        return None, "", ""
    strands = {str(label).casefold(): value for value, label in Strand.choices}
    strand = next((strands[subject.casefold()] for subject in one.subjects if subject.casefold() in strands), "")
    return one, one.question, strand

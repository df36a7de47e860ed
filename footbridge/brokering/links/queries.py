"""What people read of links: lists, one link with its sides and history, what a school linked in earlier years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime

from footbridge.access import Permission, Viewer
from footbridge.brokering.models import Link, LinkClass, LinkEvent, LinkSide
from footbridge.brokering.problem.facts import class_said
from footbridge.brokering.teachers.queries import ClassLed, links_led_by
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from footbridge.ui.parts import Event, Tone

TONES = {"offered": "info", "standing": "good", "declined": "warning", "withdrawn": "warning", "ended": "plain"}
REPLY_TONES = {"waiting": "info", "accepted": "good", "declined": "warning"}
EVENT_TONES: dict[str, Tone] = {
    "stood": "good",
    "accepted": "good",
    "declined": "warning",
    "withdrawn": "danger",
    "silent": "warning",
}


def link_ids_of(viewer: Viewer) -> frozenset[int]:
    """A school's links for its head, deputy and office; for a teacher those whose classes she leads. For `viewer.links`.
    One query."""
    if not viewer.schools or viewer.person_id is None:
        return frozenset()
    if not viewer.may(Permission.SEE_OWN_SCHOOL):
        return links_led_by(viewer.person_id, viewer.schools)
    sides = LinkSide.objects.unscoped("the rail asks which links are the viewer's own").filter(
        school__in=viewer.schools
    )
    return frozenset(sides.values_list("link_id", flat=True))


def schools_in_live_links(schools: Any) -> set[int]:
    """Which of these schools (ids, or a query of ids) stand in a link that is offered or stands. One query."""
    sides = LinkSide.objects.unscoped("at which schools work goes on").filter(school__in=schools)
    return set(sides.filter(link__state__in=[Link.State.OFFERED, Link.State.STANDING]).values_list("school", flat=True))


def links_for(viewer: Viewer) -> QuerySet[Link]:
    """The links a viewer may see, newest first, each with its sides and classes: three queries, whatever the number."""
    classes = LinkClass.objects.visible_to(viewer).select_related("offered_class").order_by("pk")
    sides = LinkSide.objects.visible_to(viewer).select_related("school").prefetch_related(Prefetch("classes", classes))
    rows = Link.objects.visible_to(viewer).select_related("linking_year__programme")
    return rows.prefetch_related(Prefetch("sides", sides.order_by("pk"))).order_by("-offered", "-pk")


def links_in_short(viewer: Viewer) -> QuerySet[Link]:
    """The same for lists of many: state and days of each link, its sides with the names of their schools, no class and no reasons.
    Years, programmes and schools are read once each. Five queries."""
    schools = School.objects.only("name")
    sides = LinkSide.objects.visible_to(viewer).defer("reasons", "cost").order_by("pk")
    years = LinkingYear.objects.visible_to(viewer).select_related("programme")
    rows = Link.objects.visible_to(viewer).defer("reasons", "figures").order_by("-offered", "-pk")
    rows = rows.prefetch_related(Prefetch("linking_year", years))
    return rows.prefetch_related(Prefetch("sides", sides.prefetch_related(Prefetch("school", schools))))


def link_for(viewer: Viewer, link_id: int) -> Link:
    """A link the viewer may see, or 404."""
    return get_object_or_404(links_for(viewer), pk=link_id)


def sides_of(link: Link) -> list[LinkSide]:
    """The sides that were fetched with a link."""
    return list(link.sides.all()) if "sides" in getattr(link, "_prefetched_objects_cache", {}) else []


def own_side(viewer: Viewer, link: Link) -> LinkSide | None:
    """The side of the viewer's school, if any."""
    return next((side for side in sides_of(link) if side.school_id in viewer.schools), None)


def title_of(link: Link) -> str:
    """A link by its schools."""
    return " and ".join(side.school.name for side in sides_of(link))


def classes_said(side: LinkSide) -> str:
    """The classes of a side in words."""
    words = []
    for row in side.classes.all():
        one = row.offered_class
        words.append(class_said(one.name, tuple(one.years), one.size))
    return " and ".join(words)


@dataclass(frozen=True)
class SideLine:
    """One side as a list shows it."""

    side: LinkSide
    classes: str
    tone: str
    led: Sequence[ClassLed] = ()
    ended: bool = False

    @property
    def reply(self) -> str:
        """What it answered; of a link that has ended nothing waits any more."""
        no_answer = self.ended and self.side.reply == LinkSide.Reply.WAITING
        return "No answer" if no_answer else self.side.get_reply_display()


def lines_of(link: Link, led: Mapping[int, Sequence[ClassLed]] | None = None) -> list[SideLine]:
    """The sides of a link with their classes in words, and with who leads them where `led` says it by side."""
    led = led or {}
    return [
        SideLine(side, classes_said(side), REPLY_TONES[side.reply], led.get(side.pk, ()), ended=not link.is_live)
        for side in sides_of(link)
    ]


def timeline_of(viewer: Viewer, link: Link) -> list[Event]:
    """The history of a link. Why a school declined or withdrew is read by the facilitators and by that school alone."""
    rows = LinkEvent.objects.visible_to(viewer).filter(link=link).select_related("by", "school").order_by("-at", "-pk")
    facilitates = viewer.may(Permission.SEE_LINK_PROGRESS)
    events = []
    for row in rows:
        if not facilitates and row.kind in (LinkEvent.What.REMINDED, LinkEvent.What.SILENT, LinkEvent.What.LIFTED):
            continue
        own = facilitates or (row.school_id is not None and row.school_id in viewer.schools)
        title = row.get_kind_display() + (f": {row.school.name}" if row.school else "")
        who = row.by.name if row.by and own else ""
        when = f"{localtime(row.at):%-d %B %Y, %H:%M}"
        events.append(Event(when, title, who, row.words if own else "", EVENT_TONES.get(row.kind, "plain")))
    return events


def offers_waiting(viewer: Viewer) -> list[Link]:
    """Offers that wait for the viewer's own school."""
    rows = links_for(viewer).filter(
        state=Link.State.OFFERED, sides__school__in=viewer.schools, sides__reply=LinkSide.Reply.WAITING
    )
    return list(rows.distinct())

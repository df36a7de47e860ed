"""Reading who leads which class of a link."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from footbridge.access import Permission, Viewer
from footbridge.access.roles import ROLES, TEACHER
from footbridge.brokering.models import Link, LinkClass, LinkTeacher, TeacherToCome
from footbridge.brokering.rules import may_name_teachers
from footbridge.people.models import Invitation, Membership


@dataclass(frozen=True)
class Leader:
    """Somebody who leads a class of a link now: ids of link, its class and school, and how to write to them."""

    person: int
    name: str
    email: str
    link: int
    link_class: int
    school: int


def leaders_of(links: Collection[int]) -> dict[int, list[Leader]]:
    """The teachers of links by link id, in the order they were named; a link without one has an empty list. One query.

    For the platform's own work (letters, bookings); pages reach teachers through `LinkTeacher.objects.visible_to(viewer)`.
    """
    found: dict[int, list[Leader]] = {link: [] for link in links}
    rows = (
        LinkTeacher.objects.unscoped("the platform writes to the teachers of links")
        .filter(link__in=list(links), until=None, person__is_active=True)
        .order_by("since", "pk")
        .values_list("person_id", "person__name", "person__email", "link_id", "link_class_id", "link_class__school_id")
    )
    for row in rows:
        leader = Leader(*row)
        found[leader.link].append(leader)
    return found


def links_led_by(person: int, schools: Collection[int] | None = None) -> frozenset[int]:
    """The links in which a person leads a class now, at these schools if they are given. One query."""
    rows = LinkTeacher.objects.unscoped("the rail asks which links are the viewer's own")
    rows = rows.filter(person=person, until=None)
    if schools is not None:
        rows = rows.filter(link_class__school__in=list(schools))
    return frozenset(rows.values_list("link_id", flat=True))


@dataclass(frozen=True)
class ClassLed:
    """A class of a link with who leads it now, who will when she accepts, and what the school wrote in spring."""

    row: LinkClass
    leaders: list[LinkTeacher]
    coming: list[TeacherToCome]
    hint: str
    may_name: bool

    @property
    def name(self) -> str:
        return self.row.offered_class.name

    @property
    def nobody(self) -> bool:
        return not self.leaders and not self.coming


def led_of(viewer: Viewer, link: Link) -> dict[int, list[ClassLed]]:
    """The classes of a link that stands by side, each with who leads it. Three queries. What the school wrote in spring is
    a hint for its own desk; a partner hears only of teachers who lead."""
    if link.state != Link.State.STANDING:
        return {}
    classes = LinkClass.objects.visible_to(viewer).filter(link=link).select_related("offered_class").order_by("pk")
    leaders: dict[int, list[LinkTeacher]] = {}
    for one in _leading(viewer).filter(link=link):
        leaders.setdefault(one.link_class_id, []).append(one)
    coming: dict[int, list[TeacherToCome]] = {}
    for waiting in _coming(viewer).filter(link=link):
        coming.setdefault(waiting.link_class_id, []).append(waiting)
    found: dict[int, list[ClassLed]] = {}
    for row in classes:
        own = may_name_teachers(viewer, row.school_id)
        hint = row.offered_class.teachers if own else ""
        led = ClassLed(row, leaders.get(row.pk, []), coming.get(row.pk, []), hint, own)
        found.setdefault(row.side_id, []).append(led)
    return found


def class_led(viewer: Viewer, link: Link, class_id: int) -> ClassLed:
    """One class of a link that stands, whose teachers the viewer may name; else 404."""
    for lines in led_of(viewer, link).values():
        for one in lines:
            if one.row.pk == class_id and one.may_name:
                return one
    raise Http404


def colleagues_for(viewer: Viewer, led: ClassLed) -> list[tuple[int, str, str]]:
    """Who works at the school and does not lead the class yet: person, name, roles in words. Teachers first. One query."""
    taken = {one.person_id for one in led.leaders}
    held = Membership.objects.visible_to(viewer).current().filter(school=led.row.school_id, person__is_active=True)
    roles: dict[tuple[int, str], list[str]] = {}
    for one in held.exclude(person__in=taken).select_related("person"):
        roles.setdefault((one.person_id, one.person.name), []).append(one.role)
    order = sorted(roles.items(), key=lambda item: (TEACHER.key not in item[1], item[0][1].casefold()))
    return [(person, name, ", ".join(ROLES[role].name for role in sorted(mine))) for (person, name), mine in order]


def leading_for(viewer: Viewer, pk: int) -> LinkTeacher:
    """Somebody who leads a class of the viewer's own school, or 404."""
    found = get_object_or_404(_leading(viewer).select_related("link_class__offered_class", "link"), pk=pk)
    if not may_name_teachers(viewer, found.link_class.school_id):
        raise Http404
    return found


def coming_for(viewer: Viewer, pk: int) -> TeacherToCome:
    """Somebody invited to lead a class of the viewer's own school, or 404."""
    found = get_object_or_404(_coming(viewer).select_related("link_class__offered_class", "invitation__school"), pk=pk)
    if not may_name_teachers(viewer, found.link_class.school_id):
        raise Http404
    return found


def without_teacher(viewer: Viewer) -> list[LinkClass]:
    """Classes of the viewer's schools whose link stands and that nobody leads or is invited to lead. One query."""
    if not viewer.may(Permission.NAME_TEACHERS):
        return []
    led = LinkTeacher.objects.unscoped("a class that somebody leads").filter(link_class=OuterRef("pk"), until=None)
    promised = TeacherToCome.objects.unscoped("a class that somebody will lead").filter(
        link_class=OuterRef("pk"), invitation__state=Invitation.State.SENT
    )
    rows = LinkClass.objects.visible_to(viewer).filter(school__in=viewer.schools, link__state=Link.State.STANDING)
    rows = rows.filter(~Exists(led), ~Exists(promised)).select_related("offered_class", "school")
    return list(rows.order_by("link_id", "pk"))


def _leading(viewer: Viewer) -> QuerySet[LinkTeacher]:
    rows = LinkTeacher.objects.visible_to(viewer).filter(until=None, person__is_active=True)
    return rows.select_related("person").order_by("since", "pk")


def _coming(viewer: Viewer) -> QuerySet[TeacherToCome]:
    rows = TeacherToCome.objects.visible_to(viewer).filter(invitation__state=Invitation.State.SENT)
    return rows.select_related("invitation").order_by("named", "pk")

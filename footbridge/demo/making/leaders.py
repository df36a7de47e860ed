"""Teachers of the linked classes: two lead each class of a standing link, but for a few that nobody leads yet."""

from __future__ import annotations

from footbridge.brokering.models import Link, LinkClass, LinkTeacher
from footbridge.demo.making.people import TEACHERS_PER_CLASS
from footbridge.demo.making.world import Local, World


def make(world: World) -> str:
    """Name them; returns what was counted. Last year's led until their link ended."""
    rows: list[LinkTeacher] = []
    for local in world.locals.values():
        for start, classes in local.link_classes.items():
            rows += _of_year(world, local, start, classes)
    LinkTeacher.objects.bulk_create(rows, batch_size=2000)
    return f"{len(rows)} lead a class"


def _of_year(world: World, local: Local, start: int, classes: list[LinkClass]) -> list[LinkTeacher]:
    links = {link.pk: link for link in local.links[start]}
    members = {one.school.pk: one for one in local.members}
    led: dict[int, int] = {}
    rows: list[LinkTeacher] = []
    for n, one in enumerate(classes):
        link = links[one.link_id]
        if link.settled is None or link.state not in (Link.State.STANDING, Link.State.ENDED):
            continue
        place = led.get(one.school_id, 0)
        led[one.school_id] = place + 1
        over = link.state == Link.State.ENDED
        if not over and n % 12 == 11:  # this one waits for a name
            continue
        teachers = members[one.school_id].teachers[TEACHERS_PER_CLASS * place : TEACHERS_PER_CLASS * (place + 1)]
        for person in teachers:
            rows.append(
                LinkTeacher(
                    link=link,
                    link_class=one,
                    person=person,
                    since=max(link.offered, person.joined) if not over else link.offered,
                    until=link.settled if over else None,
                    ended_because="The year ended" if over else "",
                )
            )
    return rows

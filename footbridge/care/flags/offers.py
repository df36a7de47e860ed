"""Offers and teachers: who has not answered, and which standing link has a class that nobody leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from footbridge.access import Viewer
from footbridge.brokering.links.queries import sides_of
from footbridge.brokering.models import Link, LinkSide
from footbridge.brokering.teachers.queries import leaders_of
from footbridge.care.flags.flag import Flag, Found, Standing
from footbridge.programmes.schooldays import holidays_of, school_days_between

SLOW = 10
"""School days after which an offer without an answer is late."""


def offers(viewer: Viewer, links: Sequence[Link], today: date) -> Found:
    """Offered links by who still has to answer. No query: links come with their sides."""
    found: Found = {}
    for link in links:
        if link.state != Link.State.OFFERED:
            found[link.pk] = Standing("Stands", "good")
            continue
        year = link.linking_year
        waits = [side for side in sides_of(link) if side.reply == LinkSide.Reply.WAITING]
        days = school_days_between(link.offered.date(), today, holidays_of(year.start, year.dates))
        names = " and ".join(side.school.name for side in waits)
        standing = Standing("Offered", "warning" if days >= SLOW else "info")
        standing.flags.append(
            Flag(
                "offer",
                "offer",
                f"{names} {'has' if len(waits) == 1 else 'have'} not answered the offer, {days} school days old.",
                "heads",
                tuple(side.school_id for side in waits),
                late=days >= SLOW,
            )
        )
        found[link.pk] = standing
    return found


def teachers(viewer: Viewer, links: Sequence[Link], today: date) -> Found:
    """Standing links by the schools that have not named who leads. One query."""
    standing = [link for link in links if link.state == Link.State.STANDING]
    named = leaders_of([link.pk for link in standing])
    found: Found = {}
    for link in standing:
        schools = {leader.school for leader in named[link.pk]}
        without = [side for side in sides_of(link) if side.school_id not in schools]
        if not without:
            found[link.pk] = Standing("Named", "good")
            continue
        names = " and ".join(side.school.name for side in without)
        flag = Flag(
            "teacher",
            "teachers",
            f"{names} {'has' if len(without) == 1 else 'have'} not said who leads the class.",
            "heads",
            tuple(side.school_id for side in without),
        )
        found[link.pk] = Standing(f"{len(without)} to name", "info", [flag])
    return found

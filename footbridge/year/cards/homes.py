"""Which home page each role has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.access.roles import FACILITATOR, NETWORK_STAFF, SCHOOL_ROLES
from footbridge.programmes.models import Programme
from footbridge.year.cards import facilitator, network, school, steps
from footbridge.year.cards.card import Card, Home, to


def home_of(viewer: Viewer, today: dt.date | None = None) -> Home:
    """What is next for the viewer in the role in use."""
    role, day = viewer.role, today or timezone.localdate()
    key = role.key if role else ""
    page = _HOMES.get(key, _no_role)(viewer, day)
    steps.add(page, _STEPS.get(key, ()), viewer, day)
    return page


def _no_role(viewer: Viewer, today: dt.date) -> Home:
    return Home(
        quiet="You hold no role yet.",
        after="Whoever invited you can give you one: your headteacher, your programme's facilitator, or the network.",
        standing=[Card("Find a programme", "See which one is near your school.", url=to("welcome:near"), label="Look")],
    )


def _funder(viewer: Viewer, today: dt.date) -> Home:
    funded = Programme.objects.filter(pk__in=viewer.programmes).order_by("name")
    return Home(
        quiet="No report waits for you.",
        after="The report of the programmes you fund appears here when they publish it.",
        standing=[
            Card(one.name, "A programme you fund.", url=to("welcome:programme", one.slug), label=f"About {one.name}")
            for one in funded
        ],
    )


def _venue(viewer: Viewer, today: dt.date) -> Home:
    return Home(
        quiet="Nothing waits for you.", after="When classes would like to come, you are asked here and by a letter."
    )


_HOMES: Mapping[str, Callable[[Viewer, dt.date], Home]] = {
    FACILITATOR.key: facilitator.home,
    NETWORK_STAFF.key: network.home,
    "funder": _funder,
    "venue_host": _venue,
    **{role.key: school.home for role in SCHOOL_ROLES},
}
_STEPS: Mapping[str, Sequence[steps.Cards]] = {
    FACILITATOR.key: steps.FACILITATOR,
    NETWORK_STAFF.key: steps.NETWORK,
    "venue_host": steps.VENUE,
    **{role.key: steps.SCHOOL for role in SCHOOL_ROLES},
}

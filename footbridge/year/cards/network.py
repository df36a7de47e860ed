"""What waits for network staff: programmes without a facilitator or an open year, an old register; and how far all are."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from footbridge.access import Viewer
from footbridge.schools.models import RegisterFile
from footbridge.year import network
from footbridge.year.cards.card import Card, Home, many, to

OLD = dt.timedelta(days=120)
"""The register is published daily; a term old is too old for new and closed schools."""


def home(viewer: Viewer, today: dt.date) -> Home:
    """The page of network staff. Nine queries, however many programmes."""
    lines = network.lines(viewer, today)
    page = Home(quiet="Nothing waits for you today.")
    page.now = [*_alone(lines), *_without_year(lines), *_late(lines), *_register(today)]
    stages = Counter(line.stage for line in lines)
    page.standing = [
        Card(
            many(len(lines), "programme", "programmes"),
            ", ".join(f"{stages[one]} {one.lower()}" for one in network.STAGES if stages[one]) or "None is set up yet.",
            url=to("year:programmes"),
            label="See all programmes",
        ),
        Card(
            many(sum(line.links for line in lines), "link stands", "links stand"),
            f"{sum(line.linked for line in lines)} of {sum(line.classes for line in lines)} classes have a partner.",
            url=to("year:programmes", sort="-links"),
            label="See the figures",
        ),
    ]
    if not lines:
        page.now.insert(
            0,
            Card(
                "Set up the first programme",
                "Eight questions, one a page.",
                "Then invite its facilitator.",
                to("programmes:set_up"),
                "Begin",
                tone="info",
            ),
        )
    return page


def _alone(lines: list[network.Line]) -> list[Card]:
    alone = [line for line in lines if not line.facilitators]
    if not alone:
        return []
    names = ", ".join(line.name for line in alone[:4]) + (" and more" if len(alone) > 4 else "")
    return [
        Card(
            many(len(alone), "programme has no facilitator", "programmes have no facilitator"),
            f"{names}: nobody answers schools there.",
            "Invite a facilitator. They get an e-mail with a link.",
            to("people:colleagues"),
            "Invite a facilitator",
            len(alone),
            "warning",
        )
    ]


def _without_year(lines: list[network.Line]) -> list[Card]:
    without = [line for line in lines if not line.year]
    if not without:
        return []
    names = ", ".join(line.name for line in without[:4]) + (" and more" if len(without) > 4 else "")
    return [
        Card(
            many(len(without), "programme has no open year", "programmes have no open year"),
            f"{names}: schools cannot answer there.",
            "Open a linking year in the programme's settings.",
            to("programmes:overview", without[0].slug),
            f"Open one for {without[0].name}",
            len(without),
            "info",
        )
    ]


def _late(lines: list[network.Line]) -> list[Card]:
    late = [line for line in lines if line.late]
    if not late:
        return []
    names = ", ".join(line.name for line in late[:4]) + (" and more" if len(late) > 4 else "")
    return [
        Card(
            many(len(late), "programme is late", "programmes are late"),
            f"{names}: a date of the calendar has passed before pairing or offers were done.",
            "A call to the facilitator shows what is needed.",
            to("year:programmes", sort="stage"),
            "See them in the table",
            len(late),
            "info",
        )
    ]


def _register(today: dt.date) -> list[Card]:
    latest = RegisterFile.objects.order_by("-as_of").values_list("as_of", flat=True).first()
    if latest and today - latest <= OLD:
        return []
    said = f"Its facts are of {latest.day} {latest:%B %Y}." if latest else "No register file has been brought in yet."
    return [
        Card(
            "The school register is out of date" if latest else "Bring in the school register",
            said,
            "You see what would change before anything does.",
            to("schools:imports"),
            "Bring in a new file",
            tone="warning",
        )
    ]

"""The facilitator's list of links as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from footbridge.access import Viewer
from footbridge.brokering.links.queries import TONES, lines_of, links_for, title_of
from footbridge.brokering.models import Link
from footbridge.programmes.models import LinkingYear
from footbridge.ui.tables import Column, Filter, Table


def links_table(viewer: Viewer, years: Sequence[LinkingYear], query: Mapping[str, str]) -> Table:
    """Links with their state, classes and who still has to answer."""
    return Table(
        links_for(viewer).distinct(),
        [
            Column(
                "title", "Link", show=title_of, link=lambda link: reverse("brokering:link", args=[link.pk]), main=True
            ),
            Column("reference", "Reference", sort=True),
            Column("classes", "Classes", show=lambda link: "; ".join(line.classes for line in lines_of(link))),
            Column(
                "state",
                "State",
                sort=True,
                show=lambda link: link.get_state_display(),
                tone=lambda link: TONES[link.state],
            ),
            Column("waits", "Waits for", show=_waits_for),
            Column("offered", "Offered", sort=True, show=lambda link: f"{link.offered:%-d %b %Y}", numeric=True),
            Column("linking_year", "Year", show=lambda link: link.linking_year.label, sort="linking_year__start"),
        ],
        query,
        caption="Links",
        search=["reference", "sides__school__name"],
        filters=[
            Filter("state", "State", Link.State.choices),
            Filter("year", "Year", [(str(year.pk), str(year)) for year in years], "linking_year"),
            Filter("waiting", "Answer", [("yes", "Still waiting")], _still_waiting),
        ],
        order="-offered",
        empty_title="No link has been offered yet",
        empty_text="Offer links from a draft; then you follow them here.",
        empty_picture="two-schools",
    )


def _waits_for(link: Link) -> str:
    if link.state != Link.State.OFFERED:
        return ""
    return " and ".join(line.side.school.name for line in lines_of(link) if line.side.reply == "waiting")


def _still_waiting(rows: Any, value: str) -> Any:
    return rows.filter(state=Link.State.OFFERED)

"""The facilitator's list of meetings as a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from footbridge.access import Viewer
from footbridge.brokering.links.queries import title_of
from footbridge.brokering.models import Link
from footbridge.programmes.models import MEETINGS
from footbridge.ui.tables import Column, Filter, Table
from footbridge.visits.meetings.queries import TONES, meetings_for, when_said
from footbridge.visits.models import Meeting


def meetings_table(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """Meetings by link with state and day."""
    return Table(
        meetings_for(viewer),
        [
            Column("link", "Link", show=lambda row: title_of(row.link), link=_page, main=True),
            Column("number", "No.", numeric=True),
            Column("kind", "Meeting", sort=True, show=lambda row: row.said),
            Column(
                "state", "State", sort=True, show=lambda row: row.get_state_display(), tone=lambda row: TONES[row.state]
            ),
            Column("day", "When", sort=True, show=when_said),
        ],
        query,
        caption="Meetings",
        search=["link__reference", "link__sides__school__name"],
        filters=[Filter("state", "State", Meeting.State.choices), Filter("kind", "Meeting", MEETINGS)],
        order="day",
        empty_title="No meetings yet",
        empty_text="As soon as a link stands, its meetings are listed here.",
        empty_picture="meeting",
    )


def _page(row: Meeting) -> str:
    return reverse("visits:meeting", args=[row.pk])


def months_held(link: Link) -> list[tuple[date, str]]:
    """In which months the classes of a link met, and what it was; never a day or a place. For a class's keepsake book."""
    held = Meeting.objects.unscoped("a class's book says in which months it met").filter(link=link, state="held")
    return [
        (one.month, one.said) for one in held.select_related("host_school").order_by("month", "number") if one.month
    ]

"""The organiser's lists of occasions as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from footbridge.booking.models import Occasion
from footbridge.booking.words import hours_of
from footbridge.ui.tables import Column, Filter, Table

TONES = {"open": "info", "closed": "plain", "cancelled": "warning", "held": "good"}


def occasions_table(rows: Sequence[Occasion], query: Mapping[str, str], *, past: bool) -> Table:
    """Occasions that come, the next first; or those that are over or cancelled, the last first."""
    return Table(
        sorted(rows, key=lambda one: one.starts, reverse=past),
        [
            Column(
                "title", "Occasion", sort=True, main=True, link=lambda one: reverse("booking:occasion", args=[one.pk])
            ),
            Column("starts", "When", sort=True, show=hours_of),
            Column("kind", "Kind", sort=True, show=lambda one: one.get_kind_display()),
            Column(
                "state", "State", show=_state, tone=lambda one: "warning" if lacks_attendance(one) else TONES[one.state]
            ),
            Column("booked", "Taken", sort=True, numeric=True, show=lambda one: f"{one.booked} of {one.capacity}"),
            Column("programme.name", "Programme", sort=True),
        ],
        query,
        name="past" if past else "coming",
        caption="Past and cancelled" if past else "Coming",
        search=["title", "place"],
        filters=[Filter("kind", "Kind", Occasion.Kind.choices, "kind")],
        page_size=25,
        empty_title="Nothing was held yet" if past else "Nothing is planned",
        empty_text="What is over stands here."
        if past
        else "Set up a briefing or a training session, and schools can book it.",
    )


def lacks_attendance(occasion: Occasion) -> bool:
    """Whether it is over, somebody was booked, and nobody has said that it was held."""
    return occasion.is_over and occasion.booked > 0 and occasion.state in (Occasion.State.OPEN, Occasion.State.CLOSED)


def _state(occasion: Occasion) -> str:
    return "Attendance to take" if lacks_attendance(occasion) else str(occasion.get_state_display())

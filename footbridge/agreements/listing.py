"""The facilitator's list of agreements as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from footbridge.access import Viewer
from footbridge.agreements.models import Agreement
from footbridge.agreements.queries import TONES, agreements_for, title_of, waits_for
from footbridge.ui.tables import Column, Filter, Table


def agreements_table(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """Agreements by state, with who is waited for and since when."""
    return Table(
        agreements_for(viewer),
        [
            Column(
                "title", "Link", show=title_of, link=lambda one: reverse("agreements:one", args=[one.pk]), main=True
            ),
            Column("link.reference", "Reference", sort="link__reference"),
            Column(
                "state",
                "State",
                sort=True,
                show=lambda one: one.get_state_display(),
                tone=lambda one: TONES[one.state],
            ),
            Column("waits", "Waits for", show=lambda one: " and ".join(s.school.name for s in waits_for(one))),
            Column("asked", "Asked", show=_asked, numeric=True),
            Column("chased", "Chased", show=_chased),
            Column("text.number", "Version", sort="text__number", numeric=True),
        ],
        query,
        caption="Agreements",
        search=["link__reference", "sides__school__name"],
        filters=[
            Filter("state", "State", Agreement.State.choices),
            Filter("half", "Signatures", [("none", "Nobody has signed"), ("half", "One side has signed")], _half),
            Filter("silent", "Chased", [("yes", "In vain: call them")], _silent),
        ],
        order="state",  # those that wait first
        empty_title="No agreement is open yet",
        empty_text="An agreement opens by itself as soon as a link stands.",
        empty_picture="two-schools",
    )


def _asked(one: Agreement) -> str:
    waiting = waits_for(one)
    return f"{min(side.asked for side in waiting):%-d %b %Y}" if waiting else ""


def _chased(one: Agreement) -> str:
    waiting = waits_for(one)
    if any(side.told for side in waiting):
        return "in vain"
    most = max((side.reminders for side in waiting), default=0)
    return f"{most} time{'s' if most > 1 else ''}" if most else ""


def _half(rows: Any, value: str) -> Any:
    signed = Agreement.objects.unscoped("a filter narrows rows that are scoped").filter(sides__signature__isnull=False)
    rows = rows.filter(state=Agreement.State.OPEN)
    return rows.filter(pk__in=signed.values("pk")) if value == "half" else rows.exclude(pk__in=signed.values("pk"))


def _silent(rows: Any, value: str) -> Any:
    told = Agreement.objects.unscoped("a filter narrows rows that are scoped").filter(
        sides__told__isnull=False, sides__signature=None
    )
    return rows.filter(state=Agreement.State.OPEN, pk__in=told.values("pk"))

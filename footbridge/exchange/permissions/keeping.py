"""What families said, as it is kept without names when a room has ended."""

from __future__ import annotations

from datetime import date

from footbridge.exchange.models import Decision, KeptDecision

WHY = "what families said is kept until 31 December, then counted"


def copied(link: int, today: date) -> list[KeptDecision]:
    """The lines of a room's ledger as they are kept on, not yet saved. Inside the wall."""
    last = date(today.year, 12, 31)
    rows = Decision.objects.unscoped(WHY).filter(link=link).order_by("pk")
    return [
        KeptDecision(link_id=link, child=row.label_id, use=row.use, said=row.said, at=row.at, until=last)
        for row in rows
    ]

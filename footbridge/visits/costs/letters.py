"""The letter that answers a claim, to who made it."""

from __future__ import annotations

from django.urls import reverse

from footbridge.visits import letters
from footbridge.visits.models import CostLine
from footbridge.visits.plans.money import say_pounds


def answered(cost: CostLine) -> None:
    """Your claim is settled, in part, or not paid. Written once for each answer."""
    person = cost.claimed_by
    if person is None:
        return
    paid = bool(cost.settled)
    programme = cost.side.link.linking_year.programme
    said = f"{programme.name} pays {say_pounds(cost.settled)} of your claim for {say_pounds(cost.claimed)}."
    if not paid:
        said = f"{programme.name} does not pay your claim for {say_pounds(cost.claimed)}."
    letters.news(
        f"claim:{cost.pk}:{cost.settled_at:%s%f}", person.email, person.name, programme,
        letters.Said(
            "Your claim is settled" if paid else "Your claim is not paid",
            said,
            cost.reply or "Nothing more is to be done.",
            "Look at your costs",
            reverse("visits:costs"),
        ),
    )  # fmt: skip

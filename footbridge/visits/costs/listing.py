"""The facilitator's list of costs and claims as a table."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.urls import reverse

from footbridge.ui.tables import Column, Filter, Table
from footbridge.visits.costs.queries import LinkLine
from footbridge.visits.models import CostLine
from footbridge.visits.plans.money import say_pounds

TONES = {"none": "plain", "claimed": "info", "settled": "good", "refused": "warning"}


def costs_table(rows: QuerySet[CostLine], query: Mapping[str, str]) -> Table:
    """Costs of links with their claims."""
    return Table(
        rows,
        [
            Column("said", "Cost", link=_page, main=True),
            Column("side.school.name", "School", sort="side__school__name"),
            Column("side.link.reference", "Link", sort="side__link__reference"),
            Column("actual", "Paid", sort=True, numeric=True, show=lambda row: say_pounds(row.actual)),
            Column("payer", "Who pays", show=lambda row: row.get_payer_display()),
            Column(
                "claim", "Claim", sort=True, show=lambda row: row.get_claim_display(), tone=lambda row: TONES[row.claim]
            ),
            Column("claimed", "Claimed", sort=True, numeric=True, show=lambda row: say_pounds(row.claimed)),
            Column("settled", "Paid back", sort=True, numeric=True, show=lambda row: say_pounds(row.settled)),
        ],
        query,
        caption="Costs of links",
        search=["side__school__name", "side__link__reference", "words"],
        filters=[
            Filter("claim", "Claim", CostLine.Claim.choices),
            Filter("kind", "Cost", CostLine.What.choices),
            Filter("payer", "Who pays", CostLine.Payer.choices),
        ],
        order="claim",
        empty_title="No costs yet",
        empty_text="As soon as a school notes what its link costs, it is listed here.",
        empty_picture="coach",
    )


def links_table(rows: list[LinkLine]) -> Table:
    """Costs added up link by link."""
    kinds = [Column(kind, label, numeric=True) for kind, label in CostLine.What.choices]
    return Table(
        rows,
        [
            Column("reference", "Link", main=True),
            *kinds,
            Column("back", "Paid back", numeric=True),
            Column("left", "Left with schools", numeric=True),
        ],
        {},
        caption="Link by link",
        name="links",
        empty_title="No costs yet",
    )


def _page(row: CostLine) -> str:
    return reverse("visits:cost", args=[row.pk])

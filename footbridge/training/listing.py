"""The facilitator's list of links with who is trained, booked and missing, as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from footbridge.programmes.models import LinkingYear
from footbridge.training import shapes
from footbridge.training.queries.pages import LinkRow
from footbridge.ui.tables import Column, Filter, Table


def training_table(rows: Sequence[LinkRow], years: Sequence[LinkingYear], query: Mapping[str, str]) -> Table:
    """Links with each teacher's state, part by part; most missing first."""
    shape_names = [year.programme.training_shape for year in years] or ["half"]
    longest = max(shape_names, key=lambda shape: len(shapes.parts_of(shape)))
    parts = [
        Column(f"part-{n}", shapes.name_of(longest, n), template="training/_part.html", show=_cells(n))
        for n in shapes.parts_of(longest)
    ]
    return Table(
        list(rows),
        [
            Column(
                "title",
                "Link",
                sort=True,
                main=True,
                link=lambda row: reverse("brokering:link", args=[row.link.pk]),
            ),
            *parts,
            Column("missing", "Not booked", sort=True, numeric=True),
        ],
        query,
        caption="Training by link",
        search=["title", "link.reference", "names"],
        filters=[
            Filter(
                "needs", "Not booked", [("late", "Something late"), ("any", "Something"), ("none", "Nothing")], _needs
            ),
            Filter("year", "Year", [(str(year.pk), str(year)) for year in years], "link__linking_year_id"),
        ],
        order="-missing",
        sizes=(50, 100, 200),
        empty_title="No link stands yet",
        empty_text="When both heads have accepted a link and named its teachers, you see here who is trained.",
        empty_picture="two-schools",
    )


def figures_table(lines: Sequence[Mapping[str, Any]]) -> Table:
    """For each part: how many teachers are trained, booked, wait and are not booked."""
    columns = [("all", "Teachers"), ("done", "Trained"), ("booked", "Booked"), ("waiting", "Waiting"), ("missing", "Not booked"),
               ("late", "of them late")]  # fmt: skip
    return Table(
        list(lines),
        [Column("name", "Part", main=True), *(Column(key, label, numeric=True) for key, label in columns)],
        {},
        name="figures",
        caption="Teachers of linked classes",
    )


def _cells(part: int) -> Callable[[Any], Any]:
    return lambda row: row.cells(part) or None


def _needs(rows: list[LinkRow], value: str) -> list[LinkRow]:
    if value == "none":
        return [row for row in rows if not row.missing]
    return [row for row in rows if (row.late if value == "late" else row.missing)]

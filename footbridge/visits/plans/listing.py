"""The risk assessments side by side, as tables."""

from __future__ import annotations

from typing import Any

from footbridge.ui.tables import Column, Table
from footbridge.visits.plans.queries import Risk

SAID = {True: "Done", False: "To do"}
TONE = {True: "good", False: "warning"}


def risk_tables(risk: Risk) -> list[Table]:
    """Both schools side by side, and the place below."""
    schools = [{"words": words, **{f"s{n}": done for n, done in enumerate(marks)}} for words, marks in risk.rows]
    columns = [Column("words", "What each school makes sure of", main=True)]
    columns += [_mark(f"s{n}", side.name) for n, side in enumerate(risk.sides)]
    place = [{"words": words, "s0": done} for words, done in risk.place_rows]
    return [
        Table(schools, columns, {}, caption="Both schools", name="schools"),
        Table(
            place,
            [Column("words", "What is made sure of there", main=True), _mark("s0", "Done?")],
            {},
            caption=risk.place.name,
            name="place",
        ),
    ]


def _mark(key: str, label: str) -> Column:
    def said(row: Any) -> str:
        return SAID[row[key]]

    def tone(row: Any) -> str:
        return TONE[row[key]]

    return Column(key, label, show=said, tone=tone)

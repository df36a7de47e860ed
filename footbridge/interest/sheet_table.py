"""The rows of a sign-up sheet as a table: what was typed, what it was taken for, what is unclear."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from footbridge.interest.models import SheetRow, SignUpSheet
from footbridge.interest.sheets.reading import cells_of
from footbridge.interest.sheets.values import say_years
from footbridge.interest.sheets.wishes import understand
from footbridge.ui.parts import Tab
from footbridge.ui.tables import Column, Table

State = SheetRow.State
TONES = {
    State.READY: "good",
    State.CONFIRM: "warning",
    State.WRONG: "danger",
    State.LEFT_OUT: "plain",
    State.NOT_OURS: "plain",
    State.BROUGHT_IN: "info",
}
ANSWERS = {"yes": "Yes", "maybe": "Maybe", "no": "Not this year"}


def rows_table(sheet: SignUpSheet, rows: QuerySet[SheetRow], query: QueryDict) -> Table:
    """The rows, narrowed to the state the address asks for. Two queries."""
    state = query.get("state", "")
    if state == "waiting":
        rows = rows.filter(state__in=[State.CONFIRM, State.WRONG])
    elif state in TONES:
        rows = rows.filter(state=state)
    return Table(
        rows,
        [
            Column("line", "Line", numeric=True, sort=True, show=lambda row: row.line),
            Column(
                "school",
                "School",
                main=True,
                sort="school__name",
                show=lambda row: beside(sheet, row, "school"),
                template="interest/sheets/_school.html",
            ),
            Column(
                "answer",
                "Answer",
                show=lambda row: beside(sheet, row, "answer"),
                template="interest/sheets/_beside.html",
            ),
            Column(
                "years",
                "Year group(s)",
                show=lambda row: beside(sheet, row, "years"),
                template="interest/sheets/_beside.html",
            ),
            Column(
                "size", "Pupils", show=lambda row: beside(sheet, row, "size"), template="interest/sheets/_beside.html"
            ),
            Column(
                "class_name",
                "Class",
                show=lambda row: beside(sheet, row, "class_name"),
                template="interest/sheets/_beside.html",
            ),
            Column(
                "wishes",
                "Wishes",
                show=lambda row: beside(sheet, row, "wishes"),
                template="interest/sheets/_beside.html",
            ),
            Column("state", "State", sort=True, template="interest/sheets/_state.html"),
        ],
        query,
        caption="Rows of the sheet",
        note="What was typed stands below what it was taken for.",
        search=["typed", "school__name", "school__urn"],
        order="line",
        keep=["state"],
        page_size=100,
        empty_title="No row here",
        empty_text="No row of the sheet stands in this state.",
    )


def beside(sheet: SignUpSheet, row: SheetRow, field: str) -> dict[str, Any]:
    """A cell's meaning and what was typed, for a template; `same` when they are the same words."""
    typed = cells_of(sheet.fields, row.typed, {}).get(field, "")
    meaning = said(row, field)
    if field == "answer" and typed.strip().casefold() == row.understood.get("answer"):
        typed = ""  # “no” needs no explaining
    return {"typed": typed, "meaning": meaning, "same": not typed or typed.strip().casefold() == meaning.casefold()}


def said(row: SheetRow, field: str) -> str:
    """What a cell was taken for, in words; empty when for nothing."""
    value = row.understood.get(field)
    match field:
        case "school":
            return row.school.name if row.school else ""
        case "answer":
            return ANSWERS.get(str(value), "")
        case "years":
            return say_years(value) if value else ""
        case "wishes":
            if row.understood.get("answer") == "no":
                return "Ask again next year" if row.understood.get("ask_next_year") else ""
            return ", ".join(understand(str(value or "")).sentences())
        case _:
            return str(value) if value else ""


def state_tabs(sheet: SignUpSheet, states: dict[str, int], query: QueryDict) -> list[Tab]:
    """All rows, those that wait, and each state that occurs."""
    at, now = reverse("interest:sheet", args=[sheet.pk]), query.get("state", "")
    waiting = states.get(State.CONFIRM, 0) + states.get(State.WRONG, 0)
    tabs = [
        Tab("All", at, now == "", sum(states.values())),
        Tab("To settle", f"{at}?state=waiting", now == "waiting", waiting),
    ]
    for state in (State.READY, State.BROUGHT_IN, State.LEFT_OUT, State.NOT_OURS):
        if states.get(state) or now == state:
            tabs.append(Tab(str(state.label), f"{at}?state={state}", now == state, states.get(state, 0)))
    return tabs

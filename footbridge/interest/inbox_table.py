"""The inbox as a table: its columns, filters and tabs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from footbridge.interest.models import Interest
from footbridge.interest.queries.inbox import Counts, say_age
from footbridge.interest.rules import ANSWER_TONES, LIVE, TONES
from footbridge.programmes.models import LinkingYear
from footbridge.ui.parts import Tab
from footbridge.ui.tables import Column, Filter, Table

STATES = [
    ("live", "All that count"),
    ("received", "New"),
    ("in_talk", "In talk"),
    ("settled", "Settled"),
    ("withdrawn", "Withdrawn"),
    ("replaced", "Replaced"),
]


def answers_table(rows: QuerySet[Interest], query: QueryDict, now: datetime) -> Table:
    """Answers of a year, narrowed to the state the address asks for."""
    state = query.get("state", "live")
    rows = rows.filter(state=state) if state in TONES else rows.filter(state__in=LIVE)
    return Table(
        rows,
        [
            Column("school.name", "School", sort="school__name", main=True, template="interest/inbox/_school.html"),
            Column(
                "answer",
                "Answer",
                sort=True,
                show=lambda row: row.get_answer_display(),
                tone=lambda row: ANSWER_TONES[row.answer],
            ),
            Column(
                "state", "State", sort=True, show=lambda row: row.get_state_display(), tone=lambda row: TONES[row.state]
            ),
            Column("class_count", "Classes", sort=True, numeric=True),
            Column("children", "Children", sort=True, numeric=True),
            Column("created", "Came", sort=True, show=lambda row: say_age(row.created, now)),
            Column(
                "owner",
                "Looked after by",
                sort="owner__name",
                show=lambda row: row.owner.name if row.owner else "Nobody yet",
            ),
            Column("next_on", "Next step", sort=True, show=lambda row: f"{row.next_on:%-d %b}" if row.next_on else ""),
            Column("source", "By", sort=True, show=lambda row: row.get_source_display()),
        ],
        query,
        caption="Answers",
        search=["school__name", "school__postcode", "school__town", "reference", "contact_name", "contact_email"],
        search_label="Search school, postcode, reference or contact",
        filters=[
            Filter("answer", "Answer", Interest.Answer.choices),
            Filter("owned", "Looked after", [("no", "By nobody yet"), ("yes", "By somebody")], _owned),
            Filter("intake", "Intake", [("autumn", "Autumn"), ("january", "January")]),
            Filter("source", "By", Interest._meta.get_field("source").choices),  # type: ignore[arg-type]
            Filter("double", "Answers of the school", [("yes", "More than one")], _double),
        ],
        order="-created",
        keep=["state", "year"],
        page_size=100,
        empty_title="No answers here",
        empty_text="When a school answers, or you bring in a sign-up sheet, its answer stands here.",
    )


def _owned(rows: Any, value: str) -> Any:
    return rows.filter(owner__isnull=value == "no")


def _double(rows: Any, value: str) -> Any:
    return rows.filter(has_others=True)


def states_tabs(counts: Counts, query: QueryDict, year: LinkingYear) -> list[Tab]:
    """A tab for each state with how many stand in it."""
    now = query.get("state", "live")
    address: Callable[[str], str] = lambda state: f"{reverse('interest:inbox')}?year={year.pk}&state={state}"  # noqa: E731
    found = [
        Tab(label, address(state), state == now, counts.live if state == "live" else counts.by_state.get(state, 0))
        for state, label in STATES
    ]
    return [tab for tab in found if tab.count or tab.current or tab.label in ("All that count", "New")]

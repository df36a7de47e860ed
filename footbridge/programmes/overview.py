"""The overview of a programme's settings: what is set, in rows, with where to change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.programmes import calendar, queries, rules
from footbridge.programmes.forms.pairing import WEIGHTS
from footbridge.programmes.models import CALENDAR_STEPS, MEETINGS, TRAINING_SHAPES, LinkingYear, Programme
from footbridge.ui.miles import KM_IN_A_MILE, miles
from footbridge.ui.parts import Event, Row


@dataclass(frozen=True)
class Part:
    """A card of the overview."""

    title: str
    rows: Sequence[Row]
    change: str = ""


@dataclass(frozen=True)
class Year:
    """A linking year as a line: its state, its next step, where its dates and its end are."""

    year: LinkingYear
    next_step: str
    url: str
    close_url: str


def of(viewer: Viewer, programme: Programme) -> dict[str, Any]:
    """What the overview shows. `network` adds what only network staff may change."""
    host = queries.host_of(programme)
    years = queries.years_of(viewer, programme)
    return {
        "programme": programme,
        "network": rules.may_set_up(viewer),
        "facilitators": queries.facilitators(viewer, programme),
        "parts": [_public(programme, viewer), _shape(programme), _pairing(programme), _calendar(programme)],
        "years": [_year(one) for one in years],
        "to_open": [(start, f"{start}/{(start + 1) % 100:02d}") for start in years_to_open(viewer, programme, years)],
        "host": host.now,
        "history": [_hosting(one) for one in host.history],
    }


def years_to_open(viewer: Viewer, programme: Programme, years: Sequence[LinkingYear] | None = None) -> list[int]:
    """Academic years that can be opened now: planned ones, and this and the next unless they exist. Latest last."""
    if programme.closed:
        return []
    known = {one.start: one for one in (queries.years_of(viewer, programme) if years is None else years)}
    today = timezone.localdate()
    now = today.year if today.month >= 8 else today.year - 1
    wanted = {now, now + 1} | {start for start, one in known.items() if one.state == LinkingYear.State.PLANNED}
    return sorted(start for start in wanted if start not in known or known[start].state == LinkingYear.State.PLANNED)


def _url(programme: Programme, section: str) -> str:
    return reverse("programmes:section", args=[programme.slug, section])


def _public(programme: Programme, viewer: Viewer) -> Part:
    network = rules.may_set_up(viewer)
    places = ", ".join(one.name for one in programme.authorities.all())
    return Part(
        "What visitors read",
        [
            Row("Name", programme.name, _url(programme, "name") if network else ""),
            Row("Local authorities", places, _url(programme, "authorities") if network else ""),
            Row("About", programme.about, _url(programme, "about")),
            Row("What it costs", programme.cost_note, _url(programme, "about")),
            Row("Contact", programme.contact_name, _url(programme, "contact")),
            Row("E-mail", programme.contact_email, _url(programme, "contact")),
            Row("Telephone", programme.contact_phone, _url(programme, "contact")),
        ],
    )


def _shape(programme: Programme) -> Part:
    names = dict(MEETINGS)
    return Part(
        "Shape of the year",
        [
            Row("Meetings", " → ".join(names[key] for key in programme.meetings), _url(programme, "shape")),
            Row("Training", dict(TRAINING_SHAPES)[programme.training_shape], _url(programme, "shape")),
        ],
    )


def _pairing(programme: Programme) -> Part:
    weights, limits = {"fairness": 0.0, **queries.weights(programme)}, queries.pairing_rules(programme)
    base, per_km = queries.coach_prices(programme)
    order = sorted(WEIGHTS, key=lambda key: -weights[key])
    said = ", ".join(f"{WEIGHTS[key][0].lower()} {round(weights[key] * 10)}" for key in order)
    most = (
        "no limit" if limits.max_distance_km is None else f"{miles(limits.max_distance_km * 1000)} in a straight line"
    )
    gaps = {None: "any", 0: "the same", 1: "one year apart at most"}
    gap = gaps.get(limits.max_year_gap, f"{limits.max_year_gap} years apart at most")
    return Part(
        "Pairing",
        [
            Row("Weights, 0 to 10", said.capitalize(), _url(programme, "weights")),
            Row("Distance", most.capitalize(), _url(programme, "limits")),
            Row("Year groups", gap.capitalize(), _url(programme, "limits")),
            Row(
                "Rough cost of a coach", f"£{base:g}, and £{per_km * KM_IN_A_MILE:.2f} a mile", _url(programme, "coach")
            ),
        ],
    )


def _calendar(programme: Programme) -> Part:
    days = calendar.days_of(programme)
    rows = [Row(label, calendar.say_day(*days[step])) for step, label, _, _ in CALENDAR_STEPS]
    return Part("Usual days", rows, _url(programme, "calendar"))


def _year(one: LinkingYear) -> Year:
    today = timezone.localdate()
    ahead = sorted((day, step) for step, day in calendar.dates_of(one).items() if day >= today)
    said = f"{calendar.LABELS[ahead[0][1]]}, {calendar.say(ahead[0][0])}" if ahead else "All steps are past"
    places = [one.programme.slug, one.start]
    closing = one.state == LinkingYear.State.OPEN
    return Year(
        one,
        "" if one.state == LinkingYear.State.CLOSED else said,
        reverse("programmes:dates", args=places) if one.state != LinkingYear.State.CLOSED else "",
        reverse("programmes:close_year", args=places) if closing else "",
    )


def _hosting(one: Any) -> Event:
    until = f" to {calendar.say(one.until)}" if one.until else ""
    return Event(f"{calendar.say(one.since)}{until}", one.organisation, text=one.note)

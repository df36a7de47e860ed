"""What a programme's own facilitators keep: facts, shape, usual days, weights, whether schools may join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.programmes import calendar, rules
from footbridge.programmes.models import Programme, default_weights
from footbridge.programmes.queries import PairingRules, centre_of
from footbridge.schools.models import LocalAuthority

FACTS = ("about", "contact_name", "contact_email", "contact_phone", "cost_note")


def _for_change(by: Viewer, programme: Programme) -> Programme:
    """The programme's row, locked, for a viewer who may change it."""
    rules.insist(rules.may_change(by, programme))
    return Programme.objects.select_for_update().get(pk=programme.pk)


@action
def change_programme(
    *,
    by: Viewer,
    programme: Programme,
    name: str | None = None,
    authorities: Sequence[LocalAuthority] | None = None,
    **facts: str,
) -> Programme:
    """Change what visitors read: about, contact and cost; and, for network staff, its name and its authorities.

    The address of its page stays when its name changes. New authorities move its place on the map.
    """
    row = _for_change(by, programme)
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"{', '.join(sorted(unknown))} cannot be changed here.")
    changed = [key for key, value in facts.items() if getattr(row, key) != value]
    for key in changed:
        setattr(row, key, facts[key])
    if name is not None and name.strip() != row.name:
        rules.insist(rules.may_set_up(by))
        if Programme.objects.filter(name__iexact=name.strip()).exclude(pk=row.pk).exists():
            raise rules.NotPossible(f"There is a programme called {name} already. Choose another name.")
        row.name = name.strip()
        changed.append("name")
    if authorities is not None and {a.pk for a in authorities} != set(row.authorities.values_list("pk", flat=True)):
        rules.insist(rules.may_set_up(by))
        row.authorities.set(authorities)
        if place := centre_of(authorities):
            row.easting, row.northing = place
        changed.append("authorities")
    if changed:
        row.save()
        record("change_programme", row, by=by, programme=row.pk, fields=sorted(changed))
    return row


@action
def change_shape(*, by: Viewer, programme: Programme, meetings: Sequence[str], training_shape: str) -> Programme:
    """Change the number and order of the meetings, and how teachers train. Raises NotPossible with a sentence."""
    row = _for_change(by, programme)
    if fault := rules.meetings_fault(meetings):
        raise rules.NotPossible(fault)
    row.meetings, row.training_shape = list(meetings), training_shape
    row.save(update_fields=["meetings", "training_shape"])
    record("change_shape", row, by=by, programme=row.pk, meetings=row.meetings, training_shape=training_shape)
    return row


@action
def change_calendar(*, by: Viewer, programme: Programme, days: Mapping[str, tuple[int, int]]) -> Programme:
    """Change the programme's usual days. Years that exist keep their dates; the next one is made from these.

    Raises NotPossible when the days are out of order.
    """
    row = _for_change(by, programme)
    usual = {**calendar.days_of(row), **days}
    if faults := calendar.out_of_order(calendar.dates_for(usual, 2026)):
        raise rules.NotPossible(next(iter(faults.values())))
    row.calendar = {step: list(day) for step, day in usual.items()}
    row.save(update_fields=["calendar"])
    record("change_calendar", row, by=by, programme=row.pk, days=row.calendar)
    return row


@action
def change_pairing(
    *,
    by: Viewer,
    programme: Programme,
    weights: Mapping[str, float] | None = None,
    limits: PairingRules | None = None,
    coach: tuple[float, float] | None = None,
) -> Programme:
    """Change what the programme's pairing weighs (0 to 1 each), its limits, or what a coach is taken to cost.

    `coach` is pounds a coach and pounds a kilometre of road. Drafts that exist keep their weights and limits.
    """
    row = _for_change(by, programme)
    facts: dict[str, Any] = {}
    if weights is not None:
        unknown = set(weights) - {*default_weights(), "fairness"}
        if unknown or not all(0 <= value <= 1 for value in weights.values()):
            raise rules.NotPossible("Weights are numbers from 0 to 1.")
        row.weights = facts["weights"] = {**default_weights(), **row.weights, **weights}
    if limits is not None:
        facts["limits"] = asdict(limits)
        row.pairing_rules = {**row.pairing_rules, **facts["limits"]}
    if coach is not None:
        facts["coach"] = {"coach_base": coach[0], "coach_per_km": coach[1]}
        row.pairing_rules = {**row.pairing_rules, **facts["coach"]}
    row.save(update_fields=["weights", "pairing_rules"])
    record("change_pairing", row, by=by, programme=row.pk, **facts)
    return row


@action
def start_recruiting(*, by: Viewer, programme: Programme) -> Programme:
    """Schools may join again: the programme is offered to visitors. Twice is once."""
    return _recruit(by, programme, True)


@action
def stop_recruiting(*, by: Viewer, programme: Programme) -> Programme:
    """The programme is full or pauses: visitors are shown its contact and the nearest that recruits. Twice is once."""
    return _recruit(by, programme, False)


def _recruit(by: Viewer, programme: Programme, on: bool) -> Programme:
    row = _for_change(by, programme)
    if row.closed and on:
        raise rules.NotPossible("This programme has ended, so schools cannot join it.")
    if row.recruiting != on:
        row.recruiting = on
        row.save(update_fields=["recruiting"])
        record("start_recruiting" if on else "stop_recruiting", row, by=by, programme=row.pk)
    return row

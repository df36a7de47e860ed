"""Linking years: planned → open → closed, each with its own dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.programmes import calendar, rules
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.programmes.schooldays import Span, usual_holidays


@action
def open_linking_year(*, by: Viewer, programme: Programme, start: int) -> LinkingYear:
    """Open a linking year, making it from the programme's usual days if it is not planned yet. Twice is once.

    Raises NotPossible for a year that was closed, or a programme that has ended.
    """
    rules.insist(rules.may_change(by, programme))
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    if row.closed:
        raise rules.NotPossible("This programme has ended, so no new linking year can open.")
    dates = calendar.stored(calendar.dates_for(calendar.days_of(row), start))
    year, made = LinkingYear.objects.unscoped("the programme was checked above").get_or_create(
        programme=row, start=start, defaults={"dates": dates, "state": LinkingYear.State.OPEN}
    )
    if year.state == LinkingYear.State.CLOSED:
        raise rules.NotPossible(f"The linking year {year.label} is closed. Open a later one.")
    if made or year.state == LinkingYear.State.PLANNED:
        year.state = LinkingYear.State.OPEN
        year.dates = year.dates or dates
        year.save(update_fields=["state", "dates"])
        record("open_linking_year", year, by=by, programme=row.pk, start=start)
    return year


@action
def close_linking_year(*, by: Viewer, year: LinkingYear) -> LinkingYear:
    """Close a linking year: nothing of it changes any more; its figures stay. Twice is once."""
    rules.insist(rules.may_change(by, year.programme))
    row = _locked(year)
    if row.state != LinkingYear.State.CLOSED:
        row.state = LinkingYear.State.CLOSED
        row.save(update_fields=["state"])
        record("close_linking_year", row, by=by, programme=row.programme_id)
    return row


@action
def change_dates(
    *, by: Viewer, year: LinkingYear, dates: Mapping[str, dt.date], holidays: Sequence[Span] | None = None
) -> LinkingYear:
    """Change dates of one linking year, and its school holidays where they are given (none: the usual ones hold).
    Raises NotPossible when they are out of order or the year is closed."""
    rules.insist(rules.may_change(by, year.programme))
    row = _locked(year)
    if row.state == LinkingYear.State.CLOSED:
        raise rules.NotPossible(f"The linking year {row.label} is closed, so its dates stay as they were.")
    new = {**calendar.dates_of(row), **dates}
    if faults := calendar.out_of_order(new):
        raise rules.NotPossible(next(iter(faults.values())))
    # what the year keeps beside its steps stays
    kept = {key: value for key, value in row.dates.items() if key not in calendar.LABELS}
    if holidays is not None:
        own = [] if sorted(holidays) == sorted(usual_holidays(row.start)) else holidays
        kept["holidays"] = [[first.isoformat(), last.isoformat()] for first, last in own]
    row.dates = {**kept, **calendar.stored(new)}
    row.save(update_fields=["dates"])
    record("change_dates", row, by=by, programme=row.programme_id, dates=row.dates)
    return row


def _locked(year: LinkingYear) -> LinkingYear:
    return (
        LinkingYear.objects.unscoped("the programme was checked by the action")
        .select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=year.pk)
    )

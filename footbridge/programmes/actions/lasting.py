"""What happens to a programme once in a long while: it is set up, handed to another host, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.programmes import calendar, rules
from footbridge.programmes.models import Hosting, LinkingYear, Network, Programme
from footbridge.programmes.queries import centre_of
from footbridge.schools.models import LocalAuthority


def _free_slug(name: str) -> str:
    """An address for a programme of this name that no other one has."""
    stem = slugify(name)[:50] or "programme"
    taken = set(Programme.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if slug not in taken)


@action
def set_up_programme(
    *,
    by: Viewer,
    name: str,
    authorities: Sequence[LocalAuthority],
    organisation: str,
    since: dt.date,
    contact_email: str,
    first_year: int,
    days: Mapping[str, tuple[int, int]] | None = None,
    **facts: Any,
) -> Programme:
    """Make a programme with its host, its authorities, its usual days and its first linking year, planned or open.

    `facts` are further fields of the programme (about, contact_name, contact_phone, cost_note, meetings,
    training_shape, recruiting). Its place on the map is the middle of its authorities. A programme that recruits starts
    with its year open. Raises NotPossible when the meetings or the days make no year, or the name is taken.
    """
    rules.insist(rules.may_set_up(by))
    Network.objects.select_for_update().first()  # one at a time, so that two of one name meet here and not in an error
    if Programme.objects.filter(name__iexact=name.strip()).exists():
        raise rules.NotPossible(f"There is a programme called {name} already. Choose another name.")
    usual = dict(days or calendar.NETWORK_DAYS)
    programme = Programme(name=name.strip(), slug=_free_slug(name), contact_email=contact_email, **facts)
    fault = rules.meetings_fault(programme.meetings) or next(
        iter(calendar.out_of_order(calendar.dates_for(usual, first_year)).values()), ""
    )
    if fault:
        raise rules.NotPossible(fault)
    programme.calendar = {step: list(day) for step, day in usual.items()}
    if place := centre_of(authorities):
        programme.easting, programme.northing = place
    programme.save()
    programme.authorities.set(authorities)
    Hosting.objects.create(programme=programme, organisation=organisation.strip(), since=since)
    year = LinkingYear.objects.create(
        programme=programme,
        start=first_year,
        state=LinkingYear.State.OPEN if programme.recruiting else LinkingYear.State.PLANNED,
        dates=calendar.stored(calendar.dates_for(usual, first_year)),
    )
    record("set_up_programme", programme, by=by, programme=programme.pk, authorities=[a.pk for a in authorities])
    record("open_linking_year", year, by=by, programme=programme.pk, start=first_year, state=year.state)
    return programme


@action
def hand_over_programme(
    *, by: Viewer, programme: Programme, organisation: str, on: dt.date, note: str = "", **contact: str
) -> Hosting:
    """Another organisation hosts the programme from a day on, today, in the past or to come.

    Everything else stays: people, interests, classes, links, figures, addresses. `contact` may give contact_name,
    contact_email, contact_phone of the new host. Raises NotPossible with a sentence.
    """
    rules.insist(rules.may_set_up(by))
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    current = row.hostings.filter(until=None).first()
    if fault := rules.handover_fault(current, organisation, on):
        raise rules.NotPossible(fault)
    if current:
        current.until = on
        current.save(update_fields=["until"])
    hosting = Hosting.objects.create(programme=row, organisation=organisation.strip(), since=on, note=note.strip())
    given = {key: value for key, value in contact.items() if value}
    for key, value in given.items():
        setattr(row, key, value)
    if given:
        row.save(update_fields=list(given))
    record(
        "hand_over_programme",
        row,
        by=by,
        programme=row.pk,
        before=current.pk if current else None,
        after=hosting.pk,
        on=on.isoformat(),
    )
    return hosting


@action
def close_programme(*, by: Viewer, programme: Programme) -> Programme:
    """End a programme: it leaves the directory and recruits no more. Its history stays.

    Raises NotPossible while a linking year is open.
    """
    rules.insist(rules.may_set_up(by))
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    years = LinkingYear.objects.unscoped("a programme closes only when no year of it is open").filter(programme=row)
    if open_year := years.filter(state=LinkingYear.State.OPEN).first():
        raise rules.NotPossible(
            f"The linking year {open_year.label} is still open. Close it first, then the programme."
        )
    row.recruiting = False
    row.closed = row.closed or timezone.now()
    row.save(update_fields=["recruiting", "closed"])
    record("close_programme", row, by=by, programme=row.pk)
    return row

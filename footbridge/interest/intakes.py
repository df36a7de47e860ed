"""When a programme takes answers: from spring to summer, and again in January."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from footbridge.programmes.calendar import date_of
from footbridge.programmes.models import LinkingYear, Programme


@dataclass(frozen=True)
class Intake:
    """A time in which answers are taken for a linking year: the first and the last day."""

    year: LinkingYear
    kind: str  # "autumn" or "january"
    opens: date
    closes: date


@dataclass(frozen=True)
class Door:
    """Whether a programme takes answers today. `now` is the open intake, `next` the day the next one opens."""

    programme: Programme
    now: Intake | None = None
    next: date | None = None

    @property
    def is_open(self) -> bool:
        return self.now is not None


def intakes_of(year: LinkingYear) -> list[Intake]:
    """Both intakes of a linking year. `year.programme` is read, so fetch it along."""
    found = []
    opens, closes = date_of(year, "interest_opens"), date_of(year, "interest_closes")
    if opens and closes:
        found.append(Intake(year, "autumn", opens, closes))
    found.append(Intake(year, "january", date_of(year, "second_intake"), date_of(year, "second_intake_closes")))
    return found


def door_of(programme: Programme, today: date) -> Door:
    """Whether a programme takes answers today, and when next. One query."""
    if not programme.recruiting or programme.closed:
        return Door(programme)
    return doors_of([programme], today)[0]


def doors_of(programmes: Sequence[Programme], today: date) -> list[Door]:
    """The door of each programme, in their order. One query, none without programmes that take schools."""
    takes = [one.pk for one in programmes if one.recruiting and not one.closed]
    years: dict[int, list[LinkingYear]] = {pk: [] for pk in takes}
    if takes:
        rows = LinkingYear.objects.unscoped("a visitor asks whether a programme takes schools now")
        for year in rows.filter(programme__in=takes):
            years[year.programme_id].append(year)
    return [_door(one, years[one.pk], today) if one.pk in years else Door(one) for one in programmes]


def _door(programme: Programme, years: Iterable[LinkingYear], today: date) -> Door:
    known = {year.start: year for year in years}
    for year in known.values():
        year.programme = programme
    alive = [year for year in known.values() if year.state != LinkingYear.State.CLOSED]
    intakes = [intake for year in alive for intake in intakes_of(year)]
    now = max(
        (one for one in intakes if one.opens <= today <= one.closes), key=lambda one: one.year.start, default=None
    )
    # years that nobody has set up yet open on the programme's usual dates
    to_come = [
        LinkingYear(programme=programme, start=start) for start in (today.year, today.year + 1) if start not in known
    ]
    later = [one.opens for one in [*intakes, *(i for year in to_come for i in intakes_of(year))] if one.opens > today]
    return Door(programme, now, min(later, default=None))

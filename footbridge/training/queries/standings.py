"""How each teacher stands in each part of training: read from places, history and what was settled, never stored.

`read(leads)` takes who leads which class (a query of LinkTeacher rows through a viewer) and asks six questions of the database, however
many teachers there are. Places are read without a viewer: a partner teacher hears on which session the other is, and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Min, Model, QuerySet
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.booking.models import Occasion, Place
from footbridge.brokering.models import Link, LinkTeacher
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.programmes.schooldays import holidays_of, school_day_after
from footbridge.schools.models import School
from footbridge.training import shapes
from footbridge.training.models import Experience, TrainingNeed, TrainingSession
from footbridge.ui.parts import Tone

State = Literal["trained", "settled", "booked", "unnoted", "waiting", "missing"]
WORDS: Mapping[str, str] = {
    "trained": "Trained",
    "settled": "Settled otherwise",
    "booked": "Booked",
    "unnoted": "Attendance not noted",
    "waiting": "On a waiting list",
    "missing": "Not booked",
}
TONES: Mapping[str, Tone] = {
    "trained": "good",
    "settled": "good",
    "booked": "info",
    "unnoted": "info",
    "waiting": "warning",
    "missing": "plain",
}
DONE = ("trained", "settled")
JOINER_DAYS = 20
"""School days that somebody who begins to lead after a part's day has for catching up."""


class Seat(NamedTuple):
    """A place at a session as far as standings need it: a network has thousands, and rows of the database cost more to make."""

    pk: int
    state: str
    attendance: str
    release: str
    cover: str

    def get_release_display(self) -> str:
        """Release in words, as on the row itself."""
        return str(Place.Release(self.release).label)


@dataclass(frozen=True)
class PartStanding:
    """Where a teacher stands in one part; `place` and `session` where there are any; `note` says more (“absent on 6 October”)."""

    part: int
    name: str
    state: State
    due: date
    late: bool
    session: TrainingSession | None = None
    place: Seat | None = None
    note: str = ""
    need: TrainingNeed | None = None

    @property
    def word(self) -> str:
        return "Missing" if self.late else WORDS[self.state]

    @property
    def tone(self) -> Tone:
        return "warning" if self.late and self.state == "missing" else TONES[self.state]

    @property
    def is_done(self) -> bool:
        return self.state in DONE


@dataclass
class Teacher:
    """Somebody who leads classes of standing links in a linking year. `links` maps link ids to the school she leads for."""

    person: int
    name: str
    email: str
    year: LinkingYear
    since: date
    experienced: bool
    before: str = ""
    links: dict[int, School] = field(default_factory=dict)
    parts: list[PartStanding] = field(default_factory=list)
    # a partner teacher is new: then somebody who linked before may come to the full day as well
    beside_new: bool = False

    @property
    def schools(self) -> list[School]:
        return list({school.pk: school for school in self.links.values()}.values())

    @property
    def missing(self) -> list[PartStanding]:
        return [part for part in self.parts if part.state == "missing"]

    def part(self, number: int) -> PartStanding | None:
        return next((one for one in self.parts if one.part == number), None)

    def fits(self, session: TrainingSession) -> bool:
        """Whether a session is meant for her."""
        if session.audience == TrainingSession.Audience.NEW:
            return not self.experienced or self.beside_new
        return session.audience == TrainingSession.Audience.EVERYONE or self.experienced


@dataclass
class Standings:
    """Every teacher by person and year, and the sessions of their years by the day."""

    teachers: dict[tuple[int, int], Teacher]
    sessions: list[TrainingSession]
    by_link: dict[int, list[Teacher]]

    def of_link(self, link: Link | int) -> list[Teacher]:
        """Who leads a link, in the order they were named."""
        return self.by_link.get(link if isinstance(link, int) else link.pk, [])

    def partners(self, teacher: Teacher) -> list[Teacher]:
        """Who leads the same links at other schools."""
        found = {
            other.person: other
            for link, school in teacher.links.items()
            for other in self.by_link.get(link, [])
            if other.links[link] != school
        }
        return list(found.values())

    @cached_property
    def _by_year(self) -> dict[int, list[TrainingSession]]:
        found: dict[int, list[TrainingSession]] = {}
        for one in self.sessions:
            found.setdefault(one.occasion.linking_year_id, []).append(one)
        return found

    def of_year(self, year: int) -> list[TrainingSession]:
        return self._by_year.get(year, [])

    def choices(self, teacher: Teacher, part: int) -> list[TrainingSession]:
        """Sessions of a part that she could book now, the next first."""
        return [
            one
            for one in self.of_year(teacher.year.pk)
            if part in one.parts and one.occasion.takes_bookings and teacher.fits(one)
        ]


def leading(viewer: Viewer) -> QuerySet[LinkTeacher]:
    """Who leads a class of a standing link of an open year, as far as the viewer may see. Of her links, a teacher sees both sides."""
    rows = LinkTeacher.objects.visible_to(viewer)
    return full(rows.filter(link__linking_year__state=LinkingYear.State.OPEN))


def full(rows: QuerySet[LinkTeacher]) -> QuerySet[LinkTeacher]:
    """Those of them who lead now, in the order they were named."""
    return rows.filter(until=None, link__state=Link.State.STANDING, person__is_active=True).order_by("since", "pk")


@dataclass(frozen=True)
class _Lead:
    """Who leads which class, as far as reading needs it. A network has thousands: years and schools are made once each."""

    person: int
    name: str
    email: str
    since: datetime
    link: int
    year: LinkingYear
    school: School


_YEAR = ("id", "start", "dates", "state", "programme_id")
_PROGRAMME = ("id", "name", "slug", "calendar", "training_shape", "contact_name", "contact_email")


def _leads(rows: QuerySet[LinkTeacher]) -> list[_Lead]:
    """One query. Years, programmes and schools are rows of the database with the rest of their columns left for later."""
    year = "link__linking_year"
    plain = ("person_id", "person__name", "person__email", "since", "link_id")
    school = ("link_class__school_id", "link_class__school__name")
    of_year = (*(f"{year}__{name}" for name in _YEAR), *(f"{year}__programme__{name}" for name in _PROGRAMME))
    years: dict[int, LinkingYear] = {}
    schools: dict[int, School] = {}
    found = []
    for person, name, email, since, link, school_id, school_name, *rest in rows.values_list(*plain, *school, *of_year):
        if rest[0] not in years:
            years[rest[0]] = _made(LinkingYear, _YEAR, rest)
            years[rest[0]].programme = _made(Programme, _PROGRAMME, rest[len(_YEAR) :])
        if school_id not in schools:
            schools[school_id] = _made(School, ("id", "name"), (school_id, school_name))
        found.append(_Lead(person, name, email, since, link, years[rest[0]], schools[school_id]))
    return found


M = TypeVar("M", bound=Model)


def _made(model: type[M], names: Sequence[str], values: Sequence[Any]) -> M:
    """A row of which these columns were read; any other is asked for when somebody looks at it."""
    held = dict(zip(names, values, strict=False))
    columns = [field.attname for field in model._meta.concrete_fields if field.attname in held]
    return model.from_db(DEFAULT_DB_ALIAS, columns, [held[column] for column in columns])


People = QuerySet[LinkTeacher, Any]
"""Who leads, as a query inside other queries: the numbers of two thousand people need not travel back and forth."""


def read(leads: QuerySet[LinkTeacher], today: date | None = None) -> Standings:
    """How everybody who leads stands. Six queries with that of `leads`."""
    rows = _leads(leads)
    if not rows:
        return Standings({}, [], {})
    day = today or timezone.localdate()
    people: People = leads.order_by().values("person")
    years = {row.year.pk for row in rows}
    sessions = _sessions(years)
    places = _places(people, sessions)
    needs = _needs(people, years)
    first, said = _history(people)
    teachers: dict[tuple[int, int], Teacher] = {}
    for row in rows:
        key = (row.person, row.year.pk)
        one = teachers.get(key)
        if one is None:
            before = first.get(row.person, row.year.start) < row.year.start
            one = Teacher(
                row.person,
                row.name,
                row.email,
                row.year,
                timezone.localdate(row.since),
                before or row.person in said,
                "Known from an earlier link" if before else said.get(row.person, ""),
            )
            teachers[key] = one
        one.since = min(one.since, timezone.localdate(row.since))
        one.links.setdefault(row.link, row.school)
    by_link: dict[int, list[Teacher]] = defaultdict(list)
    due: dict[int, dict[int, date]] = {}
    for one in teachers.values():
        for link in one.links:
            by_link[link].append(one)
        shape = one.year.programme.training_shape
        if one.year.pk not in due:
            due[one.year.pk] = {n: shapes.day_of(one.year, n) for n in shapes.parts_of(shape)}
        held = places[(one.person, one.year.pk)]
        one.parts = [
            _part(one, n, day_of, shape, held, needs.get((one.person, one.year.pk, n)), day)
            for n, day_of in due[one.year.pk].items()
        ]
    for one in teachers.values():
        one.beside_new = any(
            not other.experienced and other.links[link] != school
            for link, school in one.links.items()
            for other in by_link[link]
        )
    return Standings(teachers, sessions, by_link)


Held = list[tuple[TrainingSession, Seat]]


def _part(
    who: Teacher, part: int, due: date, shape: str, held: Held, need: TrainingNeed | None, today: date
) -> PartStanding:
    if who.since > due:
        due = school_day_after(who.since, JOINER_DAYS, holidays_of(who.year.start, who.year.dates))
    state, session, place, note = _state([one for one in held if part in one[0].parts], need)
    late = state == "missing" and today > due
    return PartStanding(part, shapes.name_of(shape, part), state, due, late, session, place, note, need)


def _state(held: Held, need: TrainingNeed | None) -> tuple[State, TrainingSession | None, Seat | None, str]:
    booked = [one for one in held if one[1].state == Place.State.BOOKED]
    for session, place in booked:
        if place.attendance == Place.Attendance.PRESENT:
            return "trained", session, place, ""
    if need is not None and need.settled is not None:
        return "settled", None, None, need.settled_because
    note = ""
    for session, place in booked:
        if place.attendance:
            day = timezone.localtime(session.occasion.starts)
            note = f"{Place.Attendance(place.attendance).label} on {day.day} {day:%B}"
        elif session.occasion.is_over:
            return "unnoted", session, place, ""
        else:
            return "booked", session, place, ""
    for session, place in held:
        if place.state == Place.State.WAITING and not session.occasion.has_begun:
            return "waiting", session, place, note
    return "missing", None, None, note


def _sessions(years: Collection[int]) -> list[TrainingSession]:
    rows = TrainingSession.objects.unscoped("sessions of the years in which somebody leads a class")
    rows = rows.filter(occasion__linking_year__in=list(years)).exclude(occasion__state=Occasion.State.CANCELLED)
    rows = rows.select_related("occasion__programme", "occasion__linking_year")
    return list(rows.order_by("occasion__starts", "pk"))


def _places(people: People, sessions: list[TrainingSession]) -> dict[tuple[int, int], Held]:
    by_occasion = {one.occasion_id: one for one in sessions}
    rows = Place.objects.unscoped("a partner teacher hears on which session the other is")
    found: dict[tuple[int, int], Held] = defaultdict(list)
    rows = rows.filter(occasion__in=list(by_occasion), person__in=people, state__in=["booked", "waiting"])
    for occasion, person, *seat in rows.order_by("starts", "pk").values_list("occasion_id", "person_id", *Seat._fields):
        session = by_occasion[occasion]
        found[(person, session.occasion.linking_year_id)].append((session, Seat(*seat)))
    return found


def _needs(people: People, years: Collection[int]) -> dict[tuple[int, int, int], TrainingNeed]:
    rows = TrainingNeed.objects.unscoped("how a part was settled").filter(
        person__in=people, linking_year__in=list(years)
    )
    return {(one.person_id, one.linking_year_id, one.part): one for one in rows}


def _history(people: People) -> tuple[dict[int, int], dict[int, str]]:
    """The first year in which each led a class of a link that stood, and what was said of earlier ones."""
    rows = LinkTeacher.objects.unscoped("who linked before is known from history").filter(
        person__in=people, link__state__in=[Link.State.STANDING, Link.State.ENDED]
    )
    first = dict(
        rows.order_by().values("person").annotate(first=Min("link__linking_year__start")).values_list("person", "first")
    )
    said = Experience.objects.unscoped("who linked before is known from what was said").filter(person__in=people)
    return first, dict(said.values_list("person", "words"))

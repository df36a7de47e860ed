"""What the pages of training show, each through the viewer who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count
from django.http import Http404
from django.utils import timezone

from footbridge.access import Viewer
from footbridge.booking.models import Place
from footbridge.booking.words import hours_of
from footbridge.brokering.links.queries import links_for, title_of
from footbridge.brokering.models import Link
from footbridge.programmes.models import LinkingYear
from footbridge.training import shapes
from footbridge.training.models import Evaluation, Material, TrainingSession
from footbridge.training.queries.standings import PartStanding, Standings, Teacher, leading, read
from footbridge.training.rules import day_of_session


@dataclass(frozen=True)
class LinkRow:
    """A link with everybody who leads it."""

    link: Link
    title: str
    teachers: Sequence[Teacher]

    @property
    def missing(self) -> int:
        """How many parts its teachers miss, all together."""
        return sum(len(one.missing) for one in self.teachers)

    @property
    def late(self) -> int:
        return sum(part.late for one in self.teachers for part in one.missing)

    @property
    def names(self) -> str:
        """Everybody, to search in."""
        return " ".join(one.name for one in self.teachers)

    def cells(self, part: int) -> list[dict[str, Any]]:
        """Each teacher's state in a part, for a cell of the table."""
        return [
            {"teacher": one, "standing": standing, "day": day_in_short(standing)}
            for one in self.teachers
            if (standing := one.part(part)) is not None
        ]


@dataclass(frozen=True)
class Proposal:
    """Partner teachers who could train together: on which session, and who would be booked or moved. `session` is None where
    no session has room for all and is meant for all."""

    link: Link
    title: str
    part: str
    now: str
    session: TrainingSession | None
    moves: str
    day: str
    apart: bool


def standing_links(viewer: Viewer) -> list[Link]:
    """Standing links of open years, with their sides. Three queries."""
    rows = links_for(viewer).filter(state=Link.State.STANDING, linking_year__state=LinkingYear.State.OPEN)
    return list(rows)


def rows_of(found: Standings, links: Sequence[Link]) -> list[LinkRow]:
    """Links with their teachers."""
    by_link: dict[int, list[Teacher]] = {link.pk: [] for link in links}
    for one in found.teachers.values():
        for link in one.links:
            if link in by_link:
                by_link[link].append(one)
    return [LinkRow(link, title_of(link), by_link[link.pk]) for link in links]


def figures(teachers: Sequence[Teacher]) -> list[dict[str, Any]]:
    """For each part by its name: how many are trained, booked, wait and are missing."""
    names: dict[str, Counter[str]] = {}
    for one in teachers:
        for part in one.parts:
            counts = names.setdefault(part.name, Counter())
            counts["done" if part.is_done else "booked" if part.state == "unnoted" else part.state] += 1
            counts["late"] += part.late
    return [
        {"name": name, "all": sum(counts[key] for key in ("done", "booked", "waiting", "missing")), **{
            key: counts[key] for key in ("done", "booked", "waiting", "missing", "late")}}
        for name, counts in names.items()
    ]  # fmt: skip


def proposals(found: Standings, rows: Sequence[LinkRow]) -> list[Proposal]:
    """Partner teachers who are booked apart, or of whom one is booked and the other is not, each with the best way together."""
    made = []
    for row in rows:
        parts = shapes.parts_of(row.link.linking_year.programme.training_shape)
        for number in parts:
            if (one := _proposal(found, row, number)) is not None:
                made.append(one)
    return sorted(made, key=lambda one: (not one.apart, one.session is None, one.title))


def _proposal(found: Standings, row: LinkRow, number: int) -> Proposal | None:
    open_ = [(one, part) for one in row.teachers if (part := one.part(number)) and not part.is_done]
    schools = {one.links[row.link.pk].pk for one, _ in open_}
    on = {part.session.pk: part.session for _, part in open_ if part.session and part.state == "booked"}
    if len(schools) < 2 or not on or any(part.state == "unnoted" for _, part in open_):
        return None
    if len(on) == 1 and all(part.state == "booked" for _, part in open_):
        return None

    def movers(session: TrainingSession) -> list[Teacher]:
        return [one for one, part in open_ if not (part.session == session and part.state == "booked")]

    could = [
        one
        for one in found.of_year(row.link.linking_year_id)
        if number in one.parts
        and one.occasion.takes_bookings
        and all(teacher.fits(one) for teacher, _ in open_)
        and one.occasion.free >= len(movers(one))
    ]
    best = min(could, key=lambda one: (len(movers(one)), one.occasion.starts), default=None)
    now = "; ".join(
        f"{one.name}: {day_in_short(part) if part.state == 'booked' else part.word.lower()}" for one, part in open_
    )
    moves = listed([one.name for one in movers(best)]) if best else ""
    day = day_of_session(best) if best else ""
    return Proposal(row.link, row.title, open_[0][1].name, now, best, moves, day, len(on) > 1)


def listed(names: Sequence[str]) -> str:
    """“Ann”, “Ann and Bob”, “Ann, Bob and Cleo”."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def day_in_short(part: PartStanding) -> str:
    """“6 Oct”, the day of the session somebody is on."""
    if part.session is None:
        return ""
    day = timezone.localtime(part.session.occasion.starts)
    return f"{day.day} {day:%b}"


def sessions_for(viewer: Viewer) -> list[TrainingSession]:
    """Sessions of the open years the viewer runs, the next first. One query."""
    rows = TrainingSession.objects.visible_to(viewer).filter(occasion__linking_year__state=LinkingYear.State.OPEN)
    rows = rows.exclude(occasion__state="cancelled").select_related("occasion__programme", "occasion__linking_year")
    return list(rows.order_by("occasion__starts", "pk"))


def years_run(viewer: Viewer) -> list[LinkingYear]:
    """Open linking years of the viewer's programmes. One query."""
    rows = LinkingYear.objects.visible_to(viewer).filter(state=LinkingYear.State.OPEN, programme__in=viewer.programmes)
    return list(rows.select_related("programme").order_by("programme__name", "-start"))


def session_for(viewer: Viewer, pk: int) -> TrainingSession:
    """A session the viewer may see. Raises Http404."""
    rows = TrainingSession.objects.visible_to(viewer).select_related("occasion__programme", "occasion__linking_year")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def teacher_for(viewer: Viewer, person: int, year: int) -> tuple[Teacher, Standings]:
    """A teacher of a link the viewer may see, with her partners' standings. Raises Http404."""
    rows = leading(viewer)
    links = rows.filter(person=person, link__linking_year=year).values("link")
    found = read(rows.filter(link__in=links))
    teacher = found.teachers.get((person, year))
    if teacher is None:
        raise Http404
    return teacher, found


def materials_for(viewer: Viewer, sessions: Sequence[int]) -> dict[int, list[Material]]:
    """Materials by session. One query."""
    found: dict[int, list[Material]] = {}
    for one in Material.objects.visible_to(viewer).filter(session__in=list(sessions)):
        found.setdefault(one.session_id, []).append(one)
    return found


def evaluations_of(viewer: Viewer, session: TrainingSession) -> dict[str, Any]:
    """What those who were there thought: how many, the means, and their words without names. Two queries."""
    rows = Evaluation.objects.visible_to(viewer).filter(place__occasion=session.occasion_id)
    sums = rows.aggregate(count=Count("pk"), useful=Avg("useful"), ready=Avg("ready"))
    words = list(rows.exclude(best="", missing="").order_by("sent").values("best", "missing"))
    return {**sums, "words": words}


def evaluated(viewer: Viewer, places: Sequence[int]) -> dict[int, Evaluation]:
    """The viewer's own evaluations by place. One query."""
    rows = Evaluation.objects.visible_to(viewer).filter(place__in=list(places))
    return {one.place_id: one for one in rows}


def own_place(viewer: Viewer, pk: int) -> Place:
    """The viewer's own place on a session. Raises Http404."""
    rows = Place.objects.visible_to(viewer).filter(pk=pk, person=viewer.person_id, occasion__training__isnull=False)
    place = rows.select_related("occasion__programme", "occasion__training").first()
    if place is None:
        raise Http404
    return place


def cover_place(viewer: Viewer, pk: int) -> Place:
    """A colleague's place on a session, for head or office. Raises Http404."""
    rows = Place.objects.visible_to(viewer).filter(pk=pk, school__in=viewer.schools, occasion__training__isnull=False)
    place = rows.select_related("occasion__programme", "person", "school").first()
    if place is None:
        raise Http404
    return place


def partners_said(found: Standings, teacher: Teacher, number: int) -> str:
    """Where the partner teachers train in a part, in a sentence for each school and state."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for other in found.partners(teacher):
        part = other.part(number)
        if part is not None:
            schools = ", ".join(one.name for one in other.schools)
            groups.setdefault((schools, *_does(part)), []).append(other.name)
    return " ".join(
        f"Your partner teacher{'s' if len(names) > 1 else ''} {listed(names)} ({schools}) {several if len(names) > 1 else one}."
        for (schools, one, several), names in groups.items()
    )


def _does(part: PartStanding) -> tuple[str, str]:
    """What one and what several partner teachers do in a part."""
    if part.session is not None and part.state == "booked":
        day = day_of_session(part.session)
        return f"comes on {day}", f"come on {day}"
    if part.is_done:
        return "has done it", "have done it"
    if part.state == "waiting":
        return "is on a waiting list", "are on a waiting list"
    return "has not chosen yet", "have not chosen yet"


@dataclass(frozen=True)
class Choice:
    """A session a teacher can book or change to; `together` when a partner teacher is on it."""

    session: TrainingSession
    hours: str
    together: bool
    moves: bool


def choices_of(found: Standings, teacher: Teacher, part: PartStanding) -> list[Choice]:
    """What she can book, those with a partner teacher first. For who is booked already: only those with a partner and with room."""
    on = {
        p.session.pk
        for other in found.partners(teacher)
        if (p := other.part(part.part)) and p.session and p.state == "booked"
    }
    moves = part.state in ("booked", "waiting")
    if part.is_done or part.state == "unnoted":
        return []
    rows = [
        Choice(one, hours_of(one.occasion), one.pk in on, moves)
        for one in found.choices(teacher, part.part)
        if not (part.session and part.session.pk == one.pk)
    ]
    if moves:
        rows = [one for one in rows if one.session.occasion.free and (one.together or part.state == "waiting")]
    return sorted(rows, key=lambda one: (not one.together, one.session.occasion.starts))

"""Training of this year's teachers: held where its day has passed, open where it comes; Derby's in every state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from footbridge.booking.models import Occasion, Place, ReleaseSetting
from footbridge.brokering.models import LinkTeacher
from footbridge.demo.making import derby
from footbridge.demo.making.booked import Book
from footbridge.demo.making.world import LONDON, Local, World
from footbridge.programmes.models import LinkingYear
from footbridge.training import shapes
from footbridge.training.models import Evaluation, Experience, Material, TrainingNeed, TrainingSession

WHY = "the demonstration is made"
AHEAD = timedelta(days=110)  # sessions that are further away are not set up yet
BIG = 24
THOUGHT = (
    (5, 4, "Meeting my partner teacher before the children meet.", ""),
    (4, 4, "The box of first activities.", "More time to plan with my partner."),
    (5, 5, "", ""),
    (3, 2, "The talk about difficult questions.", "How to tell parents."),
)


@dataclass(frozen=True)
class Lead:
    """Somebody who leads a class: ids of person, school and link."""

    person: int
    school: int
    link: int
    new: bool


@dataclass
class Rows:
    """What is stored beside the book."""

    book: Book
    sessions: list[TrainingSession] = field(default_factory=list)
    needs: list[TrainingNeed] = field(default_factory=list)
    thought: list[Evaluation] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)

    def session(
        self, year: LinkingYear, day: date, parts: Sequence[int], title: str, audience: str = "everyone",
        length: str = "half", hours: tuple[time, time] = (time(9, 30), time(12, 30)), **more: Any,
    ) -> Occasion:  # fmt: skip
        occasion = self.book.occasion(
            year, "training", title, day, *hours, rule="training", needs_release=length != "after",
            about="We learn how linking works, try first activities and plan with our partner teachers.", **more,
        )  # fmt: skip
        self.sessions.append(TrainingSession(occasion=occasion, parts=list(parts), audience=audience, length=length))
        return occasion


def make(world: World) -> str:
    """Sessions with their places; returns what was counted."""
    rows = Rows(Book(world.rng("training"), datetime.combine(world.day, time(8), LONDON)))
    for local in world.locals.values():
        year = local.years[world.year]
        leads = _leads(year)
        if local.place.slug == "derby":
            _derby(world, local, year, leads, rows)
        elif leads:
            _plain(world, year, leads, rows)
    rows.book.store()
    TrainingSession.objects.bulk_create(rows.sessions)
    noted = {place.occasion_id for place in rows.book.places if place.attendance}
    Occasion.objects.unscoped(WHY).filter(pk__in=noted).update(state="held")
    TrainingNeed.objects.bulk_create(rows.needs)
    Evaluation.objects.bulk_create(rows.thought)
    Material.objects.bulk_create(rows.materials)
    return f"{len(rows.sessions)} sessions, {len(rows.book.places)} places"


def _leads(year: LinkingYear) -> list[Lead]:
    """Who leads a class of a standing link, each person once, link by link."""
    all_ = LinkTeacher.objects.unscoped(WHY)
    before = set(all_.filter(link__linking_year__start__lt=year.start).values_list("person", flat=True))
    rows = all_.filter(link__linking_year=year, link__state="standing", until=None).order_by("link", "pk")
    found: dict[int, Lead] = {}
    for person, school, link in rows.values_list("person", "link_class__school", "link"):
        found.setdefault(person, Lead(person, school, link, person not in before))
    return list(found.values())


def _plain(world: World, year: LinkingYear, leads: Sequence[Lead], rows: Rows) -> None:
    """What the shape asks for: nine of ten came where the day has passed, six of ten are booked where it comes."""
    rng = rows.book.rng
    for slot in shapes.slots_of(year.programme.training_shape):
        day = shapes.day_for(year, slot)
        who = [one for one in leads if slot.audience == "everyone" or one.new == (slot.audience == "new")]
        if slot.joiners or not who or day > world.day + AHEAD:
            continue
        count = 2 if len(who) > BIG else 1
        made = [
            rows.session(
                year, day + timedelta(days=7 * n), slot.parts, slot.title, slot.audience, slot.length,
                (slot.begins, slot.ends), capacity=len(who) + 6,
            )
            for n in range(count)
        ]  # fmt: skip
        for one in who:
            # teachers of a link go to the same session, but for a few
            occasion = made[(one.link + (rng.random() < 0.06)) % count]
            chance = rng.random()
            if occasion.ends.date() < world.day:
                mark = "present" if chance < 0.91 else "absent" if chance < 0.94 else "excused" if chance < 0.96 else ""
                if mark:
                    _place(rows, occasion, one, attendance=mark, cover="arranged" if chance < 0.5 else "")
            elif chance < 0.6:
                _place(rows, occasion, one)


def _place(rows: Rows, occasion: Occasion, one: Lead, state: str = "booked", **more: Any) -> Place:
    return rows.book.place(occasion, state, person_id=one.person, school_id=one.school, **more)


def _derby(world: World, local: Local, year: LinkingYear, leads: Sequence[Lead], rows: Rows) -> None:
    """One early session that was held, one that is full, one with room; partners apart, release in every state, one missing."""
    book, shape = rows.book, year.programme.training_shape
    slots = {slot.key: slot for slot in shapes.slots_of(shape)}
    first = shapes.day_of(year, 1)
    if first <= world.day:  # in spring and summer Derby's training is over like everybody's
        _plain(world, year, leads, rows)
        return
    title = "First training: half a day"
    early = rows.session(year, world.day - timedelta(days=9), (1,), title, capacity=20)
    full = rows.session(year, first, (1,), title, capacity=6)
    room = rows.session(year, first + timedelta(days=7), (1,), title, capacity=24)
    rows.session(year, shapes.day_for(year, slots["joiners"]), (1,), slots["joiners"].title, capacity=16)
    rows.session(year, shapes.day_of(year, 2), (2,), slots["second"].title, capacity=30)
    for occasion in (full, room):
        book.ask(
            occasion, "access", "What do you need to take part? For example step-free access or an induction loop."
        )
        book.ask(occasion, "diet", "Is there food you cannot eat?")
    teacher, partner = (world.personas[key].pk for key in ("teacher", "partner-teacher"))
    own = next(one for one in leads if one.person == teacher)
    ReleaseSetting.objects.create(school_id=own.school, approves=True)
    ReleaseSetting.objects.unscoped(WHY).update(changed=book.now - timedelta(days=60))
    held: dict[str, Any] = {
        "release_asked": book.now - timedelta(days=12),
        "release_settled": book.now - timedelta(days=11),
    }
    steps = derby.steps(world)
    marks = ["present", "absent", "present"]
    for n, one in enumerate(leads):
        if one.person == teacher:
            _place(rows, full, one, release="given", cover="arranged", release_words="Enjoy it!", **held)
        elif one.person == partner:
            _place(rows, room, one)
        elif one.link == own.link and one.school == own.school:
            _place(rows, full, one, release="asked", release_asked=book.now - timedelta(days=3), release_reminders=1)
        elif one.link == own.link:
            _place(rows, full, one, "waiting")
        elif marks or steps[one.link] == derby.DONE:
            mark = "present" if steps[one.link] == derby.DONE else marks.pop(0)
            place = _place(rows, early, one, attendance=mark, cover="needed" if n % 2 else "arranged")
            if place.attendance == "present":
                useful, ready, best, missing = THOUGHT[n % len(THOUGHT)]
                rows.thought.append(
                    Evaluation(place=place, useful=useful, ready=ready, best=best, missing=missing, sent=early.ends)
                )
        else:
            _missing(rows, year, one, n, book.now, full)
    for n in range(4):  # colleagues who come instead of a teacher
        name = world.names.person()
        book.place(full, guest_name=name, guest_email=world.names.address(name, "schools.example.org"), guest_role="Teacher",
                   school_words=local.members[n].school.name)  # fmt: skip
    full.capacity = sum(one.occasion is full and one.state == "booked" for one in book.places)
    for session in rows.sessions[-5:-3]:
        rows.materials.append(
            Material(
                session=session, title="Before you come", words="Bring your class list and your school’s term dates.",
                added=book.now - timedelta(days=20),
            )
        )  # fmt: skip
    known = next((one for one in leads if one.new and one.link != own.link), None)
    if known is not None:
        Experience.objects.create(
            person_id=known.person, words="2022/23, at a school in Nottingham", said=book.now - timedelta(days=15)
        )


def _missing(rows: Rows, year: LinkingYear, one: Lead, n: int, now: datetime, full: Occasion) -> None:
    """In turn: not released, settled on the telephone, asked in vain, and nothing yet."""
    if n % 4 == 0:
        _place(rows, full, one, "cannot_come", release="refused", why="Not released by the school.",
               release_words="Two of us are away already.", release_settled=now - timedelta(days=6))  # fmt: skip
    elif n % 4 == 1:
        rows.needs.append(
            TrainingNeed(person_id=one.person, linking_year=year, part=1, settled=now - timedelta(days=4),
                         settled_because="We talked for an hour on the telephone.")
        )  # fmt: skip
    elif n % 4 == 2:
        rows.needs.append(
            TrainingNeed(person_id=one.person, linking_year=year, part=1, asked=now.date() - timedelta(days=22), reminders=2,
                         reminded=now.date() - timedelta(days=12), told=now - timedelta(days=4))
        )  # fmt: skip

"""Briefings of programmes that recruit; in Derby briefings and a celebration in every state there is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from footbridge.booking.models import Occasion, Place
from footbridge.brokering.models import LinkClass
from footbridge.demo.making import families
from footbridge.demo.making.booked import Book
from footbridge.demo.making.names import slug
from footbridge.demo.making.world import LONDON, Local, World
from footbridge.programmes.calendar import date_of

WHY = "the demonstration is made"
ABOUT = "What linking is, how the year goes, what it asks of a school, and time for your questions."
LATE = (time(16, 0), time(17, 0))
ROLES = ("Headteacher", "Deputy head", "Year 4 teacher", "School business manager")


def make(world: World) -> str:
    """Briefings and Derby's celebration; returns what was counted."""
    book = Book(world.rng("occasions"), datetime.combine(world.day, time(8), LONDON))
    for local in world.locals.values():
        if local.place.slug == "derby":
            _derby(world, local, book)
        elif local.place.recruiting and local.place.stage in ("recruiting", "brokering"):
            coming = book.occasion(
                local.years[world.year], "briefing", "Briefing for headteachers", world.day + timedelta(days=26), *LATE,
                about=ABOUT,
            )  # fmt: skip
            _guests(world, local, book, coming, 9)
    book.store()
    _finish(world, book)
    families.invite(world)
    return f"{len(book.occasions)} occasions, {len(book.places)} places"


def _derby(world: World, local: Local, book: Book) -> None:
    year = local.years[world.year]

    def briefing(
        days: int, title: str = "Briefing for headteachers", hours: tuple[time, time] | None = None, **more: Any
    ) -> Occasion:
        day = world.day + timedelta(days=days)
        return book.occasion(year, "briefing", title, day, *(hours or LATE), about=ABOUT, **more)

    held = briefing(-44)
    for n, place in enumerate(_guests(world, local, book, held, 14)):
        place.attendance = "absent" if n == 4 else "excused" if n == 9 else "present"
        place.marked = held.ends
    _guests(world, local, book, briefing(-6, "Second briefing for headteachers"), 6)
    full = briefing(18, "Breakfast briefing", (time(7, 45), time(8, 30)), capacity=8)
    book.ask(full, "diet", "Is there food you cannot eat?")
    book.ask(full, "access", "What do you need to take part? For example step-free access or an induction loop.")
    _guests(world, local, book, full, 8)
    _guests(world, local, book, full, 3, "waiting")
    _guests(world, local, book, full, 1, "cannot_come")[0].why = "Our inspection falls on this day."
    full.joining = "Ring at the side door. There is a place to park for two cars."
    open_ = briefing(
        96, "Briefing on line", how="online", place="", capacity=60, joining="The address comes in our e-mail."
    )
    _guests(world, local, book, open_, 2)
    briefing(9, "Briefing in Ilkeston", cancelled_because="The school hall is closed for repairs.")
    closed = book.occasion(
        year,
        "other",
        "An afternoon at the museum, for teachers",
        world.day + timedelta(days=24),
        time(13),
        time(15, 30),
        capacity=12,
    )
    _guests(world, local, book, closed, 4)
    _celebration(world, local, book)


NEEDS = ("No nuts, please", "Vegetarian", "Halal", "Vegetarian")


def _celebration(world: World, local: Local, book: Book) -> None:
    """Every linked class of Derby is invited; some have answered."""
    year = local.years[world.year]
    party = book.occasion(
        year, "celebration", "Celebration of the year", date_of(year, "celebration"), time(10), time(14), capacity=450,
        about="Each class shows what it made. Bring a picnic.", joining="Coaches stop at the east gate.",
    )  # fmt: skip
    rows = LinkClass.objects.unscoped(WHY).filter(linking_year=year, live=True, link__state="standing")
    for n, one in enumerate(rows.select_related("offered_class").order_by("pk")):
        state = ("booked", "invited", "booked", "cannot_come", "invited", "booked")[n % 6]
        children = 24 + n % 7
        counts = {"children": children, "adults": 3, "people": children + 3} if state == "booked" else {}
        book.place(
            party, state, school_id=one.school_id, link=one.link_id, link_class=one.pk,
            class_name=one.offered_class.name, why="We are on a residential trip." if state == "cannot_come" else "", **counts,
        )  # fmt: skip


def _guests(
    world: World, local: Local, book: Book, occasion: Occasion, count: int, state: str = "booked"
) -> list[Place]:
    """Invented people of schools of the programme, without accounts."""
    made = []
    for n in range(count):
        name, school = world.names.person(), local.members[(n * 5 + len(book.places)) % len(local.members)].school
        made.append(
            book.place(
                occasion, state, guest_name=name, guest_role=ROLES[n % len(ROLES)], school_words=school.name,
                guest_email=world.names.address(name, f"{slug(school.name, '-')}.example.org"),
            )
        )  # fmt: skip
    return made


def _finish(world: World, book: Book) -> None:
    """States that an occasion has only after its places are counted: held, closed, cancelled, full with answers."""
    rows = Occasion.objects.unscoped(WHY)
    rows.filter(pk__in=[one.pk for one in book.occasions if one.cancelled_because]).update(
        state="cancelled", sequence=1
    )
    rows.filter(pk__in=[one.pk for one in book.occasions if one.kind == "other"]).update(state="closed")
    noted = [place.occasion_id for place in book.places if place.attendance]
    rows.filter(pk__in=noted).update(state="held")
    for question in book.questions:
        if question.kind != "diet":
            continue
        places = [one for one in book.places if one.occasion is question.occasion]
        for n, place in enumerate(places[:6]):
            if n < len(NEEDS):
                place.answers = {str(question.pk): NEEDS[n]}
        Place.objects.unscoped(WHY).bulk_update(places, ["answers"])

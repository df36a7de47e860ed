"""Venues with hosts, slots, days off and visits in every state; in Derby also a draft of the sharing. All invented."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from footbridge.access import Viewer
from footbridge.brokering.models import LinkClass
from footbridge.demo.making.names import slug
from footbridge.demo.making.world import LONDON, Local, World
from footbridge.people.models import Membership, Person
from footbridge.programmes.calendar import date_of
from footbridge.programmes.schooldays import holidays_of, is_school_day
from footbridge.venues.hours import at
from footbridge.venues.models import SlotHold, Venue, VenueDayOff, VenueSlot
from footbridge.visits.allocation.pool import pool_of
from footbridge.visits.allocation.solving import share
from footbridge.visits.allocation.state import State
from footbridge.visits.models import Allocation, AllocationStep, LinkWish, Meeting, MeetingSide, SchoolDays

WHY = "the demonstration is made"
STARTS, ENDS = time(10), time(14)
PERSONA_KEEPS = "The Museum of Bells and Looms"


@dataclass(frozen=True)
class Kind:
    """A kind of venue: the profile's texts."""

    name: str
    about: str
    themes: tuple[str, ...]
    rooms: str
    access: str
    lunch: str
    prayer: str
    toilets: str
    coach: str
    cost: str
    classes: int = 2
    children: int = 64
    slots: int = 5
    fits: tuple[str, ...] = ("step_free", "prayer")


KINDS = (
    Kind(
        PERSONA_KEEPS, "Two floors of machines that rang and wove, with people who show how. Children try the small looms.",
        ("identity", "history", "art"), "A hall for 130, two workrooms for 32 with sinks.",
        "Step-free throughout, a lift to the upper floor, a hearing loop in the hall.",
        "The hall, at tables. Bring packed lunches; we have a fridge for them.",
        "A quiet room beside the hall, with a basin.", "Twelve, one accessible with a changing bench.",
        "Coaches set down at the gate and wait in the yard, two at a time.",
        "£2 a child, paid by the programme this year.", 4, 128, 8,
        ("step_free", "changing", "loop", "quiet", "prayer", "door"),
    ),
    Kind(
        "Foxholt Country Park", "Woods, a stream and a shelter with a fire. Everything is outside: bring boots.",
        ("science", "geography", "sport", "community"), "An open shelter for 70 and a barn for wet days.",
        "A hard path to the shelter, 300 metres. The stream has steps.", "On logs, or in the barn.",
        "The end room of the barn.", "Six, one accessible.", "A turning place at the barn; coaches may wait.",
        "Free for schools of the county.",
    ),
    Kind(
        "Lantern Street Theatre", "A small theatre. Classes make a scene together and show it to each other on the stage.",
        ("drama", "music", "english", "diversity"), "The stage with 140 seats, a studio for 40.",
        "Level from the street; a stair lift to the studio. Clear sight of the stage from every seat.",
        "In the foyer, on the floor.", "The green room, on request.", "Eight, one accessible.",
        "No parking: coaches set down in Lantern Street and come back.", "£90 for a visit, shared by both schools.",
    ),
    Kind(
        "The Old Corn Hall", "A town hall room with a balcony, in the middle of the market.",
        ("community", "equality", "re"), "One hall for 90 that a curtain divides.", "A ramp at the side door. No lift to the balcony.",
        "At trestle tables in the hall.", "A corner behind the curtain can be kept free.", "Four, one accessible.",
        "A coach bay in the market square, not on Thursdays.", "£60 for a day.",
    ),
    Kind(
        "Weir House Science Rooms", "Water, wheels and a weather station, run by volunteers.", ("science", "computing"),
        "Two rooms for 30.", "", "", "", "", "", "", 2, 60, 2, (),
    ),
)  # fmt: skip
PLAIN = Kind(
    "The Long Room", "A plain bright room above a library, with chairs for two classes and a garden.",
    ("identity", "community", "english"), "One room for 70, and the garden.", "A lift from the library.",
    "In the room or the garden.", "The reading room, before noon.", "Four, one accessible.",
    "Coaches wait behind the library.", "Free.", 2, 64, 4,
)  # fmt: skip


def make(world: World) -> str:
    """Venues of every programme; in Derby and Leicester with visits and a draft. Returns what was counted."""
    makers = {place: _Maker(world, local) for place, local in world.locals.items()}
    for place, maker in makers.items():
        plain = [replace(PLAIN, slots=9) if place == "leicester" else PLAIN]
        for n, kind in enumerate(KINDS if place == "derby" else plain):
            maker.venue(kind, n, kind.name if place == "derby" else f"{kind.name}, {maker.local.place.towns[-1].name}")
    derby, leicester = makers["derby"], makers["leicester"]
    museum, park, theatre = derby.venues[:3]
    for shared in (museum, theatre):  # a venue may serve several programmes
        shared.programmes.add(leicester.local.programme)
    leicester.hosts |= derby.hosts
    derby.visits(museum, ("held",))
    leicester.visits(museum, ("confirmed", "held", "confirmed", "declined", "released"))
    leicester.visits(theatre, ("confirmed",))
    derby.closed(museum, park)
    derby.draft(museum)
    leicester.draft(theatre)
    count = Counter(VenueSlot.objects.unscoped(WHY).values_list("state", flat=True))
    said = ", ".join(f"{count[state]} {state}" for state in ("free", "held", "confirmed", "withdrawn"))
    return f"{len(makers) + len(KINDS) - 1} venues, slots: {said}"


class _Maker:
    """Makes the venues of one programme."""

    def __init__(self, world: World, local: Local) -> None:
        self.world, self.local, self.rng = world, local, world.rng("venues", local.place.slug)
        self.year = local.years[world.year]
        self.holidays = holidays_of(self.year.start, self.year.dates)
        self.hosts: dict[int, Person] = {}
        self.venues: list[Venue] = []

    def venue(self, kind: Kind, number: int, name: str) -> None:
        """A venue, its host, and slots on its own weekday from three weeks ahead."""
        town = self.local.place.towns[number % len(self.local.place.towns)]
        venue = Venue.objects.create(
            name=name, about=kind.about, address=f"{self.world.names.street()}, {town.name}",
            postcode=self.world.postcode(town.outward, self.rng), themes=list(kind.themes), fits=list(kind.fits), rooms=kind.rooms,
            easting=town.easting + int(self.rng.integers(-800, 800)), northing=town.northing + int(self.rng.integers(-800, 800)),
            access=kind.access, lunch=kind.lunch, prayer=kind.prayer, toilets=kind.toilets, coach_parking=kind.coach,
            cost=kind.cost, classes=kind.classes, children=kind.children, created=self._at(-300),
            contact_name=self.world.names.person(), contact_phone=f"01632 960{self.rng.integers(0, 1000):03d}",
        )  # fmt: skip
        venue.programmes.add(self.local.programme)
        self.venues.append(venue)
        if kind is not KINDS[-1]:  # one waits for a host
            self._host(venue)
        day = max(self.world.day + timedelta(days=21), date_of(self.year, "visits_from"))
        day += timedelta(days=(number - day.weekday()) % 7)
        days: list[date] = []
        while len(days) < kind.slots:
            if is_school_day(day, self.holidays):
                days.append(day)
            day += timedelta(days=14)
        VenueSlot.objects.bulk_create([self._slot(venue, day) for day in days])

    def visits(self, venue: Venue, states: tuple[str, ...]) -> None:
        """Visits at a venue, one in each of these states: they wait for the host, are confirmed, declined or given back."""
        rows = VenueSlot.objects.unscoped(WHY).filter(venue=venue, state="free", starts__gt=self._at(0))
        free = list(rows.order_by("starts"))
        neutral = Meeting.objects.unscoped(WHY).filter(
            kind="neutral", state="planned", link__linking_year=self.year, link__state="standing", suitable_days=None, proposals=None
        )  # fmt: skip
        sizes = {
            link: list(rows)
            for link, rows in groupby(
                LinkClass.objects.unscoped(WHY).filter(link__linking_year=self.year, live=True).order_by("link", "pk")
                .values_list("link", "offered_class__size"), lambda row: row[0],
            )
        }  # fmt: skip
        small = [one for one in neutral.order_by("link", "number") if len(sizes[one.link_id]) == 2]
        for meeting, state, slot in zip(small, states, free, strict=False):
            children = [size or 28 for _, size in sizes[meeting.link_id]]
            if state in ("held", "confirmed"):
                meeting.give_date(slot.starts.astimezone(LONDON).date(), STARTS, ENDS)
                self._expect(meeting, children)
            self._hold(slot, meeting, state, sum(children), asked=-2 if state == "held" else -9)

    def closed(self, museum: Venue, park: Venue) -> None:
        """Days off, and a slot taken back."""
        free = VenueSlot.objects.unscoped(WHY).filter(venue=museum, state="free").order_by("-starts")
        VenueSlot.objects.unscoped(WHY).filter(pk=free[0].pk).update(state="withdrawn")
        soon = self.world.day + timedelta(days=12)
        for venue, first, days, reason in (
            (museum, soon, 2, "The lift is mended"),
            (park, soon, 15, "Trees are felled"),
        ):
            last = first + timedelta(days=days)
            VenueDayOff.objects.create(venue=venue, first=first, last=last, reason=reason, created=self._at(-20))

    def draft(self, wished: Venue) -> None:
        """What the facilitator has begun: days and wishes, slots shared once, one link fixed, a venue ruled out for another."""
        system = Viewer.for_system("demonstration")
        links = pool_of(system, self.year, self._at(0)).problem.links
        if not links:
            return
        first, last = links[0], links[-1]
        SchoolDays.objects.create(linking_year=self.year, school_id=first.schools[0], weekdays_not=[4])
        LinkWish.objects.create(
            link_id=first.id, themes=["drama"], venues=[wished.pk], note="We must be back at school by 2:45."
        )
        problem = pool_of(system, self.year, self._at(0)).problem
        shared = share(problem).slots
        state = State(shared, frozenset({first.id}) & shared.keys())
        steps = [f"Shared slots: {len(shared)} of {len(links)} links have one", f"Fixed {first.name}"]
        if last is not first:
            there = problem.slot_by_id[shared[last.id]].venue if last.id in shared else wished.pk
            slots = {link: slot for link, slot in shared.items() if link != last.id}
            state = State(slots, state.fixed, frozenset({(last.id, there)}))
            steps.append(f"Ruled {problem.venue_by_id[there].name} out for {last.name}")
        SchoolDays.objects.unscoped(WHY).update(changed=self._at(-6))
        made = Allocation.objects.create(
            linking_year=self.year,
            version=len(steps),
            state=state.to_json(),
            before=State().to_json(),
            changed=self._at(-1),
        )
        AllocationStep.objects.bulk_create(
            AllocationStep(
                allocation=made, number=n, words=words, at=self._at(-2) + timedelta(minutes=n), by=self.local.facilitators[0]
            )
            for n, words in enumerate(steps, 1)
        )  # fmt: skip

    def _host(self, venue: Venue) -> None:
        name = self.world.names.person()
        address = self.world.names.address(slug(name.split()[0]), f"{slug(venue.name, '-')}.example.org")
        person = self.world.new_person(name, address, self.rng)
        person.save()
        Membership.objects.create(person=person, role="venue_host", venue=venue.pk, since=person.joined)
        self.hosts[venue.pk] = person

    def _slot(self, venue: Venue, day: date) -> VenueSlot:
        return VenueSlot(
            venue=venue, starts=at(day, STARTS), ends=at(day, ENDS), classes=venue.classes, children=venue.children,
            created=self._at(-120),
        )  # fmt: skip

    def _expect(self, meeting: Meeting, children: list[int]) -> None:
        """Numbers and needs of both schools."""
        for n, side in enumerate(MeetingSide.objects.unscoped(WHY).filter(meeting=meeting).order_by("side")):
            side.children_expected, side.adults_expected = children[n], 4 + n
            side.needs = {"halal": 6, "vegetarian": 4, "prayer": 2} if n else {"step_free": 1, "vegetarian": 2}
            side.save()

    def _hold(self, slot: VenueSlot, meeting: Meeting, state: str, children: int, *, asked: int) -> None:
        answered = state != "held"
        SlotHold.objects.create(
            slot=slot, programme=self.local.programme, key=f"meeting:{meeting.pk}", classes=2, children=children, state=state,
            held=self._at(asked), held_by=self.local.facilitators[0], answered=self._at(asked + 2) if answered else None,
            answered_by=self.hosts[slot.venue_id] if state in ("confirmed", "declined") else None,
            reason="The big loom is being moved that morning." if state == "declined" else "",
        )  # fmt: skip

    def _at(self, days: int) -> datetime:
        day = self.world.day + timedelta(days=days)
        return datetime(day.year, day.month, day.day, 11, tzinfo=LONDON)

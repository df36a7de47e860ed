"""Meetings: last year's held and counted, this year's as far as each programme has come; Derby's in every state."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from footbridge.brokering.models import Link, LinkSide, LinkTeacher
from footbridge.demo.making import derby
from footbridge.demo.making.world import LONDON, Local, World
from footbridge.programmes.calendar import date_of
from footbridge.programmes.models import LinkingYear
from footbridge.programmes.schooldays import holidays_of, is_school_day
from footbridge.vault import sealing
from footbridge.vault.locks import Lock
from footbridge.visits.calls.checks import CHECKS
from footbridge.visits.models import (
    CallSide,
    Contribution,
    CostLine,
    Meeting,
    MeetingSide,
    Plan,
    Proposal,
    Quote,
    Reflection,
    RiskAssessment,
    SuitableDay,
    TimetableRow,
)
from footbridge.visits.plans.activities import TEMPLATE_BY_KEY
from footbridge.visits.plans.checks import SCHOOL

WHY = "the demonstration is made"
PAID = (("coach", "grant", 40000), ("cover", "grant", 18000), ("venue", "programme", 12000))  # pence for each link
STARTS, ENDS = time(10), time(14)
SAID = (
    ("They talked about football before we had our coats off.", "How fast they learnt each other’s names.", "Write to the group."),
    ("The treasure hunt in mixed pairs.", "Our quietest child read aloud.", "Plan lunch together next time."),
)  # fmt: skip
QUOTES = ("I thought they would be different, but we like all the same things.", "")


@dataclass
class Rows:
    """What is stored at the end, in this order."""

    meetings: list[Meeting] = field(default_factory=list)
    sides: list[MeetingSide] = field(default_factory=list)
    days: list[SuitableDay] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    reflections: list[Reflection] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    timetable: list[TimetableRow] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    assessments: list[RiskAssessment] = field(default_factory=list)
    costs: list[CostLine] = field(default_factory=list)
    calls: list[CallSide] = field(default_factory=list)


def make(world: World) -> str:
    """The meetings of every link that stands or ended; returns what was counted."""
    Meeting.objects.unscoped(
        WHY
    ).delete()  # made by themselves where a link stood by an action; here all are made alike
    rows = Rows()
    for local in world.locals.values():
        for start, links in local.links.items():
            _of_year(world, local, local.years[start], links, rows)
    Meeting.objects.bulk_create(rows.meetings, batch_size=2000)
    MeetingSide.objects.bulk_create(rows.sides, batch_size=2000)
    SuitableDay.objects.bulk_create(rows.days, batch_size=2000)
    Proposal.objects.bulk_create(rows.proposals)
    Reflection.objects.bulk_create(rows.reflections)
    Plan.objects.bulk_create(rows.plans)
    TimetableRow.objects.bulk_create(rows.timetable)
    Quote.objects.bulk_create(rows.quotes)
    RiskAssessment.objects.bulk_create(rows.assessments)
    CostLine.objects.bulk_create(rows.costs)
    Contribution.objects.bulk_create(
        Contribution(linking_year=local.years[world.year], kind=kind, payer=payer, most=most)
        for local in world.locals.values()
        if world.year in local.years
        for kind, payer, most in PAID
    )
    _seal(world, rows.calls)
    CallSide.objects.bulk_create(rows.calls)
    held = sum(one.state == "held" for one in rows.meetings)
    return f"{len(rows.meetings)} meetings, {held} held"


def _seal(world: World, calls: list[CallSide]) -> None:
    """The first school's meeting link, sealed as the page would seal it; it leads nowhere."""
    for row in calls[::2]:
        lock = Lock(link=row.meeting.link_id, year=world.year)
        words = "https://teams.microsoft.com/l/meetup-join/demonstration-only"
        row.sealed = sealing.seal(words.encode(), lock=lock, kind="call", row=f"{row.meeting.pk}:{row.side_id}")


def _of_year(world: World, local: Local, year: LinkingYear, links: list[Link], rows: Rows) -> None:
    states = ("standing", "ended")
    found = Link.objects.unscoped(WHY).filter(pk__in=[one.pk for one in links], state__in=states)
    sides: dict[int, list[LinkSide]] = {}
    for side in LinkSide.objects.unscoped(WHY).filter(link__in=found).select_related("school").order_by("pk"):
        sides.setdefault(side.link_id, []).append(side)
    size: dict[int, int] = {}
    for one in local.link_classes[year.start]:
        size[one.side_id] = size.get(one.side_id, 0) + (one.offered_class.size or 27)
    leaders: dict[int, list[int]] = {}
    led = LinkTeacher.objects.unscoped(WHY).filter(link__in=found).order_by("pk").values_list("link", "person")
    for of_link, person in led:
        leaders.setdefault(of_link, []).append(person)
    steps = derby.steps(world) if local.place.slug == "derby" else {}
    for number, link in enumerate(found.order_by("pk")):
        maker = _Maker(world, local, year, link, sides[link.pk], size, leaders.get(link.pk, []), rows)
        if link.state == Link.State.ENDED:
            maker.last_year(number)
        elif link.pk in steps:
            maker.story(steps[link.pk].meetings, number)
        else:
            maker.plain()


@dataclass
class _Maker:
    """The meetings of one link."""

    world: World
    local: Local
    year: LinkingYear
    link: Link
    sides: list[LinkSide]
    size: dict[int, int]
    leaders: list[int]
    rows: Rows

    def plain(self) -> list[Meeting]:
        """The meetings of the programme's shape, none with a date."""
        return [self.meeting(number, kind) for number, kind in enumerate(self.local.programme.meetings, 1)]

    def last_year(self, number: int) -> None:
        """What was held, without day and place: they are forgotten after 30 days."""
        closes = date_of(self.year, "year_closes")
        for place, meeting in enumerate(self.plain()):
            month = (closes - timedelta(days=31 * (len(self.local.programme.meetings) - place))).replace(day=1)
            meeting.month, meeting.forgotten = month, self._at(closes)
            fell_out = (number + place) % 9 == 4
            meeting.state = "not_held" if fell_out else "held"
            meeting.why = "Too many were ill that week." if fell_out else ""
            for side in self._of(meeting):
                if not fell_out:
                    side.children_present = max(1, self.size[side.side_id] - (side.side_id + place) % 4)
                    side.adults_present, side.counted = 4, self._at(closes)

    def story(self, story: str, number: int) -> None:
        """One of the states in which a link's meetings can be; the first of them tells it."""
        meetings = self.plain()
        first, second = meetings[0], meetings[min(1, len(meetings) - 1)]
        if story == "met":
            self._held(first, self._day(-16), number)
            self._dated(second, self._day(25))
            second.place = self.sides[0].school.name
            self._expect(second, self.sides[:1])
            self._planned(second)
            self._call(self.meeting(len(meetings) + 1, "online"))
            self._paid()
        elif story == "done":
            self._held(first, self._day(-12), number)
            self._dated(second, self._day(33))
            second.place = self.sides[0].school.name
            self._expect(second, self.sides)
        elif story == "tomorrow":
            self._dated(first, self._day(4))
            self._expect(first, self.sides)
        elif story == "proposed":
            self._marked(first, self.sides)
            self.rows.proposals.append(
                Proposal(
                    meeting=first, side=self.sides[1], by_id=self._leader(1), at=self._at(self.world.day), day=self._day(40),
                    starts=STARTS, ends=ENDS, yes=[self.sides[1].pk],
                )
            )  # fmt: skip
        elif story == "uncounted":
            self._dated(first, self._day(-10))
            self._expect(first, self.sides)
        elif story == "fell_out":
            self._dated(first, self._day(-13))
            first.state, first.why = "not_held", "The coach did not come."
        elif story == "marked":
            self._marked(first, self.sides[:1])
            meetings[-1].state, meetings[-1].why = "called_off", "Our year group is away that term."
            self.meeting(len(meetings) + 1, "goodbye")

    def meeting(self, number: int, kind: str) -> Meeting:
        """A meeting without a date, and its rows for the schools."""
        hosts = {"host_a": self.sides[0].school, "host_b": self.sides[1].school}
        how = "online" if kind == "online" else "live"
        made = Meeting(link=self.link, number=number, kind=kind, how=how, host_school=hosts.get(kind))
        self.rows.meetings.append(made)
        self.rows.sides += [MeetingSide(meeting=made, side=side) for side in self.sides]
        return made

    def _held(self, meeting: Meeting, day: date, number: int) -> None:
        self._dated(meeting, day)
        meeting.state = "held"
        for side in self._of(meeting):
            side.children_present, side.adults_present = max(1, self.size[side.side_id] - 1), 4
            side.counted = self._at(day + timedelta(days=1))
        for n, person in enumerate(dict.fromkeys(self.leaders[:1] + self.leaders[-1:])):
            words = SAID[(n + number) % 2]
            quote = QUOTES[n % 2]
            self.rows.reflections.append(
                Reflection(
                    meeting=meeting, person_id=person, first=words[0], second=words[1], third=words[2], quote=quote,
                    may_quote=bool(quote), at=self._at(day + timedelta(days=1)),
                )
            )  # fmt: skip

    def _dated(self, meeting: Meeting, day: date) -> None:
        meeting.state, meeting.day, meeting.starts, meeting.ends = "dated", day, STARTS, ENDS
        meeting.month = day.replace(day=1)

    def _expect(self, meeting: Meeting, sides: list[LinkSide]) -> None:
        for side in self._of(meeting):
            if side.side in sides:
                side.children_expected, side.adults_expected = self.size[side.side_id], 4
                side.needs = {"halal": 6, "vegetarian": 4, "prayer": 2} if side.side_id % 2 else {"step_free": 1}

    def _marked(self, meeting: Meeting, sides: list[LinkSide]) -> None:
        """Five days for each school; the first suits all of them."""
        for n, side in enumerate(sides):
            days = dict.fromkeys([self._day(40), *(self._day(43 + 3 * step + n) for step in range(4))])
            self.rows.days += [SuitableDay(meeting=meeting, side=side, day=day) for day in days]

    def _planned(self, meeting: Meeting) -> None:
        """A plan half made: the day is written, quotes are in, one school has ticked most of its checks."""
        first, second = self.sides[:2]
        template = TEMPLATE_BY_KEY["host" if meeting.host_school else "neutral"]
        self.rows.timetable += [
            TimetableRow(meeting=meeting, position=n, minutes=one.minutes, what=one.name)
            for n, one in enumerate(template.activities, 1)
        ]
        self.rows.plans.append(
            Plan(
                meeting=meeting, plan_b="If the coach does not come, we meet on line at 10:30 and look for another day.",
                note="Bring wellingtons if it has rained.", stops=f"9:20 {second.school.name}\n9:45 {first.school.name}",
            )
        )  # fmt: skip
        at = self._at(self.world.day - timedelta(days=3))
        for n, (operator, pence) in enumerate((("Peak Coaches", 38000), ("Trent Minibuses", 41550))):
            self.rows.quotes.append(Quote(meeting=meeting, operator=operator, pence=pence, chosen=n == 0, at=at))
        done = [key for key in SCHOOL if key not in ("approved", "medicines")]
        self.rows.assessments.append(
            RiskAssessment(meeting=meeting, side=first, done=done, reference="Visit 114 in our own system", at=at)
        )

    def _call(self, meeting: Meeting) -> None:
        """A live call in twelve days: one school has noted its meeting link and ticked most of its list, the other a little."""
        self._dated(meeting, self._day(12))
        meeting.starts, meeting.ends = time(13, 30), time(14, 15)
        for side, many in zip(self.sides, (6, 2), strict=False):
            self.rows.calls.append(CallSide(meeting=meeting, side=side, done=list(CHECKS)[:many]))

    def _paid(self) -> None:
        """Costs in every state of a claim, of the first school; and one of the second."""
        first, second = self.sides[:2]
        at = self._at(self.world.day - timedelta(days=6))
        common = {"payer": "grant", "claimed_by": self.local.member(first.school_id).head, "claimed_at": at}
        lines: list[dict[str, Any]] = [
            {"kind": "coach", "words": "Neutral venue", "planned": 38000, "actual": 36050, "claim": "claimed", "claimed": 30000,
             "evidence": "Invoice 2214", **common},
            {"kind": "cover", "words": "Training, half day", "actual": 11000, "claim": "settled", "claimed": 11000,
             "settled": 9000, "settled_at": at, "reply": "£90 for half a day is what the grant pays.", **common},
            {"kind": "venue", "words": "Entrance", "actual": 6000, "claim": "refused", "claimed": 6000, "settled_at": at,
             "reply": "The programme paid the venue for you.", **common},
            {"kind": "other", "words": "Paper and paint", "planned": 2500},
        ]  # fmt: skip
        lines.append({"kind": "coach", "words": "Neutral venue", "planned": 38000, "side": second})
        for n, line in enumerate(lines):
            once = uuid.uuid5(uuid.NAMESPACE_URL, f"cost {self.link.reference} {n}")
            self.rows.costs.append(CostLine(**{"side": first, **line}, added=at, once=once))

    def _of(self, meeting: Meeting) -> list[MeetingSide]:
        return [one for one in self.rows.sides[-40:] if one.meeting is meeting]

    def _leader(self, side: int) -> int | None:
        return self.leaders[-1] if side and self.leaders else None

    def _day(self, away: int) -> date:
        """The school day of the year that lies about `away` days from the world's day."""
        day = self.world.day + timedelta(days=away)
        first, last = date(self.year.start, 9, 1), date_of(self.year, "year_closes")
        holidays = holidays_of(self.year.start, self.year.dates)
        day = min(max(day, first), last)
        step = timedelta(days=1 if away > 0 or day == first else -1)
        while not is_school_day(day, holidays):
            day += step
        return day

    def _at(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 16, tzinfo=LONDON)

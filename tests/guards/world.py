"""A world of two full programmes in which every text that could leak is a canary that says whose it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from footbridge.brokering.models import Draft, Link, LinkClass, LinkEvent, LinkSide, LinkTeacher, TeacherToCome
from footbridge.interest.models import AgainInvitation, Interest, OfferedClass, SheetRow, SignUpSheet, Talk
from footbridge.notify.models import Message
from footbridge.people.models import Invitation, Membership, Person
from footbridge.programmes.models import LinkingYear, Programme
from footbridge.schools.models import School
from tests import factories
from tests.guards.rooms import ROOMS


@dataclass(frozen=True)
class Persona:
    """Somebody who knocks on every door: whose programme (or none), which role, of which of its three schools."""

    name: str
    person: Person | None
    side: str = ""
    role: str = ""
    school: int = -1
    strong: bool = True


@dataclass(frozen=True)
class Canary:
    """A text that only some may read."""

    text: str
    allowed: Callable[[Persona], bool]


@dataclass
class Side:
    """One programme with everything in it. Schools 0 and 1 are linked; 1 and 2 were offered a link that 2 declined;
    school 2's other class waits for a reply together with school 0's."""

    key: str
    programme: Programme
    year: LinkingYear
    schools: list[School]
    interests: list[Interest]
    classes: list[OfferedClass]
    talk: Talk
    sheet: SignUpSheet
    row: SheetRow
    again: AgainInvitation
    draft: Draft
    standing: Link
    offered: Link
    declined: Link
    leading: LinkTeacher
    coming: TeacherToCome
    invitation: Invitation
    message: Message
    people: dict[str, Person]
    canaries: list[Canary] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)  # what the rooms planted, by their names: side.rows["visits"]

    def canary(self, what: str, allowed: Callable[[Persona], bool]) -> str:
        """A text to plant, remembered with who may read it. No spaces, so that it survives any layout."""
        text = f"canary{self.key}{what}x"
        self.canaries.append(Canary(text, allowed))
        return text


def runs(key: str) -> Callable[[Persona], bool]:
    """Whoever runs this programme."""
    return lambda who: who.side == key and who.role == "facilitator"


def runs_or_leads(key: str, *schools: int) -> Callable[[Persona], bool]:
    """Whoever runs this programme, and head, deputy and office of these schools in it."""
    leading = ("headteacher", "deputy", "school_office")
    return lambda who: (
        who.side == key and (who.role == "facilitator" or (who.role in leading and who.school in schools))
    )


def make_side(key: str, code: str) -> Side:
    """One programme, full."""
    side = Side.__new__(Side)
    side.key, side.canaries, side.rows = key, [], {}
    side.programme = factories.programme(
        f"{key.title()} Linking", authority=factories.authority(code, f"{key.title()}shire")
    )
    side.year = factories.linking_year(side.programme)
    side.schools = [
        factories.school(f"{key.title()} School {n}", authority=side.programme.authorities.get(), urn=f"8{code}0{n}")
        for n in range(3)
    ]
    make_people(side)
    make_interests(side)
    make_links(side)
    plan = side.canary("draftname", runs(key))
    side.draft = Draft.objects.create(linking_year=side.year, name=plan, created_by=side.people["facilitator"])
    side.draft.take_step(by=None, words="Begun", state={})
    side.message = Message.objects.create(
        to=f"office@{key}.test.example.org",
        subject="An offer",
        text=side.canary("mailtext", lambda who: runs(key)(who) or who.role == "network_staff"),
        html="<p>An offer</p>",
        template="test",
        programme=side.programme.pk,
        key=f"test:{key}",
    )
    for room in ROOMS:
        room.plant(side)
    return side


def make_people(side: Side) -> None:
    """Everyone who holds a role in the programme, and one who held one."""
    side.people = {
        "facilitator": factories.member("facilitator", of=side.programme),
        "funder": factories.member("funder", of=side.programme),
        "left": factories.person(f"Left {side.key}"),
    }
    for n, school in enumerate(side.schools):
        side.people[f"headteacher{n}"] = factories.member("headteacher", of=school)
    for role in ("deputy", "school_office", "teacher"):
        side.people[f"{role}0"] = factories.member(role, of=side.schools[0])
    side.people["idle_teacher0"] = factories.member("teacher", of=side.schools[0])
    Membership.objects.create(
        person=side.people["left"],
        role="headteacher",
        school=side.schools[0],
        until=timezone.now(),
        ended_because="left",
    )
    side.invitation = Invitation.objects.create(
        email=f"invited@{side.key}.test.example.org",
        name=side.canary("invited", lambda who: runs(side.key)(who) or who.role == "network_staff"),
        role="facilitator",
        programme=side.programme,
        invited_by=side.people["facilitator"],
        token=f"hash{side.key}",
        code="hash",
        expires=timezone.now() + timedelta(days=14),
    )


def make_interests(side: Side) -> None:
    """An answer of each school with two classes, a talk about it, a sheet with a row, an invitation to link again."""
    key = side.key
    side.interests, side.classes = [], []
    for n, school in enumerate(side.schools):
        own = runs_or_leads(key, n)
        interest = factories.interest(
            side.year,
            school,
            wishes=side.canary(f"wishes{n}", own),
            red_lines=side.canary(f"redlines{n}", own),
            contact_name=side.canary(f"contact{n}", own),
            contact_phone="01632 960" + f"{n}00",
        )
        side.interests.append(interest)
        linked = (0, 1) if n < 2 else (2,)
        teachers = side.canary(
            f"teachers{n}", lambda who, s=linked: runs_or_leads(key, *s)(who) or who.role == "teacher"
        )
        for _ in range(2):
            offered = factories.offered_class(interest)
            OfferedClass.objects.unscoped("a test plants").filter(pk=offered.pk).update(teachers=teachers)
            side.classes.append(offered)
    side.talk = Talk.objects.create(
        interest=side.interests[0],
        by=side.people["facilitator"],
        way="phone",
        summary=side.canary("talk", runs(key)),
        next_step=side.canary("nextstep", runs(key)),
    )
    side.sheet = SignUpSheet.objects.create(
        linking_year=side.year,
        by=side.people["facilitator"],
        name=side.canary("sheetname", runs(key)),
        digest=f"digest{key}",
        headings=["School"],
        fields=["school"],
        state="ready",
    )
    side.row = SheetRow.objects.create(sheet=side.sheet, line=2, typed=[side.canary("sheetrow", runs(key))])
    side.again = AgainInvitation.objects.create(
        linking_year=side.year,
        school=side.schools[1],
        last=side.interests[1],
        email=f"again@{key}.test.example.org",
        token=f"again{key}",
        code="hash",
    )


def make_links(side: Side) -> None:
    """A standing link, one offered, one declined with a reason that only its school and the facilitator may read."""
    first, second, third = (side.classes[n : n + 2] for n in (0, 2, 4))
    side.standing = factories.link(first[0], second[0])
    side.offered = factories.link(first[1], third[0], state="offered")
    side.declined = factories.link(second[1], third[1], state="declined")
    reason = side.canary("declined", runs_or_leads(side.key, 2))
    sides = LinkSide.objects.unscoped("a test plants a reason").filter(link=side.declined)
    sides.filter(school=side.schools[2]).update(
        reason=reason, reason_kind="partner", reply="declined", replied=timezone.now()
    )
    for n, school in enumerate(side.schools):
        own = side.canary(f"sidereason{n}", runs_or_leads(side.key, n))
        LinkSide.objects.unscoped("a test plants a reason").filter(school=school).update(reasons=[own])
    LinkEvent.objects.create(link=side.declined, kind="declined", school=side.schools[2], words=reason)
    make_teachers(side)


def make_teachers(side: Side) -> None:
    """A teacher leads each class of the standing link; one more is invited to the first. Another teacher leads nothing."""
    linked = runs_or_leads(side.key, 0, 1)
    partner = side.canary("partnerteacher", lambda who: linked(who) or (who.side == side.key and who.role == "teacher"))
    side.leading = factories.leads(side.people["teacher0"], side.standing)
    factories.leads(
        factories.member("teacher", of=side.schools[1], name=partner), side.standing, school=side.schools[1]
    )
    coming = side.canary("teachertocome", lambda who: runs_or_leads(side.key, 0)(who) or who.role == "network_staff")
    invitation = Invitation.objects.create(
        email=f"coming@{side.key}.test.example.org",
        name=coming,
        role="teacher",
        school=side.schools[0],
        invited_by=side.people["headteacher0"],
        token=f"coming{side.key}",
        code="hash",
        expires=timezone.now() + timedelta(days=14),
    )
    led = LinkClass.objects.unscoped("a test plants").get(link=side.standing, school=side.schools[0])
    side.coming = TeacherToCome.objects.create(link=side.standing, link_class=led, invitation=invitation)


@dataclass
class World:
    """Two programmes, somebody of every kind, and the addresses of rows that are gone."""

    sides: dict[str, Side]
    gone: dict[str, Any]
    personas: list[Persona]

    @property
    def canaries(self) -> list[Canary]:
        return [canary for side in self.sides.values() for canary in side.canaries]


def personas(sides: dict[str, Side], staff: Person) -> list[Persona]:
    """Who knocks: nobody, somebody without a second factor, somebody who left, and every role on both sides."""
    alder, bracken = sides["alder"], sides["bracken"]
    first = alder.people
    return [
        Persona("nobody", None),
        Persona("half signed in", first["facilitator"], "alder", "half", strong=False),
        Persona("left", first["left"], "alder", "left"),
        Persona("network staff", staff, "", "network_staff"),
        Persona("facilitator", first["facilitator"], "alder", "facilitator"),
        Persona("head of a linked school", first["headteacher0"], "alder", "headteacher", 0),
        Persona("head of the partner school", first["headteacher1"], "alder", "headteacher", 1),
        Persona("head of an offered school", first["headteacher2"], "alder", "headteacher", 2),
        Persona("deputy", first["deputy0"], "alder", "deputy", 0),
        Persona("office", first["school_office0"], "alder", "school_office", 0),
        Persona("teacher", first["teacher0"], "alder", "teacher", 0),
        Persona("teacher who leads nothing", first["idle_teacher0"], "alder", "idle_teacher", 0),
        Persona("funder", first["funder"], "alder", "funder"),
        Persona("venue host", first["venue_host"], "alder", "venue_host"),
        Persona("other venue host", bracken.people["venue_host"], "bracken", "venue_host"),
        Persona("other facilitator", bracken.people["facilitator"], "bracken", "facilitator"),
        Persona("other head", bracken.people["headteacher0"], "bracken", "headteacher", 0),
    ]

"""Place and time of a coming visit: in no mail, and on no page of anybody whom the visit does not concern.

The matrix of the guards looks at every address for every role with the place alone; here the hours and the day are looked for too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import time

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from footbridge.audit.models import AuditLine
from footbridge.notify.models import Message
from footbridge.people.models import Membership, Person
from footbridge.visits.dates import actions as dates
from footbridge.visits.meetings.actions import call_off_meeting, say_numbers
from footbridge.visits.models.meetings import MeetingQuerySet
from footbridge.visits.plans import actions, lines
from footbridge.visits.tasks import look_after_on
from tests import factories
from tests.visits.conftest import DAY, World, make_world

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
STARTS, ENDS = time(11, 7), time(13, 53)
WALK = ("colleague who leads no class of the link", "facilitator elsewhere", "headteacher beside")  # also every door
SECRET = ("11:07", "13:53", "Canary Hall", "Canary Lane", "Canary Plan", "10 March 2027", "2027-03-10")


def doors() -> Iterator[str]:
    """Every address without a value in it."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLResolver):
                inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
                yield from walk(one.url_patterns, inner)
            elif one.name:
                try:
                    yield reverse(prefix + one.name)
                except NoReverseMatch:
                    continue

    yield from dict.fromkeys(walk(get_resolver().url_patterns, ""))


@pytest.fixture
def planned(world: World) -> World:
    """A visit with a day, a place and a plan, made by both teachers in every step that writes a letter."""
    meeting = world.meeting()
    dates.mark_days(by=world.first, meeting=meeting, days=[DAY])
    made = dates.propose_day(by=world.first, meeting=meeting, day=DAY, starts=STARTS, ends=ENDS)
    dates.answer_proposal(by=world.second, meeting=meeting, proposal=made, yes=True)
    dates.move_meeting(by=world.second, meeting=meeting)
    made = dates.propose_day(by=world.first, meeting=meeting, day=DAY, starts=STARTS, ends=ENDS)
    dates.answer_proposal(by=world.second, meeting=meeting, proposal=made, yes=True)
    seen = lines.seen("", "", "")
    actions.say_words(by=world.first, meeting=meeting, place="Canary Hall", plan_b="Canary Plan", note="", seen=seen)
    actions.plan_coach(
        by=world.first, meeting=meeting, split="equal", stops="Canary Lane", seen=lines.seen("equal", "")
    )
    say_numbers(by=world.second, meeting=meeting, children=20, adults=2, needs={})
    return world


def everyone_else(planned: World) -> dict[str, Person | None]:
    """Somebody of each role whom the visit does not concern; None is a visitor without an account."""
    other, school = make_world("Kent"), factories.school("Derby Dale School")
    factories.interest(planned.year, school)
    host = factories.person("Hana Host")
    Membership.objects.create(person=host, role="venue_host", venue=1)
    return {
        "visitor": None,
        "colleague who leads no class of the link": factories.member("teacher", of=planned.schools[0]),
        "teacher elsewhere": other.teachers[0],
        "facilitator elsewhere": other.facilitator,
        **{f"{role} beside": factories.member(role, of=school) for role in ("headteacher", "school_office")},
        "network staff": factories.member("network_staff"),
        "funder": factories.member("funder", of=planned.programme),
        "host of another place": host,
    }


def own_pages(planned: World) -> list[str]:
    names = ("meeting", "plan", "sheet", "groups", "date", "days", "words", "coach", "group_sheets", "register")
    return [reverse(f"visits:{name}", args=[planned.meeting().pk]) for name in names]


def leaks(client: Client, addresses: Iterable[str]) -> tuple[list[tuple[str, str]], int]:
    """Which address told which secret, and how many pages were shown."""
    found, looked = [], 0
    for address in addresses:
        answer = client.get(address)
        looked += answer.status_code == 200
        found += [(address, secret) for secret in SECRET if secret in _whole(answer)]
    return found, looked


@time_machine.travel("2027-03-01 10:00", tick=False)
def test_no_page_of_anybody_else_holds_them(planned: World, sign_in: SignIn, client: Client) -> None:
    everywhere, own = list(doors()), own_pages(planned)
    assert len(everywhere) > 40
    looked = 0
    for name, person in everyone_else(planned).items():
        reader = sign_in(person) if person else client
        found, shown = leaks(reader, [*(everywhere if name in WALK else ()), *own])
        assert not found, name
        looked += shown
        assert all(reader.get(address).status_code != 200 for address in own), name
    assert looked > 25
    # those whom it concerns read them there
    assert {secret for _, secret in leaks(sign_in(planned.teachers[1]), own)[0]} >= set(SECRET[:5])


@time_machine.travel("2027-03-01 10:00", tick=False)
def test_control_with_an_open_door_the_same_walk_finds_them(
    planned: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MeetingQuerySet, "scope", lambda rows, viewer: rows.all())
    person = everyone_else(planned)["teacher elsewhere"]
    assert person is not None
    found, _ = leaks(sign_in(person), own_pages(planned))
    assert {secret for _, secret in found} >= {"11:07", "Canary Hall"}, "or the walk shows nothing"


@time_machine.travel("2027-03-01 10:00", tick=False)
def test_no_mail_title_or_audit_line_holds_them(planned: World, sign_in: SignIn) -> None:
    client = sign_in(planned.teachers[0])
    for name in ("meeting", "plan", "sheet", "date", "words"):
        page = client.get(reverse(f"visits:{name}", args=[planned.meeting().pk])).content.decode()
        assert not [secret for secret in SECRET if secret in page.split("</title>")[0]]
    call_off_meeting(by=planned.first, meeting=planned.meeting(), why="Canary Hall is flooded")
    look_after_on(DAY)
    mail = list(Message.objects.unscoped("a test reads every letter").values_list("subject", "text", "html"))
    assert len(mail) >= 5
    said = str(mail) + str(list(AuditLine.objects.values_list("verb", "facts")))
    assert not [secret for secret in SECRET if secret in said]


def _whole(answer: object) -> str:
    headers = str(getattr(answer, "headers", ""))
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined]
    return headers + body.decode(errors="replace")

"""Place and time of a coming visit: in no mail, and on no page of anybody whom the visit does not concern.

The matrix of the guards looks at every address for every role with the place alone; here the hours and the day are looked for too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from footbridge.visits.plans import actions, lines
from footbridge.visits.tasks import look_after_on
from tests import factories
from tests.visits.conftest import DAY, World, make_world

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
STARTS, ENDS = time(11, 7), time(13, 53)
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


@time_machine.travel("2027-03-01 10:00", tick=False)
def test_no_page_of_anybody_else_holds_them(planned: World, sign_in: SignIn) -> None:
    other = make_world("Kent")
    host = factories.person("Hana Host")
    Membership.objects.create(person=host, role="venue_host", venue=1)
    others = {
        "colleague": factories.member("teacher", of=planned.schools[0]),
        "other facilitator": other.facilitator,
        "host": host,
    }
    own = [
        reverse(f"visits:{name}", args=[planned.meeting().pk])
        for name in ("meeting", "plan", "sheet", "groups", "date")
    ]
    everywhere = [*doors(), *own]
    assert len(everywhere) > 40
    looked = 0
    for name, person in others.items():
        client = sign_in(person)
        for address in everywhere:
            answer = client.get(address)
            looked += answer.status_code == 200
            text = _whole(answer)
            assert not [secret for secret in SECRET if secret in text], (name, address)
            assert address not in own or answer.status_code == 404, (name, address)
    assert looked > 25
    # the control: those whom it concerns read them there
    assert all(secret in _whole(sign_in(planned.teachers[1]).get(own[1])) for secret in SECRET[:5])


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

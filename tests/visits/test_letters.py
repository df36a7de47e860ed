"""Letters of meetings: to the other teacher, and to heads and offices once a date is fixed or changed; without day, hour or place."""

from __future__ import annotations

import pytest

from footbridge.notify.models import Message
from footbridge.visits.dates import actions
from footbridge.visits.meetings.actions import call_off_meeting, date_meeting_at_slot, free_meeting_of_slot
from tests import factories
from tests.visits.conftest import DAY, TEN, TWO, World
from tests.visits.meetings.test_making import SLOT

pytestmark = pytest.mark.django_db


def sent() -> list[tuple[str, str]]:
    rows = Message.objects.unscoped("a test reads the outbox").filter(template="visits/mail/news").order_by("pk")
    return [(row.to, row.subject) for row in rows]


def test_the_other_teacher_is_told_once_of_each_step(world: World) -> None:
    one, two = (teacher.email for teacher in world.teachers)
    for _ in range(2):
        actions.mark_days(by=world.first, meeting=world.meeting(), days=[DAY])
        made = actions.propose_day(by=world.first, meeting=world.meeting(), day=DAY, starts=TEN, ends=TWO)
    for _ in range(2):
        actions.answer_proposal(by=world.second, meeting=world.meeting(), proposal=made, yes=True)
    for _ in range(2):
        actions.move_meeting(by=world.second, meeting=world.meeting())
    slot = date_meeting_at_slot(by=world.runs, meeting=world.meeting(), slot=SLOT)
    free_meeting_of_slot(by=world.runs, meeting=slot)
    call_off_meeting(by=world.first, meeting=world.meeting(), why="Snow on 10 March")
    both = [one, two]
    assert sent() == [
        (two, "Derby Hill School has marked days for your meeting"),
        (two, "Derby Hill School proposes a day for your meeting"),
        (one, "Your meeting has a date"),
        (one, "Another day is needed for your meeting"),
        *((who, "Your meeting has a date at a venue") for who in both),
        *((who, "Another day is needed for your meeting") for who in both),
        (two, "Your meeting is called off"),
    ]
    world_text()


def test_heads_and_offices_hear_of_dates_and_where_to_look(world: World) -> None:
    head = factories.member("headteacher", of=world.schools[0])
    factories.member("deputy", of=world.schools[0])
    office = factories.member("school_office", of=world.schools[1])
    both = factories.member("headteacher", of=world.schools[1])
    factories.leads(both, world.link, school=world.schools[1])  # a head who leads a class is written to as a teacher
    made = actions.propose_day(by=world.first, meeting=world.meeting(), day=DAY, starts=TEN, ends=TWO)
    for _ in range(2):
        actions.answer_proposal(by=world.second, meeting=world.meeting(), proposal=made, yes=True)
    actions.move_meeting(by=world.second, meeting=world.meeting())
    desks = [one for one in sent() if one[0] in (head.email, office.email)]
    assert desks == [
        (head.email, "A meeting of your classes has a date"),
        (office.email, "A meeting of your classes has a date"),
        (head.email, "A meeting of your classes is moved"),
        (office.email, "A meeting of your classes is moved"),
    ]
    assert len(sent()) == len(set(sent())) == len(desks) + 3 * 2, (
        "two who lead a class hear of each step of somebody else"
    )
    world_text()


def world_text() -> None:
    """No letter holds what is dangerous."""
    text = str(list(Message.objects.unscoped("a test reads the outbox").values_list("subject", "text", "html")))
    for dangerous in ("10 March", "2027", "10:00", "14:00", "Snow"):
        assert dangerous not in text

"""Reminders come in school days, twice, and end by telling the facilitator; each once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from footbridge.brokering.models import Link, LinkEvent
from footbridge.brokering.tasks import remind_of_offers, remind_on
from footbridge.notify.models import Message
from footbridge.programmes.schooldays import school_day_after, usual_holidays
from tests import factories

pytestmark = pytest.mark.django_db
OFFERED = date(2026, 9, 21)
WHY = "a test looks"


@pytest.fixture
def link() -> Link:
    year = factories.linking_year(start=2026)
    factories.member("facilitator", of=year.programme)
    classes = [factories.offered_class(factories.interest(year)) for _ in range(2)]
    for one in classes:
        factories.member("headteacher", of=one.school)
    made = factories.link(*classes, state="offered")
    Link.objects.unscoped(WHY).filter(pk=made.pk).update(offered=datetime(2026, 9, 21, 12, tzinfo=UTC))
    return made


def sent(template: str) -> int:
    return Message.objects.unscoped(WHY).filter(template=f"brokering/mail/{template}").count()


def day(count: int) -> date:
    return school_day_after(OFFERED, count, usual_holidays(2026))


def test_every_day_of_a_term(link: Link) -> None:
    """Run the task on every day: two reminders to each head and one word to the facilitator about each school."""
    for number in range(80):
        remind_on(OFFERED + timedelta(days=number))
        remind_on(OFFERED + timedelta(days=number))
    assert sent("reminder") == 4
    assert sent("silent_facilitator") == 2
    days = LinkEvent.objects.unscoped(WHY).filter(link=link).values_list("kind", flat=True)
    assert sorted(days) == ["reminded"] * 4 + ["silent"] * 2


def test_not_before_five_school_days_and_not_on_a_saturday(link: Link) -> None:
    assert remind_on(day(4)) == (0, 0)
    assert remind_on(date(2026, 9, 26)) == (0, 0)
    assert remind_on(day(5)) == (2, 0)
    assert remind_on(day(9)) == (0, 0)
    assert remind_on(day(10)) == (2, 0)
    assert remind_on(day(15)) == (0, 2)


def test_who_has_answered_is_not_reminded(link: Link) -> None:
    side = link.sides.unscoped(WHY).first()
    type(side).objects.unscoped(WHY).filter(pk=side.pk).update(reply="accepted")
    assert remind_on(day(5)) == (1, 0)


def test_the_task_runs_on_the_day_it_was_due(link: Link) -> None:
    with time_machine.travel(datetime(2026, 9, 28, 8, 10, tzinfo=UTC), tick=False):
        remind_of_offers(timestamp=int(datetime(2026, 9, 28, 7, 10, tzinfo=UTC).timestamp()))
    assert sent("reminder") == 2

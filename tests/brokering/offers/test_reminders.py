"""Reminders come in school days, twice, and end by telling the facilitator; each once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from footbridge.brokering.drafts.actions import start_draft
from footbridge.brokering.drafts.steps import state_of
from footbridge.brokering.models import Link, LinkEvent
from footbridge.brokering.offers.actions import offer_links
from footbridge.brokering.tasks import remind_of_offers, remind_on
from footbridge.notify.models import Message
from footbridge.programmes.schooldays import school_day_after, usual_holidays
from footbridge.vault.models import Switch
from tests import factories
from tests.brokering.conftest import MOSTLY_ASIAN, MOSTLY_WHITE, World

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


def test_a_head_who_is_only_invited_is_reminded_by_a_new_invitation(empty_world: World) -> None:
    """Nobody of a school new to Footbridge has an account; the contact of its answer must hear all the same."""
    with time_machine.travel(datetime(2026, 9, 21, 12, tzinfo=UTC), tick=False):
        for name, kind in (("Ash", MOSTLY_WHITE), ("Oak", MOSTLY_ASIAN)):
            empty_world.add(f"{name} Primary", kind)
        draft = start_draft(by=empty_world.viewer, year=empty_world.year, name="First")
        offer_links(by=empty_world.viewer, draft=draft, version=1, groups=state_of(draft).groups)
    first = list(Message.objects.unscoped(WHY).filter(template="people/mail/invitation").order_by("pk"))
    assert {mail.subject for mail in first} == {f"We have found a partner for {one} Primary" for one in ("Ash", "Oak")}
    assert "read which school it is" in first[0].text
    assert ("Ash" in first[0].text) != ("Oak" in first[0].text), "the partner is read on the site, not before"
    with time_machine.travel(datetime.combine(day(5), time(8, 10), UTC), tick=False):
        assert remind_on(day(5)) == (2, 0)
        assert remind_on(day(5)) == (0, 0)
        Switch.objects.create(name="invitations", off=True, because="Repairs")
        assert remind_on(day(10)) == (0, 0), "not counted where it could not be sent"
    again = Message.objects.unscoped(WHY).filter(template="people/mail/invitation").order_by("pk")[2:]
    assert {mail.subject for mail in again} == {
        f"Your answer about the partner for {one} Primary" for one in ("Ash", "Oak")
    }
    assert "Fay Cilitator invites you" in again[0].text
    codes = [code for mail in (*first, *again) for code in re.findall(r"\b\d{3} \d{3}\b", mail.text)]
    assert len(set(codes)) == 4, "a new code each time"


def test_the_task_runs_on_the_day_it_was_due(link: Link) -> None:
    with time_machine.travel(datetime(2026, 9, 28, 8, 10, tzinfo=UTC), tick=False):
        remind_of_offers(timestamp=int(datetime(2026, 9, 28, 7, 10, tzinfo=UTC).timestamp()))
    assert sent("reminder") == 2

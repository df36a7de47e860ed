"""A facilitator shares the slots of a museum over two links and books; its host confirms one visit and declines the other."""

from __future__ import annotations

import datetime as dt

import pytest

from footbridge.people.models import Membership
from footbridge.programmes.schooldays import is_school_day, usual_holidays
from footbridge.venues.hours import at
from footbridge.venues.models import SlotHold, Venue, VenueSlot
from footbridge.visits.models import Meeting
from tests import factories
from tests.journeys.conftest import Visit
from tests.visits.allocation.conftest import World

WHY = "a journey looks"


def school_days(count: int) -> list[dt.date]:
    """The next Tuesdays in term, from a month ahead."""
    found, day = [], dt.date.today() + dt.timedelta(days=30)
    while len(found) < count:
        year = day.year if day.month >= 8 else day.year - 1
        if day.weekday() == 1 and is_school_day(day, usual_holidays(year)):
            found.append(day)
        day += dt.timedelta(days=1)
    return found


@pytest.fixture
def town(transactional_db: None) -> World:
    """Two standing links, a museum with a host and two slots, an old hall with one."""
    programme = factories.programme("Derby")
    museum = Venue.objects.create(name="The Museum of Looms", themes=["art"], access="A lift to every floor")
    hall = Venue.objects.create(name="The Old Corn Hall")
    for venue in (museum, hall):
        venue.programmes.add(programme)
    host = factories.person("Hana Host")
    Membership.objects.create(person=host, role="venue_host", venue=museum.pk)
    year = factories.linking_year(programme)
    world = World(programme, year, factories.member("facilitator", of=programme, name="Fay"), museum, host)
    days = school_days(3)
    for day in days[:2]:
        world.add_link()
        world.add_slot(day)
    VenueSlot.objects.create(
        venue=hall, starts=at(days[2], dt.time(10)), ends=at(days[2], dt.time(14)), classes=2, children=64
    )
    return world


def test_shared_booked_confirmed(visit: Visit, town: World) -> None:
    visit.sign_in(town.facilitator)
    visit.open("/venues/", name="venues")
    page = visit.open("/visits/slots/", name="slots-start")
    page.get_by_role("button", name="Share the slots").click()
    page.get_by_role("heading", name="In the draft").wait_for()
    assert (
        page.get_by_text("mile away").count()
        + page.get_by_text("miles away").count()
        + page.get_by_text("the way is not known").count()
        >= 2
    )
    visit.step("slots-shared")

    # one link stays where it is; the other may not go to the hall; then all is shared again
    page.get_by_role("button", name="Fix").first.click()
    page.get_by_text("Fixed", exact=True).first.wait_for()
    page.get_by_role("button", name="Rule out").last.click()
    page.get_by_role("heading", name="Ruled out").wait_for()
    page.get_by_role("button", name="Share again").click()
    page.get_by_role("link", name="Calendar", exact=True).last.click()
    visit.step("slots-calendar")
    page.get_by_role("button", name="Allow again").click()
    page.get_by_role("button", name="Share again").click()
    page.get_by_role("link", name="Book").click()
    page.get_by_role("heading", name="Book these slots?").wait_for()
    visit.step("slots-book")
    page.get_by_role("button", name="Yes, book").click()
    page.get_by_text("Waits for the host").first.wait_for()
    visit.step("slots-booked")

    # the host answers by keyboard alone
    hers = visit.another()
    hers.sign_in(town.host)
    desk = hers.open("/today/", name="host-today")
    hers.tab_to("Read and answer")
    hers.press("Enter")
    desk.get_by_role("heading", name="What waits for an answer").wait_for()
    hers.step("venue")
    hers.tab_to("Confirm")
    hers.press("Enter")
    desk.get_by_text("The facilitator is told").wait_for()
    confirmed = SlotHold.objects.unscoped(WHY).get(state="confirmed")

    # the teacher of the class reads where the meeting is
    meeting = Meeting.objects.unscoped(WHY).select_related("link").get(pk=int(confirmed.key.removeprefix("meeting:")))
    teacher = visit.another()
    side = meeting.link.sides.unscoped(WHY).select_related("school").order_by("pk")[0]
    who = factories.member("teacher", of=side.school, name="Tess Teacher")
    factories.leads(who, meeting.link, school=side.school)
    teacher.sign_in(who)
    its = teacher.open(f"/meetings/{meeting.pk}/", name="meeting-at-a-venue")
    assert its.get_by_text("Confirmed by the host").count() == 1
    assert its.get_by_text("A lift to every floor").count() == 1
    assert "Museum" not in its.title()


def test_a_host_without_javascript(visit: Visit, town: World) -> None:
    from footbridge.venues.actions import hold_slot

    hold_slot(
        by=town.by, slot=town.slots[0], key=f"meeting:{town.meetings[0].pk}", programme=town.programme.pk, classes=2,
        children=56,
    )  # fmt: skip
    plain = visit.without_javascript()
    plain.sign_in(town.host)
    page = plain.open(f"/venues/{town.venue.pk}/", name="venue-plain")
    page.get_by_role("link", name="Decline").click()
    page.get_by_role("button", name="Decline").click()
    plain.step("decline-error")
    page.get_by_label("Why can these classes not come?").fill("The loom is being moved")
    page.get_by_role("button", name="Decline").click()
    page.get_by_text("looks for another day").wait_for()
    page.get_by_role("link", name="Offer slots").click()
    last = school_days(6)[-1]
    for field, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        page.get_by_label(field, exact=True).first.fill(str(value))
    page.get_by_role("button", name="Offer").click()
    page.get_by_text("1 slot is offered.").wait_for()
    plain.step("calendar-plain")
    page.get_by_role("button", name="Take back").first.click()
    page.get_by_text("The slot is taken back").wait_for()


def test_a_hosts_forms_and_calendar(visit: Visit, town: World) -> None:
    visit.sign_in(town.host)
    for part in ("calendar/", "slots/", "days-off/", "change/"):
        visit.open(f"/venues/{town.venue.pk}/{part}", name=f"venue-{part.strip('/')}")

"""A teacher leaves in March: the head says who takes over; class, plan and numbers stay; the newcomer catches up."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate

from footbridge.access import Viewer
from footbridge.people.models import Person
from footbridge.visits.dates.days import school_days
from footbridge.visits.meetings.actions import make_meetings, say_numbers
from footbridge.visits.models import Meeting
from tests.journeys.conftest import Visit
from tests.people.letters import code_in, last_letter, link_in
from tests.training.conftest import WHY, make_world

NEW = "nina.new@ash.test.example.org"


def test_a_teacher_leaves_and_another_takes_over(visit: Visit) -> None:
    world = make_world("half")
    make_meetings(by=Viewer.for_system("test"), link=world.link)
    meeting = Meeting.objects.unscoped(WHY).select_related("link__linking_year__programme").get(number=1)
    meeting.give_date(school_days(world.year, localdate())[8], dt.time(10), dt.time(14))
    ann = visit.another()
    ann.sign_in(world.ann)
    say_numbers(by=world.who_acts(world.ann), meeting=meeting, children=28, adults=3, needs={"halal": 4})

    visit.sign_in(world.head)
    page = visit.open("/people/")
    page.get_by_role("link", name="Replace Ann Ash").click()
    page.get_by_label("Name of who takes over").fill("Nina New")
    page.get_by_label("Their e-mail address at work").fill(NEW)
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("Nina New is invited to take over from Ann Ash.").wait_for()
    visit.step("march-replaced")
    theirs = ann.page  # at once, in the session that was open
    theirs.goto(f"{ann.address}/meetings/{meeting.pk}/")
    assert theirs.get_by_text("28").count() == 0

    newcomer = visit.another()
    letter = last_letter(NEW)
    hers = newcomer.page
    hers.goto(newcomer.address + link_in(letter))
    hers.get_by_label("The six figures from the e-mail").fill(code_in(letter))
    hers.get_by_role("button", name="Accept the invitation").click()
    hers.get_by_role("heading", name="Set up a second key").wait_for()
    newcomer.sign_in(Person.objects.get(email=NEW))  # with her second key
    newcomer.open("/meetings/", name="march-meetings")
    hers.get_by_role("link", name="Neutral venue", exact=True).click()
    hers.get_by_text("Halal lunch: 4").wait_for()
    hers.get_by_role("link", name="Give our numbers and needs").click()
    assert hers.get_by_label("Children").input_value() == "28", "what Ann gave stays, and can be changed"
    newcomer.open("/training/mine/", name="march-training")
    hers.get_by_text("First training").first.wait_for()

    partner = visit.without_javascript()
    partner.sign_in(world.bob)
    partner.page.goto(f"{partner.address}/links/{world.link.pk}/")
    partner.page.get_by_text("Nina New").first.wait_for()

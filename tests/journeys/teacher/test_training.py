"""Teachers and their training: beside the partner, a colleague instead, catching up in January, and what one thought of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from footbridge.booking.models import Occasion, Place
from footbridge.programmes.calendar import stored
from footbridge.training.actions import join_session
from tests import factories
from tests.journeys.conftest import Visit
from tests.training.conftest import WHY, World, make_world

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def soon(world: World, days: int, **dates: int) -> dt.date:
    """The world's calendar moved to where this journey happens; a weekday so many days from now."""
    today = timezone.localdate()
    world.year.dates = stored({step: today + dt.timedelta(days=number) for step, number in dates.items()})
    world.year.save(update_fields=["dates"])
    day = today + dt.timedelta(days=days)
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def test_beside_the_partner_and_then_a_colleague(visit: Visit) -> None:
    world = make_world("half")
    day = soon(world, 14, training_one=14, training_two=90)
    first, second = world.session(day=day), world.session(day=day + dt.timedelta(days=7))
    join_session(by=world.organiser, session=second, person=world.bob.pk)
    visit.sign_in(world.ann)
    page = visit.open("/training/mine/", name="training-mine")
    visit.tab_to("Book")  # by keyboard; beside the partner stands first, so once more
    visit.tab_to("Book")
    visit.press("Enter")
    page.get_by_role("heading", name=first.occasion.title).wait_for()
    visit.step("training-book")
    page.get_by_role("button", name="Book a place").click()
    page.get_by_text("Booked").first.wait_for()
    page.goto(visit.address + "/training/mine/")
    page.get_by_role("button", name="Come to this one instead").click()
    page.get_by_text("You have your place").wait_for()
    visit.step("training-beside-partner")
    assert world.state(world.ann) == "booked"

    head = visit.another()
    head.sign_in(world.head)
    hers = head.open("/training/school/", name="training-school")
    hers.get_by_label("Cover for the class").first.select_option("arranged")
    hers.get_by_role("button", name=re.compile("Note it.*Ann Ash")).first.click()
    hers.get_by_text("Noted for Ann Ash").wait_for()

    plain = visit.without_javascript()
    plain.sign_in(world.ann)
    place = Place.objects.unscoped(WHY).get(person=world.ann, occasion=second.occasion)
    theirs = plain.open(f"/dates/place/{place.pk}/")
    theirs.get_by_text("A colleague comes instead").click()
    theirs.get_by_label("Your colleague's name").fill("Cleo Colleague")
    theirs.get_by_label("Your colleague's e-mail address").fill("cleo@ash.example.org")
    theirs.get_by_role("button", name="Send my colleague").click()
    theirs.get_by_text("Cleo Colleague comes instead of you").wait_for()
    theirs.goto(plain.address + "/training/mine/")
    theirs.get_by_role("heading", name="Choose a session").first.wait_for()
    visit.work()


def test_joining_in_january_catching_up_and_thinking_back(visit: Visit) -> None:
    world = make_world("half")
    soon(world, 0, training_one=-60, second_intake=-5, second_intake_closes=20, training_two=30)
    newcomer = factories.member("teacher", of=world.schools[0], name="Cleo New")
    factories.leads(newcomer, world.link, school=world.schools[0])
    desk = visit.another()
    desk.sign_in(world.facilitator)
    page = desk.open("/training/", name="training-board")
    page.get_by_role("link", name=re.compile("Set it up.*Catching up")).click()
    desk.step("training-new")
    page.get_by_label("Where is it?").fill("The Library")
    page.get_by_label("Second training").check()
    page.get_by_role("button", name="Open it for booking").click()
    page.get_by_role("heading", name="Materials").wait_for()
    page.get_by_text("Add something").click()
    page.get_by_label("What is it?").fill("Handbook")
    page.get_by_label("What should teachers know or do?").fill("Read page 3.")
    page.get_by_role("button", name="Add it").click()
    desk.step("training-session")

    visit.sign_in(newcomer)
    mine = visit.open("/training/mine/", name="training-joiner")
    mine.get_by_role("link", name=re.compile("^Book")).first.click()
    mine.get_by_role("button", name="Book a place").click()
    mine.get_by_text("Booked").first.wait_for()
    assert {part.state for part in world.teacher(newcomer).parts} == {"booked"}

    # the day comes
    occasion = Occasion.objects.unscoped(WHY).get()
    now = timezone.now()
    Occasion.objects.unscoped(WHY).update(starts=now - dt.timedelta(hours=4), ends=now - dt.timedelta(hours=1))
    page.goto(desk.address + f"/occasions/{occasion.pk}/attendance/")
    desk.step("attendance")
    page.get_by_role("button", name=re.compile("Present.*Cleo New")).click()
    page.get_by_text("1 of 1 noted").wait_for()
    page.goto(desk.address + f"/occasions/{occasion.pk}/")
    page.get_by_role("button", name="It is held: send certificates").click()
    page.get_by_text("1 certificates are ready").or_(page.get_by_text("1 certificate is ready")).wait_for()
    mine.goto(visit.address + "/training/mine/")
    visit.step("training-done")
    mine.get_by_role("link", name=re.compile("Say what you thought")).first.click()
    mine.get_by_role("radio", name="5").first.check()
    mine.get_by_role("button", name="Send it").click()
    mine.get_by_role("group", name="How ready do you feel to link?").get_by_label("4").check()
    mine.get_by_label("What helped you most?").fill("The map")
    mine.get_by_role("button", name="Send it").click()
    mine.get_by_text("without your name").first.wait_for()
    assert {part.state for part in world.teacher(newcomer).parts} == {"trained"}
    page.goto(desk.address + f"/training/session/{world.read().sessions[0].pk}/")
    page.get_by_text("The map").wait_for()
    desk.step("training-thought")
    visit.work()

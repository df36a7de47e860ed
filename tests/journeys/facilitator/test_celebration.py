"""A celebration for a whole programme: every linked class is invited at once; one comes, one cannot; the numbers add up."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone

from footbridge.booking.models import Occasion, Place
from footbridge.notify.models import Message
from tests.journeys.conftest import Visit
from tests.training.conftest import WHY, make_world


def test_every_linked_class_is_invited(visit: Visit) -> None:
    world = make_world("half")
    more = world.another_link(1)
    visit.sign_in(world.facilitator)
    page = visit.open("/occasions/", name="occasions")
    page.get_by_role("link", name="New celebration").click()
    day = timezone.localdate() + dt.timedelta(days=60)
    for label, value in (
        ("What is it called?", "Party at the Old Mill"), ("When does it begin?", "10:00"), ("When does it end?", "14:00"),
        ("Where is it?", "The Old Mill, Mill Lane"), ("How many people can come?", "120"),
        ("Day", str(day.day)), ("Month", str(day.month)), ("Year", str(day.year)),
    ):  # fmt: skip
        page.get_by_label(label, exact=label in ("Day", "Month", "Year")).fill(value)
    page.get_by_role("button", name="Open it for booking").click()
    page.get_by_text("Leave out “The Old Mill”").first.wait_for()
    visit.step("celebration-says-where")
    page.get_by_label("What is it called?").fill("Celebration of the year")
    page.get_by_role("button", name="Open it for booking").click()
    page.get_by_role("button", name="Invite every linked class").click()
    page.get_by_text("4 classes are invited").wait_for()
    visit.step("celebration")
    letters = Message.objects.unscoped(WHY).filter(template="booking/mail/invited")
    assert letters.count() >= 4
    assert not [one for one in letters if "Mill" in one.text + one.html + one.subject]

    plain = visit.without_javascript()
    plain.sign_in(world.ann)
    theirs = plain.open("/dates/")
    theirs.get_by_role("link", name=re.compile("Celebration")).click()
    theirs.get_by_text("The Old Mill, Mill Lane").wait_for()
    theirs.get_by_label("How many children come?").fill("28")
    theirs.get_by_label("How many adults come with them?").fill("3")
    theirs.get_by_role("button", name="Keep these numbers").click()
    theirs.get_by_text("Your class has its places").wait_for()

    other = visit.another()
    other.sign_in(world.bob)
    his = other.open("/dates/", name="dates-teacher")
    his.get_by_role("link", name=re.compile("Celebration")).click()
    other.step("celebration-class")
    his.get_by_text("Cannot come").first.click()
    his.get_by_label("Why can you not come?").fill("Residential trip")
    his.get_by_role("button", name="Cannot come").click()
    his.get_by_text("Your place is free").wait_for()

    occasion = Occasion.objects.unscoped(WHY).get(kind="celebration")
    page.goto(visit.address + f"/occasions/{occasion.pk}/")
    page.get_by_text("31 of 120 taken").first.wait_for()
    assert page.request.get(f"{visit.address}/occasions/{occasion.pk}/papers/list/").body()[:4] == b"%PDF"
    assert Place.objects.unscoped(WHY).filter(occasion=occasion, state="invited", link=more.pk).count() == 2
    visit.work()

"""A briefing overflows and empties: two heads without accounts, one place; the waiting list fills it by itself."""

from __future__ import annotations

import re

from footbridge.booking.models import Place
from footbridge.notify.models import Message
from tests.booking.conftest import WHY, make_world
from tests.journeys.conftest import Visit


def link_in_the_letter(to: str, template: str) -> str:
    letter = Message.objects.unscoped(WHY).filter(to=to, template=f"booking/mail/{template}").latest("pk")
    found = re.search(r"https?://\S+/dates/mailed/\S+", letter.text)
    assert found
    return found.group()


def test_the_last_place_goes_on_by_itself(visit: Visit) -> None:
    world = make_world()
    occasion = world.occasion(kind="briefing", capacity=1, title="Briefing for heads", joining="Ring the bell.")
    page = visit.open(f"/briefings/{occasion.pk}/", name="briefing")
    page.get_by_role("button", name="Book a place").click()
    visit.step("briefing-errors")
    page.get_by_label("Your name").fill("Gil Ash")
    page.get_by_label("Your e-mail address").fill("gil@ash.example.org")
    page.get_by_label("Your school").fill("Ash Primary")
    page.get_by_role("button", name="Book a place").click()
    page.get_by_text("Ring the bell.").wait_for()
    visit.step("briefing-booked")

    second = visit.without_javascript()
    theirs = second.open(f"/briefings/{occasion.pk}/")
    theirs.get_by_label("Your name").fill("Nia Birch")
    theirs.get_by_label("Your e-mail address").fill("nia@birch.example.org")
    theirs.get_by_label("Your school").fill("Birch Primary")
    theirs.get_by_role("button", name="Go on the waiting list").click()
    theirs.get_by_text("On the waiting list").wait_for()

    # Gil cannot come: another device, the link of the letter and its code
    visit.sign_out()
    page.goto(link_in_the_letter("gil@ash.example.org", "booked"))
    visit.step("briefing-code")
    letter = Message.objects.unscoped(WHY).get(to="gil@ash.example.org")
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", letter.text)
    assert code
    page.get_by_label("The code in our e-mail").fill(code.group().lower())
    page.keyboard.press("Enter")
    page.get_by_text("Ring the bell.").wait_for()
    visit.tab_to("Cannot come")
    visit.press("Enter")
    page.get_by_label("Why can you not come?").fill("Snow")
    page.get_by_role("button", name="Cannot come").click()
    page.get_by_text("Your place is free for somebody else").wait_for()

    theirs.goto(
        link_in_the_letter("nia@birch.example.org", "moved_up")
    )  # letters with a secret are emptied when they are sent
    visit.work()
    theirs.get_by_text("Ring the bell.").wait_for()
    assert list(Place.objects.unscoped(WHY).order_by("pk").values_list("state", flat=True)) == ["cannot_come", "booked"]
    # what comes after the briefing knows her school
    theirs.get_by_role("link", name="Tell them you are interested").click()
    assert "q=Birch" in theirs.url

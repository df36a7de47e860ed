"""The first person of an empty network, and somebody who guesses."""

from __future__ import annotations

import re

from footbridge.people.secrets import first_steps_code
from footbridge.people.throttle import SIGN_IN
from tests import factories
from tests.journeys.conftest import Visit
from tests.people.letters import app_code


def test_an_empty_network_is_set_up_and_leads_to_the_first_programme(visit: Visit) -> None:
    page = visit.open("/start/", name="start")
    page.get_by_label("What is your network called?").fill("The Linking Network")
    page.get_by_label("Your name").fill("Nell Network")
    page.get_by_label("Your e-mail address").fill("nell@network.test.example.org")
    page.get_by_label("The code from the start of the server").fill(first_steps_code())
    page.get_by_role("button", name="Set up the network").click()
    page.get_by_role("link", name="An app on your phone").click()
    secret = re.sub(r"\s", "", page.locator("code.key").inner_text())
    page.get_by_label("The six figures your app shows now").fill(app_code(secret))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Show my recovery codes").click()
    page.get_by_role("link", name="I have kept them, set up the first programme").click()
    page.get_by_role("heading", level=1).wait_for()
    assert "/network/programmes/set-up/" in page.url
    answer = page.goto(visit.address + "/start/")
    assert answer is not None
    assert answer.status == 404
    visit.errors.clear()


def test_a_guesser_is_told_when_to_try_again(visit: Visit) -> None:
    head = factories.member("headteacher", of=factories.school("Alder Vale"))
    for _ in range(SIGN_IN.account + 1):
        page = visit.page
        page.goto(visit.address + "/sign-in/")
        page.get_by_label("Your e-mail address").fill(head.email)
        page.get_by_label("Your password").fill("a guess")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("heading", level=1).wait_for()
    page.get_by_text("Try again in 15 minutes").wait_for()
    visit.errors.clear()  # the browser notes the answer 429
    visit.step("too-many-tries")

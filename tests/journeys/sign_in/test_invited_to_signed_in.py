"""From the invitation's e-mail to the first day's work, with an authenticator app."""

from __future__ import annotations

import re

from footbridge.people.actions import invite
from footbridge.people.viewers import viewer_for
from tests import factories
from tests.journeys.conftest import Visit
from tests.people.letters import app_code, code_in, last_letter, link_in

NEW = "amina.khan@school.test.example.org"


def invited() -> None:
    programme = factories.programme("Derby")
    facilitator = factories.member("facilitator", of=programme, name="Fran Field")
    school = factories.school("Alder Vale")
    invite(by=viewer_for(facilitator), email=NEW, name="Amina Khan", role="headteacher", school=school)


def accept_and_set_up(visit: Visit) -> tuple[str, str]:
    """Walk the whole way; answer the app's secret and a recovery code."""
    page = visit.page
    letter = last_letter(NEW)
    visit.open(link_in(letter), name="invitation")
    assert page.get_by_text("Fran Field invites Amina Khan").is_visible()
    page.get_by_label("The six figures from the e-mail").fill("12")
    page.get_by_role("button", name="Accept the invitation").click()
    visit.step("invitation-wrong-code")
    assert page.get_by_label("Your name").input_value() == "Amina Khan"
    page.get_by_label("The six figures from the e-mail").fill(code_in(letter))
    page.get_by_label("A password").fill("three quiet otters")
    page.get_by_role("button", name="Accept the invitation").click()
    visit.step("second-key")
    page.get_by_role("link", name="An app on your phone").click()
    visit.step("app")
    secret = re.sub(r"\s", "", page.locator("code.key").inner_text())
    page.get_by_label("The six figures your app shows now").fill(app_code(secret))
    page.get_by_role("button", name="Continue").click()
    visit.step("recovery-codes-before")
    page.get_by_role("button", name="Show my recovery codes").click()
    visit.step("recovery-codes")
    codes = page.locator("ol.codes code").all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("link", name="I have kept them, go on").click()
    return secret, codes[0]


def test_a_head_accepts_and_signs_in_again_with_app_and_recovery_code(visit: Visit) -> None:
    invited()
    secret, recovery = accept_and_set_up(visit)
    page = visit.page
    visit.open("/account/", name="account")
    assert page.get_by_text("Headteacher, Alder Vale").first.is_visible()
    for code in (app_code(secret, ahead=1), recovery):
        page.goto(visit.address + "/account/")
        page.get_by_role("button", name="Sign out everywhere").click()
        visit.step("sign-in")
        page.get_by_label("Your e-mail address").fill(NEW)
        page.get_by_label("Your password").fill("three quiet otters")
        page.get_by_role("button", name="Sign in", exact=True).click()
        visit.step("second-step")
        page.get_by_label("The code from your app").fill(code)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.goto(visit.address + "/account/")
        assert page.get_by_role("heading", name="My account").is_visible()


def test_the_same_without_scripts(visit: Visit) -> None:
    invited()
    plain = visit.without_javascript()
    accept_and_set_up(plain)
    plain.open("/account/")
    assert plain.page.get_by_role("heading", name="My account").is_visible()


def test_the_code_by_e_mail_by_keyboard_alone(visit: Visit) -> None:
    person = factories.member("headteacher", of=factories.school("Alder Vale"))
    visit.open("/sign-in/")
    visit.tab_to("Get a code by e-mail")
    visit.press("Enter")
    visit.page.wait_for_url("**/sign-in/code/*")
    visit.step("ask-for-code")
    visit.tab_to("Your e-mail address")
    visit.page.keyboard.type(person.email)
    visit.press("Enter")
    visit.page.wait_for_url("**/sign-in/code/check/*")
    visit.step("type-code")
    visit.tab_to("The six figures from the e-mail")
    visit.page.keyboard.type(code_in(last_letter(person.email)))
    visit.press("Enter")
    visit.page.get_by_role("heading", name="Set up a second key").wait_for()

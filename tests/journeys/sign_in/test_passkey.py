"""A passkey is set up, signs in alone, and stands in as second key."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Route

from footbridge.people.models import Person
from tests import factories
from tests.journeys.conftest import Visit
from tests.people.letters import code_in, last_letter


def plug_in_authenticator(visit: Visit, *, verifies: bool = True) -> Any:
    """A virtual authenticator in the browser: fingerprint reader, passkeys kept inside."""
    wire = visit.context.new_cdp_session(visit.page)
    wire.send("WebAuthn.enable")
    wire.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verifies,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return wire


def come_late(route: Route) -> None:
    """A script that arrives after its page."""
    time.sleep(0.4)
    route.continue_()


@pytest.fixture
def head() -> Person:
    return factories.member("headteacher", of=factories.school("Alder Vale"), name="Hanna Head")


def sign_in_by_code(visit: Visit, person: Person) -> None:
    page = visit.page
    page.goto(visit.address + "/sign-in/code/")
    page.get_by_label("Your e-mail address").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The six figures from the e-mail").fill(code_in(last_letter(person.email)))
    page.get_by_role("button", name="Continue").click()


def test_a_passkey_from_set_up_to_signing_in_with_it_alone(visit: Visit, head: Person) -> None:
    plug_in_authenticator(visit)
    page = visit.page
    sign_in_by_code(visit, head)
    page.get_by_role("link", name="A passkey").click()
    visit.step("passkey")
    page.get_by_label("What shall we call this passkey?").fill("School laptop")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("button", name="Show my recovery codes").click()
    page.get_by_role("heading", name="Keep these codes").wait_for()

    page.goto(visit.address + "/account/")
    visit.step("account-with-passkey")
    assert page.get_by_text("School laptop").first.is_visible()
    page.get_by_role("button", name="Sign out everywhere").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("Hanna Head").first.wait_for()
    page.goto(visit.address + "/account/")
    page.get_by_role("heading", name="My account").wait_for()

    # the same passkey as the second step after a code by e-mail
    page.get_by_role("button", name="Sign out everywhere").click()
    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    sign_in_by_code(visit, head)
    visit.step("second-step-with-passkey")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("Hanna Head").first.wait_for()


def test_the_last_passkey_cannot_be_removed_and_a_second_can(visit: Visit, head: Person) -> None:
    plug_in_authenticator(visit)
    page = visit.page
    sign_in_by_code(visit, head)
    page.get_by_role("link", name="A passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("button", name="Show my recovery codes").wait_for()
    page.goto(visit.address + "/account/")
    page.get_by_role("link", name="Remove My passkey").click()
    visit.step("remove-key")
    page.get_by_role("button", name="Yes, remove it").click()
    assert page.get_by_text("This is your only second key").is_visible()


def test_a_passkey_that_is_refused_says_so_on_the_page(visit: Visit, head: Person) -> None:
    plug_in_authenticator(visit, verifies=False)
    page = visit.page
    sign_in_by_code(visit, head)
    page.route("**/webauthn*.js", come_late)  # a slow line: nobody may press a button that cannot answer yet
    page.get_by_role("link", name="A passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_text("The passkey was not used.").wait_for()
    visit.step("passkey-refused")


def test_without_scripts_the_page_says_what_passkeys_need(visit: Visit, head: Person) -> None:
    plain = visit.without_javascript()
    sign_in_by_code(plain, head)
    said = plain.page.locator("noscript p", has_text="Passkeys need JavaScript")  # words that only such browsers show
    said.wait_for(state="visible")
    plain.page.get_by_role("link", name="A passkey").click()
    assert not plain.page.get_by_role("button", name="Make a passkey").is_visible()
    plain.page.locator("noscript a", has_text="Set up an app instead").click()
    plain.page.get_by_role("heading", name="Set up an authenticator app").wait_for()

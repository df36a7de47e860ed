"""Signing in: the password or a code, then the second key; what is strong and what is not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client

from footbridge.access import Viewer
from footbridge.people.actions.keys import add_app, make_recovery_codes
from footbridge.people.models import Person
from footbridge.people.viewers import STRONG, viewer_for
from tests import factories
from tests.people.letters import app_code, code_in, last_letter, letters_to

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet otters"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def head() -> Person:
    person = factories.member("headteacher", of=factories.school("Alder Vale"))
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def head_with_app(head: Person) -> Person:
    add_app(by=viewer_for(head), person=head, secret=SECRET)
    return head


def strong(client: Client) -> bool:
    return bool(client.session.get(STRONG))


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_password_alone_leads_to_the_second_key_and_nowhere_else(head: Person, client: Client) -> None:
    client.post("/sign-in/", {"login": head.email, "password": PASSWORD})
    assert who(client) == str(head.pk)
    assert not strong(client)
    assert client.get("/account/")["Location"] == "/second-key/"


def test_setting_up_an_app_makes_the_session_strong(head: Person, client: Client) -> None:
    client.post("/sign-in/", {"login": head.email, "password": PASSWORD})
    page = client.get("/second-key/app/").content.decode()
    secret = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page).group(1)
    assert "That is not the code" in client.post("/second-key/app/", {"code": "123"}).content.decode()
    assert not strong(client)
    assert secret in client.get("/second-key/app/").content.decode()  # the scanned key stays the same
    answer = client.post("/second-key/app/", {"code": app_code(secret)})
    assert answer["Location"] == "/second-key/recovery-codes/"
    assert strong(client)
    assert "authenticator app was added" in last_letter(head.email).text


def test_secrets_of_second_keys_lie_sealed_in_database_and_session(head: Person, client: Client) -> None:
    client.post("/sign-in/", {"login": head.email, "password": PASSWORD})
    page = client.get("/second-key/app/").content.decode()
    secret = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page).group(1).replace(" ", "")
    assert secret not in str(dict(client.session))
    client.post("/second-key/app/", {"code": app_code(secret)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM mfa_authenticator a")
        assert secret not in cursor.fetchone()[0]


def test_with_an_app_the_password_is_only_the_first_step(head_with_app: Person, client: Client) -> None:
    answer = client.post("/sign-in/?next=/second-key/", {"login": head_with_app.email, "password": PASSWORD})
    assert answer["Location"].startswith("/sign-in/second-step/")
    assert who(client) is None
    assert client.get("/second-key/").status_code == 302  # to sign in
    wrong = client.post("/sign-in/second-step/", {"code": "000000"})
    assert "not right" in wrong.content.decode()
    client.post("/sign-in/second-step/", {"code": app_code(SECRET)})
    assert who(client) == str(head_with_app.pk)
    assert strong(client)


def test_an_app_code_works_once(head_with_app: Person, client: Client) -> None:
    code = app_code(SECRET)
    for expected in (str(head_with_app.pk), None):
        other = Client()
        other.post("/sign-in/", {"login": head_with_app.email, "password": PASSWORD})
        other.post("/sign-in/second-step/", {"code": code})
        assert who(other) == expected


def test_a_recovery_code_stands_in_once(head_with_app: Person) -> None:
    code = make_recovery_codes(by=viewer_for(head_with_app), person=head_with_app)[0]
    for expected in (True, False):
        client = Client()
        client.post("/sign-in/", {"login": head_with_app.email, "password": PASSWORD})
        client.post("/sign-in/second-step/", {"code": f"{code[:4]} {code[4:]}"})
        assert strong(client) is expected


def test_a_mailed_code_signs_in_as_the_password_does(head_with_app: Person, client: Client) -> None:
    client.post("/sign-in/code/", {"email": head_with_app.email})
    code = code_in(last_letter(head_with_app.email))
    assert code not in str(dict(client.session))
    wrong = "000000" if code != "000000" else "111111"
    assert "not right" in client.post("/sign-in/code/check/", {"code": wrong}).content.decode()
    answer = client.post("/sign-in/code/check/", {"code": code})
    assert answer["Location"].startswith("/sign-in/second-step/")
    assert who(client) is None


def test_a_mailed_code_is_no_use_in_another_browser(head: Person, client: Client) -> None:
    client.post("/sign-in/code/", {"email": head.email})
    other = Client()
    other.post("/sign-in/code/check/", {"code": code_in(last_letter(head.email))})
    assert who(other) is None


def test_strangers_learn_nothing_and_get_no_mail(head: Person, client: Client) -> None:
    stranger = "stranger@test.example.org"
    pages = []
    for address in (head.email, stranger):
        browser = Client()
        answer = browser.post("/sign-in/code/", {"email": address}, follow=True)
        pages.append(re.sub(r'csrf\w+" value="\w+"', "", answer.content.decode()).replace(address, ""))
    assert pages[0] == pages[1]
    assert letters_to(stranger) == 0


def test_a_forgotten_password_is_replaced_by_mail_and_the_second_key_still_asked(head_with_app, client: Client) -> None:
    client.post("/password/forgotten/", {"email": head_with_app.email})
    client.post("/password/forgotten/code/", {"code": code_in(last_letter(head_with_app.email))})
    fresh = "four loud badgers"
    client.post("/password/forgotten/new/", {"password1": fresh, "password2": fresh})
    assert who(client) is None
    answer = client.post("/sign-in/", {"login": head_with_app.email, "password": fresh})
    assert answer["Location"].startswith("/sign-in/second-step/")


def test_a_half_session_cannot_add_a_second_key_beside_one_that_exists(head: Person, client: Client) -> None:
    """Somebody who stole the password while the owner was setting up the app gets no key of their own."""
    client.post("/sign-in/", {"login": head.email, "password": PASSWORD})
    add_app(by=viewer_for(head), person=head, secret=SECRET)
    for path in ("/second-key/app/", "/second-key/passkey/"):
        assert client.get(path)["Location"] == "/second-key/"
        assert client.post(path, {"code": "1", "credential": "{}"})["Location"] == "/second-key/"
    assert client.post("/second-key/recovery-codes/")["Location"] == "/second-key/"
    assert Authenticator.objects.filter(user=head).count() == 1


def test_nobody_can_sign_up(client: Client) -> None:
    for path in ("/signup/", "/sign-in/signup/", "/accounts/signup/", "/sign-up/", "/account/email/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"email": "x@test.example.org"}).status_code == 404


def test_a_closed_account_stays_closed(head: Person, client: Client) -> None:
    head.is_active = False
    head.save()
    client.post("/sign-in/", {"login": head.email, "password": PASSWORD})
    client.post("/sign-in/code/", {"email": head.email})
    assert who(client) is None


def test_signing_out_takes_a_press(head: Person, sign_in) -> None:
    client = sign_in(head)
    client.get("/sign-out/")
    assert who(client) is not None
    client.post("/sign-out/")
    assert who(client) is None
    assert not strong(client)


def test_nobody_but_the_second_key_opens_a_viewer(head: Person) -> None:
    assert viewer_for(head, strong=False).schools == frozenset()
    assert isinstance(viewer_for(head), Viewer)


def test_with_another_servers_key_no_code_fits(head_with_app: Person, client: Client) -> None:
    """A secret that cannot be unsealed must not become an empty one, whose codes anybody can compute."""
    Authenticator.objects.filter(user=head_with_app).update(data={"secret": "sealed elsewhere"})
    client.post("/sign-in/", {"login": head_with_app.email, "password": PASSWORD})
    for ahead in (-1, 0, 1):
        client.post("/sign-in/second-step/", {"code": app_code("", ahead=ahead)})
    assert who(client) is None


def test_a_session_lasts_a_working_day_at_most(head_with_app: Person, client: Client) -> None:
    client.post("/sign-in/", {"login": head_with_app.email, "password": PASSWORD})
    client.post("/sign-in/second-step/", {"code": app_code(SECRET)})
    assert client.session.get_expiry_age() <= 12 * 60 * 60
    assert not client.session.get_expire_at_browser_close()


def test_sessions_are_listed_and_ended_one_by_one_or_all(head_with_app: Person) -> None:
    browsers = []
    for ahead in (-1, 0, 1):
        browser = Client(HTTP_USER_AGENT=f"Mozilla/5.0 (Windows NT 10.0) Chrome/{ahead}")
        browser.post("/sign-in/", {"login": head_with_app.email, "password": PASSWORD})
        browser.post("/sign-in/second-step/", {"code": app_code(SECRET, ahead=ahead)})
        assert strong(browser)
        browsers.append(browser)
    page = browsers[0].get("/account/").content.decode()
    assert page.count("Chrome on Windows <strong>(here)</strong>") == 1
    assert UserSession.objects.filter(user=head_with_app).count() == 3
    second = UserSession.objects.get(session_key=browsers[1].session.session_key)
    stranger = Client()
    stranger.force_login(factories.member("teacher", of=factories.school("Beech Hill")))
    stranger.post(f"/account/sessions/{second.pk}/end/")
    assert browsers[1].get("/account/").status_code == 200
    browsers[0].post(f"/account/sessions/{second.pk}/end/")
    assert browsers[1].get("/account/").status_code == 302
    assert browsers[2].get("/account/").status_code == 200
    browsers[0].post("/account/sign-out-everywhere/")
    assert [browser.get("/account/").status_code for browser in browsers] == [302, 302, 302]


def test_keys_and_passwords_are_changed_only_by_who_is_still_there(head_with_app: Person, client: Client) -> None:
    """A session left open for an hour must show once more that it is you."""
    client.post("/sign-in/", {"login": head_with_app.email, "password": PASSWORD})
    client.post("/sign-in/second-step/", {"code": app_code(SECRET)})
    assert client.get("/second-key/app/").status_code == 200
    key = Authenticator.objects.get(user=head_with_app)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
        for path in (
            "/second-key/app/",
            "/second-key/passkey/",
            "/second-key/recovery-codes/",
            f"/account/keys/{key.pk}/remove/",
        ):
            answer = client.get(path)
            assert answer.status_code == 302
            assert answer["Location"].startswith("/sign-in/again/")
        client.post(f"/sign-in/again/?next=/account/keys/{key.pk}/remove/", {"password": PASSWORD})
        assert client.get(f"/account/keys/{key.pk}/remove/").status_code == 200

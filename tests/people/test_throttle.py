"""Tries are counted before anything is checked, exactly, also when many come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client, RequestFactory

from footbridge.people import throttle
from footbridge.people.throttle import SIGN_IN, Limit, TooManyTries, count_try, forgive, network_of
from tests import factories
from tests.people.letters import letters_to

SMALL = Limit("small", "knock", 10, 1000, timedelta(minutes=15))


@pytest.mark.django_db
def test_after_the_limit_it_says_when_to_try_again() -> None:
    begin = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    with time_machine.travel(begin, tick=False) as clock:
        for _ in range(10):
            count_try(SMALL, account="a@test.example.org")
        clock.shift(timedelta(minutes=5))
        with pytest.raises(TooManyTries, match=r"too many tries to knock\. Try again in 10 minutes, at 10:1[56]\."):
            count_try(SMALL, account=" A@test.example.org")
        count_try(SMALL, account="b@test.example.org")  # others are not held up
        clock.shift(timedelta(minutes=11))
        count_try(SMALL, account="a@test.example.org")


@pytest.mark.django_db
def test_a_success_clears_the_account_and_gives_the_network_its_try_back() -> None:
    for _ in range(10):
        count_try(SMALL, account="a@test.example.org", network="10.0.0.1")
    forgive(SMALL, account="a@test.example.org", network="10.0.0.1")
    count_try(SMALL, account="a@test.example.org", network="10.0.0.1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(tries) FROM people_attempt")
        assert cursor.fetchone() == (10,)


@pytest.mark.django_db
def test_the_table_is_unlogged_and_names_nobody() -> None:
    count_try(SMALL, account="a@test.example.org", network="10.0.0.1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'people_attempt'")
        assert cursor.fetchone() == ("u",)
        cursor.execute("SELECT string_agg(key, ' ') FROM people_attempt")
        keys = cursor.fetchone()[0]
    assert "test.example" not in keys
    assert "10.0.0" not in keys


@pytest.mark.django_db(transaction=True)
def test_of_400_tries_at_once_exactly_ten_pass() -> None:
    def knock(_: int) -> bool:
        try:
            count_try(SMALL, account="a@test.example.org")
            return True
        except TooManyTries:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        passed = sum(pool.map(knock, range(400)))
    assert passed == 10


@pytest.mark.django_db
def test_guessing_a_password_is_stopped_even_if_the_last_guess_is_right(client: Client) -> None:
    head = factories.member("headteacher", of=factories.school("Alder Vale"))
    head.set_password("three quiet otters")
    head.save()
    for _ in range(SIGN_IN.account):
        assert client.post("/sign-in/", {"login": head.email, "password": "wrong"}).status_code == 200
    answer = client.post("/sign-in/", {"login": head.email.upper(), "password": "three quiet otters"})
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    other = factories.member("headteacher", of=factories.school("Beech Hill"))
    assert client.post("/sign-in/code/", {"email": other.email}).status_code == 302  # a colleague beside them may


@pytest.mark.django_db
def test_codes_by_mail_cannot_be_used_to_flood_somebody(client: Client) -> None:
    head = factories.member("headteacher", of=factories.school("Alder Vale"))
    answers = [Client().post("/sign-in/code/", {"email": head.email}).status_code for _ in range(8)]
    assert answers == [302] * 5 + [429] * 3
    assert letters_to(head.email) == 5


@pytest.mark.django_db
def test_a_network_is_stopped_whatever_addresses_it_tries(client: Client) -> None:
    answers = [
        client.post("/sign-in/", {"login": f"a{n}@test.example.org", "password": "x"}).status_code
        for n in range(SIGN_IN.network + 1)
    ]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {200}


def test_where_a_request_comes_from(settings) -> None:
    ask = RequestFactory()
    forged = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 5.6.7.8"}
    assert network_of(ask.get("/", **forged)) == "10.0.0.9"  # no proxy is trusted: the header is anybody's claim
    settings.TRUSTED_PROXIES = 1
    assert network_of(ask.get("/", **forged)) == "5.6.7.8"
    assert network_of(ask.get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2::/64"
    assert network_of(ask.get("/", REMOTE_ADDR="")) == "unknown"


@pytest.mark.django_db
def test_counters_that_are_over_are_forgotten() -> None:
    count_try(SMALL, account="a@test.example.org")
    assert throttle.forget_old_tries() == 0
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
        assert throttle.forget_old_tries() == 1

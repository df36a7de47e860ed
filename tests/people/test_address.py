"""Changing one's own e-mail address: proved by the new one, told to the old one, and of no use to anybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from footbridge.audit.models import AuditLine
from footbridge.people.models import AddressChange, Person
from footbridge.people.tasks import forget_old_invitations
from footbridge.people.throttle import NEW_ADDRESS
from tests import factories
from tests.people.letters import last_letter, letters_to, link_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
NEW, PAGE = "hanna.new@school.test.example.org", "/account/address/"


@pytest.fixture
def head() -> Person:
    return factories.member("headteacher", of=factories.school("Alder Vale"), name="Hanna Head")


def test_a_new_address_is_proved_by_a_link_and_told_to_the_old_one(head: Person, sign_in: SignIn) -> None:
    old, client, elsewhere = head.email, sign_in(head), Client()
    elsewhere.force_login(head)
    assert elsewhere.get("/account/")["Location"] == "/second-key/"  # signed in
    assert "You sign in with" in client.get(PAGE).content.decode()
    said = client.post(PAGE, {"email": f" {NEW.upper()} "}, follow=True).content.decode()
    assert f"A link is on its way to {NEW}" in said
    head.refresh_from_db()
    assert head.email == old  # nothing has changed yet
    link = link_in(last_letter(NEW))
    assert NEW in client.get(link).content.decode()
    head.refresh_from_db()
    assert head.email == old  # a mail scanner that follows the link changes nothing
    assert f"you sign in with {NEW}" in client.post(link, follow=True).content.decode()
    head.refresh_from_db()
    assert head.email == NEW
    assert [(one.email, one.verified) for one in EmailAddress.objects.filter(user=head)] == [(NEW, True)]
    assert last_letter(old).subject == "Your e-mail address was changed"
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/")["Location"].startswith("/sign-in/")  # other devices are signed out
    assert client.post(link).status_code == 404  # it acts once
    lines = AuditLine.objects.filter(verb__in=["asked_new_address", "changed_address"])
    assert lines.count() == 2
    assert "@" not in repr(list(lines.values_list("facts", "subject", "by")))


def test_the_link_is_of_no_use_to_others_and_ends(head: Person, sign_in: SignIn) -> None:
    client = sign_in(head)
    client.post(PAGE, {"email": NEW})
    link = link_in(last_letter(NEW))
    assert Client().get(link).status_code == 302
    assert sign_in(factories.member("teacher", of=factories.school())).post(link).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        late = sign_in(head)
        assert "no longer works" in late.post(link, follow=True).content.decode()
        forget_old_invitations(0)
    assert not AddressChange.objects.exists()


def test_an_address_that_has_an_account_is_not_told_to_who_asks(head: Person, sign_in: SignIn) -> None:
    other, client = factories.member("teacher", of=factories.school()), sign_in(head)
    said = client.post(PAGE, {"email": other.email}, follow=True).content.decode()
    assert f"A link goes to {other.email}" in said
    letter = last_letter(other.email)
    assert letter.subject == "Somebody asked to use your e-mail address"
    assert PAGE not in letter.text
    # meanwhile somebody else came to have the address
    client.post(PAGE, {"email": NEW})
    factories.person("Quick", email=NEW)
    assert "belongs to another account" in client.post(link_in(last_letter(NEW)), follow=True).content.decode()


def test_asking_is_throttled_and_the_same_address_is_none(head: Person, sign_in: SignIn) -> None:
    client = sign_in(head)
    assert "That is your address now" in client.post(PAGE, {"email": head.email}).content.decode()
    for _ in range(NEW_ADDRESS.account):
        client.post(PAGE, {"email": NEW})
    assert "too many tries" in client.post(PAGE, {"email": NEW}).content.decode()
    assert letters_to(NEW) == NEW_ADDRESS.account

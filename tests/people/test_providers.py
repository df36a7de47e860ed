"""Signing in through the school's own provider: whole round trips with a stand-in on loopback."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlparse

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpResponse
from django.test import Client

from footbridge.people.actions import invite
from footbridge.people.actions.keys import add_app
from footbridge.people.models import Invitation, Membership, Person
from footbridge.people.sign_in.providers import proved_address
from footbridge.people.viewers import STRONG, viewer_for
from tests import factories
from tests.people.stand_in import StandIn, stand_in

pytestmark = pytest.mark.django_db
NEW = "amina.khan@school.test.example.org"


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    with stand_in() as found:
        settings.SOCIALACCOUNT_PROVIDERS = found.settings(trusted=False)
        yield found


def come_by(client: Client, provider: StandIn) -> HttpResponse:
    """Press the button, go to the provider, come back."""
    assert b"DfE Sign-in" in client.get("/sign-in/").content
    there = urlparse(client.post("/sign-in/with/dfe/")["Location"])
    assert f"http://{there.netloc}" == provider.address
    wire = http.client.HTTPConnection(there.netloc, timeout=10)
    wire.request("GET", f"{there.path}?{there.query}")
    answer = wire.getresponse()
    answer.read()
    wire.close()
    back = urlparse(answer.headers["Location"])
    return cast(HttpResponse, client.get(f"{back.path}?{back.query}"))


def test_a_known_person_comes_in_strong_and_is_not_asked_for_another_key(provider: StandIn, client: Client) -> None:
    head = factories.member("headteacher", of=factories.school("Alder Vale"))
    add_app(by=viewer_for(head), person=head, secret="JBSWY3DPEHPK3PXP")
    provider.claims = {"sub": "17", "email": head.email.upper(), "email_verified": True, "name": "Somebody Else"}
    assert come_by(client, provider).status_code == 302
    assert client.session["_auth_user_id"] == str(head.pk)
    assert client.session[STRONG] is True
    assert client.get("/account/").status_code == 200
    head.refresh_from_db()
    assert head.name != "Somebody Else"
    assert "/token" in provider.asked


def test_an_invited_address_accepts_on_the_way(provider: StandIn, client: Client) -> None:
    facilitator = factories.member("facilitator", of=factories.programme("Derby"))
    school = factories.school("Alder Vale")
    invite(by=viewer_for(facilitator), email=NEW, name="Amina Khan", role="headteacher", school=school)
    provider.claims = {"sub": "18", "email": NEW, "email_verified": True}
    come_by(client, provider)
    person = Person.objects.get(email=NEW)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Membership.objects.unscoped("a test looks").get(person=person).role == "headteacher"
    assert Invitation.objects.unscoped("a test looks").get().accepted_by == person


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "19", "email": "stranger@test.example.org", "email_verified": True},
        {"sub": "20", "email": NEW, "email_verified": False},
        {"sub": "21", "email": NEW},
        {"sub": "22"},
    ],
)
def test_strangers_and_unproved_addresses_stay_outside(
    claims: dict[str, Any], provider: StandIn, client: Client
) -> None:
    facilitator = factories.member("facilitator", of=factories.programme("Derby"))
    invite(by=viewer_for(facilitator), email=NEW, name="A", role="headteacher", school=factories.school("Alder Vale"))
    before = Person.objects.count()
    provider.claims = claims
    assert come_by(client, provider)["Location"] == "/sign-in/not-invited/"
    assert Person.objects.count() == before
    assert not SocialAccount.objects.exists()
    assert "_auth_user_id" not in client.session
    assert "We do not know this address yet" in client.get("/sign-in/not-invited/").content.decode()


def test_a_provider_that_vouches_need_not_say_verified(provider: StandIn, settings: Any, client: Client) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = provider.settings(trusted=True)
    head = factories.member("headteacher", of=factories.school("Alder Vale"))
    provider.claims = {"sub": "23", "email": head.email}
    come_by(client, provider)
    assert client.session["_auth_user_id"] == str(head.pk)


def test_later_the_providers_own_number_counts_and_not_the_address(provider: StandIn, client: Client) -> None:
    head = factories.member("headteacher", of=factories.school("Alder Vale"))
    other = factories.member("headteacher", of=factories.school("Beech Hill"))
    provider.claims = {"sub": "24", "email": head.email, "email_verified": True}
    come_by(client, provider)
    provider.claims = {"sub": "24", "email": other.email, "email_verified": True}
    again = Client()
    come_by(again, provider)
    assert again.session["_auth_user_id"] == str(head.pk)


def test_somebody_who_stops_at_the_provider_reads_a_kind_page(provider: StandIn, client: Client) -> None:
    provider.claims = None
    answer = come_by(client, provider)
    page = client.get(answer["Location"]) if answer.status_code == 302 else answer
    assert "You stopped signing in" in page.content.decode()


def test_an_answer_that_was_never_asked_for_is_refused(provider: StandIn, client: Client) -> None:
    answer = client.get("/sign-in/with/dfe/back/?code=one-time&state=made-up", follow=True)
    assert "_auth_user_id" not in client.session
    assert "did not work" in answer.content.decode()


def test_a_provider_nobody_configured_is_not_there(client: Client) -> None:
    assert client.get("/sign-in/with/unknown/").status_code == 404
    assert client.post("/sign-in/with/unknown/").status_code == 404


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (
            {"userPrincipalName": "Head@School.example.org", "mail": "victim@other.example.org"},
            "head@school.example.org",
        ),
        ({"userPrincipalName": "victim_other.example.org#EXT#@evil.onmicrosoft.com", "mail": "victim@other.org"}, ""),
        ({"mail": "victim@other.example.org"}, ""),
    ],
)
def test_of_microsoft_only_the_principal_name_counts(data: dict[str, str], address: str) -> None:
    login = SimpleNamespace(account=SimpleNamespace(provider="microsoft", extra_data=data))
    assert proved_address(cast(SocialLogin, login)) == address
